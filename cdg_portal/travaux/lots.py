"""Fin d'un lot : quand le dernier de ses éléments a fini, sous le verrou du lot."""

from django.db import transaction
from django.utils import timezone

from cdg_portal.travaux.models import Travail
from cdg_portal.travaux.selectors import elements_de


@transaction.atomic
def clore_lot(lot_id: int) -> None:
    """Ferme le lot si plus aucun élément n'est à faire ; sans effet sinon ou s'il est déjà fermé.

    À appeler après le commit du dernier élément : le verrou met deux derniers éléments simultanés en file.
    """
    lot = Travail.objects.select_for_update().filter(pk=lot_id, etat__in=Travail.OUVERTS).first()
    if lot is None:
        return
    elements = elements_de(lot)
    if elements.filter(etat__in=Travail.OUVERTS).exists():
        return
    total = elements.count()
    echecs = elements.filter(etat=Travail.Etat.ECHEC).count()
    lot.etat = Travail.Etat.ECHEC if echecs else Travail.Etat.TERMINE
    lot.message = f"{total - echecs} sur {total} réussis" + (f", {echecs} en échec." if echecs else ".")
    lot.termine_a = timezone.now()
    lot.save(update_fields=["etat", "message", "termine_a"])
