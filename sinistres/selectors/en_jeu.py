"""Ce qui est en jeu dans des dossiers qui attendent : le dû calculé, moins ce qui est déjà décompté."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import DateField, OuterRef, QuerySet, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Cast, Least

from adhesions.selectors import contrats_pour_calcul
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Certificat, Decompte, Sinistre
from sinistres.selectors.calcul import dossiers_par_agent
from sinistres.selectors.moteur import calculer

# Un calcul du moteur par dossier : une file n'en chiffre que ses premiers.
CHIFFRES = 20


def avec_jour_echu(dossiers: QuerySet[Sinistre], *, au: date) -> QuerySet[Sinistre]:
    """Ces dossiers, avec `jour_echu` : le dernier jour d'arrêt certifié, sans dépasser `au` ; None sans certificat."""
    certificats = Certificat.objects.filter(
        arret__sinistre_id=OuterRef("pk"), collectivite_id=OuterRef("collectivite_id"), annule_le__isnull=True
    )
    echus = certificats.annotate(jour=Least("fin", Cast(Value(au), DateField())))
    return dossiers.annotate(jour_echu=Subquery(echus.order_by("-fin").values("jour")[:1]))


def avec_jour_du_decompte(dossiers: QuerySet[Sinistre]) -> QuerySet[Sinistre]:
    """Ces dossiers, avec `decompte_au` : le jour auquel est arrêté leur décompte en vigueur."""
    en_vigueur = Decompte.objects.filter(
        sinistre_id=OuterRef("pk"),
        collectivite_id=OuterRef("collectivite_id"),
        nature=Decompte.Nature.CALCULE,
        remplace_par__isnull=True,
    )
    return dossiers.annotate(decompte_au=Subquery(en_vigueur.order_by("-id").values("au")[:1]))


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
    contrat = contrats_pour_calcul({s.adhesion for s in retenus})
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
