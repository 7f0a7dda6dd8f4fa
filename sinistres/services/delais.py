"""Le délai de remboursement de l'assureur : trouver et noter les retards, une fois chacun."""

from datetime import date

from django.db import transaction

from adhesions.selectors import verrouiller_agent
from sinistres.models import AlerteDelai
from sinistres.selectors.delais import decomptes_en_retard


@transaction.atomic
def retards_constater(*, au: date) -> list[AlerteDelai]:
    """Note les retards nouveaux à cette date (CG-CDG-2022 art. 2-2) ; repasser ne change rien.

    Le retard se calcule de l'échéance immuable du bordereau, jamais d'un compteur quotidien. Une alerte levée
    dont le paiement a été repris est rouverte, jamais doublée.
    """
    ouvertes = AlerteDelai.objects.filter(levee_le__isnull=True).values("decompte_id")
    constatees = []
    candidats = decomptes_en_retard(au=au).exclude(pk__in=ouvertes)
    # L'agent seul : un règlement le verrouille d'abord, un bordereau ne le verrouille jamais. Toujours dans
    # le même ordre.
    for candidat in candidats.order_by("sinistre__agent_id", "id"):
        verrouiller_agent(candidat.sinistre.agent_id)
        decompte = decomptes_en_retard(au=au).filter(pk=candidat.pk).first()
        if decompte is None:  # réglé pendant l'attente du verrou
            continue
        alerte, nouvelle = AlerteDelai.objects.get_or_create(
            collectivite_id=decompte.collectivite_id,
            decompte=decompte,
            echeance=decompte.ligne_bordereau.bordereau.echeance,
            defaults={"constatee_le": au},
        )
        if not nouvelle:
            alerte.levee_le = None
            alerte.save(update_fields=["levee_le"])
        constatees.append(alerte)
    return constatees
