"""Cotisation de prévoyance d'un agent : deux assiettes, un taux par garantie, la part perçue."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import (
    au_centime,
    decimal_exact,
    euros,
    pour_cent,
    total_en_euros,
    valeur_exacte,
)
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import arrondi

REGLE, PART_PERCUE = "R-PRV-COT", ("CP-PREV-2019 art. 8", "R-PRV-COT-03")
AVEC_PRIMES, SANS_PRIMES = ("CP-PREV-2019 art. 6 al. 2", REGLE), ("CP-PREV-2019 art. 6 al. 3", REGLE)
BASE, OPTION = ("CP-PREV-2019 art. 6.a", REGLE), ("CP-PREV-2019 art. 6.b", REGLE)
PLEINE = Decimal(100)
GARANTIES = {
    "INCAPACITE": "Incapacité temporaire",
    "INVALIDITE": "Invalidité permanente",
    "RETRAITE": "Perte de retraite",
    "DECES": "Décès ou perte totale d'autonomie",
}


@dataclass(frozen=True, slots=True)
class TauxPrevoyance:
    """Taux de cotisation (%) par garantie ; `deces` n'est exigé que si l'agent a pris l'option."""

    incapacite: Decimal
    invalidite: Decimal
    retraite: Decimal
    deces: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LignePrevoyance:
    """Cotisation d'une garantie : assiette (€), taux (%), montant (€, arrondi au centime)."""

    garantie: str
    assiette: Decimal
    taux: Decimal
    montant: Decimal


@dataclass(frozen=True, slots=True)
class CotisationPrevoyance:
    """Une ligne par garantie, dans l'ordre du contrat ; `total` est leur somme (€)."""

    lignes: tuple[LignePrevoyance, ...]
    total: Decimal


def cotisation_prevoyance(
    *,
    tib: Decimal,
    nbi: Decimal,
    ri: Decimal,
    option_deces: bool,
    taux: TauxPrevoyance,
    remuneration_percue_pct: Decimal = PLEINE,
) -> Decision[CotisationPrevoyance]:
    """Cotisation (€) de la période des montants : arrondi(assiette × taux × part perçue) par garantie.

    `tib`, `nbi`, `ri` (primes perdues en cas de congé) en euros ; `remuneration_percue_pct` en % de la
    rémunération pleine. La perte de retraite se calcule sans les primes. Lève `champ-manquant` si l'option
    est prise sans taux, `hors-bornes` si la part perçue n'est pas entre 0 et 100.
    """
    if not 0 <= remuneration_percue_pct <= PLEINE:
        message = "La rémunération perçue va de 0 à 100 % de la rémunération pleine."
        raise ErreurMetier("hors-bornes", message, PART_PERCUE, "remuneration_percue_pct")
    avec_primes, sans_primes = Fraction(tib) + Fraction(nbi) + Fraction(ri), Fraction(tib) + Fraction(nbi)
    calculees = [
        _ligne("INCAPACITE", avec_primes, taux.incapacite, remuneration_percue_pct, BASE),
        _ligne("INVALIDITE", avec_primes, taux.invalidite, remuneration_percue_pct, BASE),
        _ligne("RETRAITE", sans_primes, taux.retraite, remuneration_percue_pct, BASE),
    ]
    if option_deces:
        if taux.deces is None:
            message = "L'option décès est prise : son taux est obligatoire."
            raise ErreurMetier("champ-manquant", message, OPTION, "taux.deces")
        calculees.append(_ligne("DECES", avec_primes, taux.deces, remuneration_percue_pct, OPTION))
    lignes = tuple(c.valeur for c in calculees)
    total = sum((ligne.montant for ligne in lignes), Decimal("0.00"))
    somme = total_en_euros([ligne.montant for ligne in lignes], total)
    traitement = f"TIB {euros(tib)} + NBI {euros(nbi)}"
    etapes = (
        _assiette(f"Assiette : {traitement} + RI {euros(ri)}", avec_primes, AVEC_PRIMES),
        _assiette(
            f"Assiette de la perte de retraite, sans les primes : {traitement}", sans_primes, SANS_PRIMES
        ),
        *(etape for c in calculees for etape in c.etapes),
        Etape(f"Total : {somme}", (REGLE,), str(total)),
    )
    return Decision(CotisationPrevoyance(lignes, total), etapes)


def _assiette(somme: str, assiette: Fraction, references: tuple[str, ...]) -> Etape:
    return Etape(f"{somme} = {euros(assiette)}", references, valeur_exacte(assiette))


def _ligne(
    garantie: str, assiette: Fraction, taux: Decimal, percue: Decimal, references: tuple[str, ...]
) -> Decision[LignePrevoyance]:
    exact = assiette * Fraction(taux) / 100 * Fraction(percue) / 100
    montant = arrondi(exact)
    produit = f"{euros(assiette)} × {pour_cent(taux)}"
    if percue != PLEINE:
        produit, references = f"{produit} × {pour_cent(percue)} perçus", references + PART_PERCUE
    libelle = f"{GARANTIES[garantie]} : {produit} = {au_centime(exact)}"
    ligne = LignePrevoyance(garantie, decimal_exact(assiette, 2), taux, montant)
    return Decision(ligne, (Etape(libelle, references, str(montant)),))
