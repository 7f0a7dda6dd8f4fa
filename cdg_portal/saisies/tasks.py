"""Chaque jour : les brouillons de trente jours et les clés d'envoi expirées s'effacent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cdg_portal.echanges.services import cles_purger
from cdg_portal.saisies.services import saisies_purger
from cdg_portal.travaux.registre import travail

if TYPE_CHECKING:
    from cdg_portal.travaux.models import Travail


@travail("saisies.purger", quotidien="Effacement des brouillons expirés")
def purger(parametres: dict[str, Any], travail_: Travail) -> str:
    """Efface ce qui a expiré ; dit combien, jamais quoi."""
    maintenant = timezone.now()
    brouillons, cles = saisies_purger(maintenant=maintenant), cles_purger(maintenant=maintenant)
    return f"{brouillons} brouillon(s) et {cles} clé(s) d'envoi effacés."
