"""L'adresse secrète du calendrier : une par compte, dont la base ne garde que l'empreinte, et que l'on coupe."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

import redis
import structlog
from django.core.cache import cache

from cdg_portal.accueil.models import AbonnementCalendrier
from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.comptes.regles.empreintes import empreinte_a_cle, empreinte_du_jeton
from cdg_portal.journal.selectors import export_garde_depuis
from cdg_portal.journal.services import consigner_sur_compte
from cdg_portal.perimetres.selectors import organisme_gestionnaire

journal = structlog.get_logger(__name__)
LECTURES_PAR_HEURE = (
    30  # un agenda relit toutes les heures au plus ; plusieurs appareils suivent la même adresse
)
INCONNUES_PAR_HEURE = 30  # jetons inconnus, par poste : de quoi décourager qui devine
TRACE_CHAQUE = timedelta(hours=1)
_HEURE = 3600


def abonnement_de(*, compte_id: int) -> AbonnementCalendrier | None:
    """L'abonnement en cours de ce compte, ou None."""
    return AbonnementCalendrier.objects.filter(compte_id=compte_id).first()


def abonnement_creer(*, compte: Any, instant: datetime, le: date) -> str:
    """Tire une adresse neuve et rend son jeton, montré une fois ; l'ancienne ne sert plus."""
    jeton = secrets.token_urlsafe(32)
    AbonnementCalendrier.objects.update_or_create(
        compte_id=compte.pk, defaults={"empreinte": empreinte_du_jeton(jeton), "cree_a": instant}
    )
    _consigner(compte, "calendrier-abonne", "Adresse de calendrier créée", le, par=compte.pk)
    return jeton


def abonnement_retirer(*, compte: Any, le: date, par: int | None) -> bool:
    """Coupe l'adresse ; faux s'il n'y en avait pas. `par` : le compte qui la coupe, s'il est connu."""
    retires, _ = AbonnementCalendrier.objects.filter(compte_id=compte.pk).delete()
    if retires:
        _consigner(compte, "calendrier-coupe", "Adresse de calendrier coupée", le, par=par)
    return bool(retires)


def compte_abonne(*, jeton: str) -> int | None:
    """Le compte dont c'est l'adresse, s'il peut encore se connecter."""
    return (
        AbonnementCalendrier.objects.filter(empreinte=empreinte_du_jeton(jeton), compte__is_active=True)
        .values_list("compte_id", flat=True)
        .first()
    )


def lecture_permise(*, cle: str, portee: str, au_plus: int) -> bool:
    """Compte une lecture de l'heure ; faux au-delà. Le compteur injoignable ne ferme pas l'agenda."""
    nom = f"calendrier:{empreinte_a_cle(cle, portee)}"
    try:
        cache.add(nom, 0, _HEURE)
        return bool(cache.incr(nom) <= au_plus)
    except ValueError:  # le compteur a expiré entre les deux
        return True
    except redis.RedisError as panne:
        journal.warning("calendrier_non_compte", erreur=type(panne).__name__)
        return True


def lecture_a_tracer(*, compte_id: int, page: str, maintenant: datetime) -> bool:
    """Vrai si aucune lecture de cette adresse n'est au journal dans l'heure : un agenda relit sans cesse.

    Lu dans le journal et non dans un compteur : une trace qui n'a pas pu s'écrire reste à écrire.
    """
    with hors_perimetre("lire la dernière trace d'un abonnement au calendrier"):
        return not export_garde_depuis(acteur_id=compte_id, page=page, depuis=maintenant - TRACE_CHAQUE)


def _consigner(compte: Any, action: str, libelle: str, le: date, *, par: int | None) -> None:
    """Un compte n'appartient à aucune collectivité : son journal est celui du Centre de gestion."""
    with hors_perimetre("consigner un abonnement au calendrier", utilisateur=par):
        consigner_sur_compte(
            uid=compte.uid,
            collectivite_id=organisme_gestionnaire().pk,
            action=action,
            libelle=f"{libelle} : {compte}",
            le=le,
        )
