"""Lecture des bases déclarées, et base proposée depuis les rémunérations connues."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from adhesions.selectors import adhesions_liste, agents_presents, assiette_en_vigueur, masses_annuelles
from cdg_portal.perimetres.selectors import collectivites_nommees
from cdg_portal.socle.montant import arrondi
from cotisations.models import Appel, BaseDeclaree

# Rubrique assurée par l'adhésion → élément de la règle de cotisation et colonne de la base.
ELEMENT_DE_RUBRIQUE = {"TIB": "TIB", "NBI": "NBI", "SFT": "SFT", "IR": "IR", "RI": "PRIMES"}


def elements_de_base(option: Any) -> list[str]:
    """Éléments de cotisation d'une option d'assiette ; les charges en sont si la collectivité les assure."""
    elements = [ELEMENT_DE_RUBRIQUE[rubrique] for rubrique in option.elements]
    return [*elements, "CHARGES"] if option.charges_pct else elements


def montants_de_base(base: BaseDeclaree) -> dict[str, Decimal]:
    """Montants (€) de la base par élément de la règle."""
    return {
        "TIB": base.tib,
        "NBI": base.nbi,
        "SFT": base.sft,
        "IR": base.ir,
        "PRIMES": base.primes,
        "CHARGES": base.charges,
    }


def base_proposee(*, adhesion: Any, exercice: int) -> dict[str, Any]:
    """Base à proposer à la collectivité : {montants: {tib, nbi, sft, ir, primes, charges}, nb_agents, au}.

    Somme des rémunérations annuelles en vigueur des agents du régime présents au premier jour assuré de
    l'exercice ; les charges sont le pourcentage assuré.
    """
    au = max(adhesion.effet, date(exercice, 1, 1))
    regime = adhesion.lot.regime
    masses = masses_annuelles(collectivite=adhesion.collectivite, au=au, regime=regime)
    zero = Decimal("0.00")
    proposee = {rubrique.lower(): masses.get(rubrique, zero) for rubrique in ("TIB", "NBI", "SFT", "IR")}
    # Interprétation : l'assiette de cotisation est celle de la prestation (R-ASS-01) ; le complément annuel
    # (CIA), jamais indemnisé, n'y entre donc pas.
    proposee["primes"] = masses.get("RI", zero)
    option = assiette_en_vigueur(adhesion=adhesion, au=au)
    assuree = sum((proposee[ELEMENT_DE_RUBRIQUE[rubrique].lower()] for rubrique in option.elements), zero)
    proposee["charges"] = arrondi(Fraction(assuree) * Fraction(option.charges_pct) / 100)
    nb_agents = agents_presents(collectivite=adhesion.collectivite, au=au, regime=regime).count()
    return {"montants": proposee, "nb_agents": nb_agents, "au": au}


def bases_liste(
    *, recherche: str = "", etat: str = "", collectivites: Collection[int] | None = None
) -> QuerySet[BaseDeclaree]:
    """Les bases du périmètre, la plus récente d'abord."""
    liste = BaseDeclaree.objects.select_related("collectivite", "adhesion__lot__contrat")
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    if recherche.strip():
        liste = liste.filter(collectivite_id__in=collectivites_nommees(recherche).values("pk"))
    return (liste.filter(etat=etat) if etat else liste).order_by("-exercice", "-id")


def adhesions_sans_base(
    *, exercice: int, au: date, collectivites: Collection[int] | None = None
) -> QuerySet[Any]:
    """Les adhésions en cours à cette date dont la base de l'exercice n'est pas déclarée, par nom."""
    declaree = BaseDeclaree.objects.filter(
        adhesion_id=OuterRef("pk"), collectivite_id=OuterRef("collectivite_id"), exercice=exercice
    )
    return (
        adhesions_liste(etat="ACTIVE", collectivites=collectivites)
        .filter(Q(resiliation__isnull=True) | Q(resiliation__gte=au), effet__lte=au, fin__gte=au)
        .exclude(Exists(declaree))
        .order_by("collectivite__cle_tri", "id")
    )


def bases_a_appeler() -> QuerySet[BaseDeclaree]:
    """Les bases contrôlées d'où aucun appel n'est parti."""
    emis = Appel.objects.filter(base_declaree_id=OuterRef("pk"), collectivite_id=OuterRef("collectivite_id"))
    return bases_liste(etat="CONTROLEE").exclude(Exists(emis))


def base_par_uid(uid: UUID | str) -> BaseDeclaree | None:
    """La base du périmètre avec son adhésion et ses auteurs, ou None."""
    return (
        BaseDeclaree.objects.select_related(
            "collectivite",
            "adhesion__collectivite",
            "adhesion__lot__contrat",
            "declaree_par",
            "controlee_par",
        )
        .filter(uid=uid)
        .first()
    )


def base_declaree(*, adhesion: Any, exercice: int) -> BaseDeclaree | None:
    """La base déjà déclarée de cette adhésion pour l'exercice, ou None."""
    return BaseDeclaree.objects.filter(
        adhesion=adhesion, collectivite_id=adhesion.collectivite_id, exercice=exercice
    ).first()
