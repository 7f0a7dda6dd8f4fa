"""Participation due au centre de gestion pour son service (convention de service, article 3)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import arrondi, en_francais

Mode = Literal["FORFAIT_AGENT", "POURCENTAGE"]
MODES = ("FORFAIT_AGENT", "POURCENTAGE")
ARTICLE = "CG-CDG-2022 art. 3"
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
        nombre = _exiger(agents, "agents")
        unitaire = _exiger(montant_unitaire, "montant_unitaire")
        montant = arrondi(nombre * Fraction(unitaire))
        libelle = f"{nombre} agents CNRACL × {en_francais(unitaire)}"
    elif mode == "POURCENTAGE":
        base, pourcentage = _exiger(assiette, "assiette"), _exiger(taux, "taux")
        montant = arrondi(Fraction(base) * Fraction(pourcentage) / 100)
        libelle = f"Assiette {en_francais(base)} × {str(pourcentage).replace('.', ',')} %"
    else:
        raise ErreurMetier("valeur-interdite", "Mode de participation inconnu.", (ARTICLE,), "mode")
    return Decision(montant, (Etape(libelle, (ARTICLE,), str(montant)),))


def _exiger(valeur: N | None, champ: str) -> N:
    if valeur is None:
        raise ErreurMetier("champ-manquant", f"« {champ} » est obligatoire pour ce mode.", (ARTICLE,), champ)
    if valeur < 0:
        raise ErreurMetier("hors-bornes", f"« {champ} » ne peut pas être négatif.", (ARTICLE,), champ)
    return valeur
