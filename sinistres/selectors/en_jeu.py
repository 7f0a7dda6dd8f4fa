"""Ce qui est en jeu dans des dossiers qui attendent : le dû calculé, moins ce qui est déjà décompté."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import prefetch_related_objects

from adhesions.selectors import contrat_pour_calcul
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Decompte, Sinistre
from sinistres.selectors.calcul import dossiers_par_agent
from sinistres.selectors.moteur import calculer

# Un calcul par dossier, et deux lectures par adhésion et survenance : une file n'en chiffre que ses premiers.
CHIFFRES = 20


def montants_en_jeu(dossiers: Sequence[Sinistre], jusqu_au: Mapping[int, date]) -> dict[int, Decimal]:
    """{dossier: solde du décompte qu'une demande arrêtée à `jusqu_au` donnerait}, pour les vingt premiers.

    Un dossier que le moteur refuse (paie absente, garantie sans indemnité journalière) n'y est pas : un montant
    inconnu ne se devine pas.
    """
    retenus = [s for s in dossiers if s.pk in jusqu_au][:CHIFFRES]
    if not retenus:
        return {}
    prefetch_related_objects(retenus, "agent__remunerations", "adhesion__lot__contrat")
    deja = dict(
        Decompte.objects.filter(
            sinistre__in=retenus, nature=Decompte.Nature.CALCULE, remplace_par__isnull=True
        ).values_list("sinistre_id", "total")
    )
    de_l_agent = dossiers_par_agent({s.agent_id for s in retenus})
    contrat = cache(lambda adhesion, jour: contrat_pour_calcul(adhesion=adhesion, au=jour))
    montants: dict[int, Decimal] = {}
    for s in retenus:
        try:
            calcul = calculer(
                sinistre=s, au=jusqu_au[s.pk], dossiers=de_l_agent[s.agent_id], contrat_de=contrat
            )
        except ErreurMetier:
            continue
        montants[s.pk] = calcul.total - deja.get(s.pk, Decimal("0.00"))
    return montants
