"""Le brouillon d'une déclaration : gardé à chaque pas, effacé quand il devient un dossier ou qu'on y renonce."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Brouillon


class BrouillonDisparu(ErreurMetier):
    """Déclaré ou abandonné entre-temps, dans un autre onglet."""

    def __init__(self) -> None:
        super().__init__(
            "brouillon-disparu",
            "Ce brouillon n'existe plus : il a été déclaré ou abandonné entre-temps.",
        )


@transaction.atomic
def brouillon_enregistrer(
    *, collectivite: Any, auteur: Any, contenu: dict[str, Any], brouillon: Brouillon | None = None
) -> Brouillon:
    """Garde la saisie telle quelle (même fausse) ; rend le brouillon. Lève `BrouillonDisparu`, jamais ne le recrée."""
    if brouillon is None:
        return Brouillon.objects.create(collectivite=collectivite, auteur=auteur, contenu=contenu)
    garde = Brouillon.objects.select_for_update(of=("self",)).filter(pk=brouillon.pk).first()
    if garde is None:
        raise BrouillonDisparu
    brouillon.contenu = contenu
    brouillon.save()
    return brouillon


@transaction.atomic
def brouillons_purger(*, avant: datetime) -> int:
    """Efface les brouillons du périmètre que personne n'a touchés depuis `avant` ; rend leur nombre."""
    nombre, _ = Brouillon.objects.filter(modifie_a__lt=avant).delete()
    return nombre


@transaction.atomic
def brouillon_abandonner(*, brouillon: Brouillon) -> None:
    """Supprime un brouillon : il n'a pas encore de valeur. Déjà supprimé, rien ne change."""
    Brouillon.objects.filter(pk=brouillon.pk).delete()
