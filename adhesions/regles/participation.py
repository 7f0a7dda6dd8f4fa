"""Participation due au centre de gestion pour son service (convention de service, article 3)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde, au_centime, euros, pour_cent
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import arrondi

Mode = Literal["FORFAIT_AGENT", "POURCENTAGE"]
FORFAIT_AGENT, POURCENTAGE = "FORFAIT_AGENT", "POURCENTAGE"
MODES = {FORFAIT_AGENT: "Forfait par agent", POURCENTAGE: "Pourcentage de l'assiette"}
ARTICLE, REGLE = "CG-CDG-2022 art. 3", "R-ASS-06"
# L'effectif figé, sans prorata, est une lecture retenue (AMB-01) ; le pourcentage n'est pas dans ce document.
FORFAIT = (ARTICLE, "CG-CDG-2022 art. 3 al. 2", REGLE, "AMB-01")
N = TypeVar("N", int, Decimal)


def participation_cdg(
    *,
    mode: Mode,
    agents: int | None = None,
    montant_unitaire: Decimal | None = None,
    assiette: Decimal | None = None,
    taux: Decimal | None = None,
) -> Decision[Decimal]:
    """Montant en euros de la participation (R-ASS-06).

    FORFAIT_AGENT : `agents` CNRACL figés au premier jour de l'adhésion, fois `montant_unitaire` (€).
    POURCENTAGE : `assiette` (€) fois `taux` (en %). Les champs de l'autre mode sont ignorés.
    Lève `champ-manquant` ou `hors-bornes`.
    """
    if mode == "FORFAIT_AGENT":
        effectif = _exiger(agents, "agents")
        unitaire = _exiger(montant_unitaire, "montant_unitaire")
        exact = effectif * Fraction(unitaire)
        produit = f"{accorde(effectif, 'agent CNRACL', 'agents CNRACL')} × {euros(unitaire)}"
    elif mode == "POURCENTAGE":
        base, pourcentage = _exiger(assiette, "assiette"), _exiger(taux, "taux")
        exact = Fraction(base) * Fraction(pourcentage) / 100
        produit = f"Assiette {euros(base)} × {pour_cent(pourcentage)}"
    else:
        raise ErreurMetier("valeur-interdite", "Mode de participation inconnu.", (ARTICLE,), "mode")
    montant = arrondi(exact)
    references = FORFAIT if mode == "FORFAIT_AGENT" else (REGLE,)
    # La valeur de l'étape est le résultat ; la phrase ne donne le produit que s'il faut l'arrondir.
    libelle = produit if montant == exact else f"{produit} = {au_centime(exact)}"
    return Decision(montant, (Etape(libelle, references, str(montant)),))


def _exiger(valeur: N | None, champ: str) -> N:
    if valeur is None:
        raise ErreurMetier("champ-manquant", f"« {champ} » est obligatoire pour ce mode.", (ARTICLE,), champ)
    if valeur < 0:
        raise ErreurMetier("hors-bornes", f"« {champ} » ne peut pas être négatif.", (ARTICLE,), champ)
    return valeur
