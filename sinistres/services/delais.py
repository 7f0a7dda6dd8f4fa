"""Le délai de remboursement de l'assureur : trouver et noter les retards, une fois chacun."""

from datetime import date

from django.db import transaction

from sinistres.models import AlerteDelai
from sinistres.selectors.delais import decomptes_en_retard


@transaction.atomic
def retards_constater(*, au: date) -> list[AlerteDelai]:
    """Note les retards nouveaux à cette date (CG-CDG-2022 art. 2-2) ; repasser ne change rien.

    Le retard se calcule de l'échéance immuable du bordereau, jamais d'un compteur quotidien.
    """
    nouvelles = []
    for decompte in decomptes_en_retard(au=au):
        alerte, nouvelle = AlerteDelai.objects.get_or_create(
            collectivite_id=decompte.collectivite_id,
            decompte=decompte,
            echeance=decompte.ligne_bordereau.bordereau.echeance,
            defaults={"constatee_le": au},
        )
        if nouvelle:
            nouvelles.append(alerte)
    return nouvelles
