"""Le travail de fond, joué ici : ce qu'un worker prendrait à la sonnette."""

from django.utils import timezone

from cdg_portal.travaux import execution, services
from cdg_portal.travaux.models import Travail


def faire_le_travail_en_attente() -> list[str]:
    """Exécute chaque travail à faire, comme un worker ; rend leurs états."""
    etats = [
        execution.executer(pk)
        for pk in Travail.objects.filter(etat=Travail.Etat.EN_ATTENTE)
        .order_by("pk")
        .values_list("pk", flat=True)
    ]
    services.balayer(timezone.now())
    return etats
