"""Où en est la chaîne : dernière racine, et retard du scellement."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from cdg_portal.journal.models import Evenement, Scellement
from cdg_portal.perimetres.selectors import organisme_gestionnaire

# Trois passages manqués : un maillon validé depuis plus longtemps devrait être scellé.
DELAI_DE_SCELLEMENT = timedelta(minutes=15)
# La racine part chaque jour à heure fixe : une nuit manquée se voit le lendemain.
DELAI_D_ENVOI = timedelta(hours=26)
# L'objet des envois au journal des actes : un scellement n'a pas d'identifiant opaque.
OBJET_RACINE = UUID("7b1c0f4e-5a0e-5f0b-9a52-0b8f6d1c7e31")


@dataclass(frozen=True, slots=True)
class EtatDuScellement:
    """La racine à garder au-dehors (« 12:ab34… », vide si rien n'est scellé), son instant, et s'il y a du retard."""

    racine: str
    instant: datetime | None
    en_retard: bool


def derniere_racine() -> str:
    """La dernière racine, « numéro:hexadécimal », ou une chaîne vide. Se lit dans tout périmètre."""
    dernier = Scellement.objects.order_by("-n").first()
    return str(dernier) if dernier else ""


def etat_du_scellement(*, maintenant: datetime) -> EtatDuScellement:
    """À appeler dans le périmètre du CDG entier. Ne regarde que ce qui suit l'horizon du dernier scellement."""
    dernier = Scellement.objects.order_by("-n").first()
    with connection.cursor() as c:
        c.execute(
            "SELECT EXISTS (SELECT 1 FROM journal_maillon m WHERE m.transaction >= %s AND m.instant < %s"
            " AND NOT EXISTS (SELECT 1 FROM journal_feuille f WHERE f.maillon_id = m.id))",
            [dernier.horizon if dernier else 0, maintenant - DELAI_DE_SCELLEMENT],
        )
        en_retard = bool(c.fetchone()[0])
    return EtatDuScellement(str(dernier or ""), dernier.instant if dernier else None, en_retard)


def racine_au_dehors(*, maintenant: datetime) -> bool:
    """Vrai si la dernière racine est partie par courriel à temps. À appeler dans le périmètre du CDG entier."""
    envois = Evenement.objects.filter(collectivite_id=organisme_gestionnaire().pk, objet_uid=OBJET_RACINE)
    return envois.filter(instant__gt=maintenant - DELAI_D_ENVOI).exists()
