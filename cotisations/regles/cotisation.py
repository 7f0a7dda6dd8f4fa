"""Cotisation d'une adhésion : assiette retenue, taux de chaque garantie, échéances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import au_centime, euros, pour_cent, total_en_euros, valeur_exacte
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import arrondi, repartir

ELEMENTS = {
    "TIB": "Traitement indiciaire brut",
    "NBI": "Nouvelle bonification indiciaire",
    "SFT": "Supplément familial de traitement",
    "IR": "Indemnité de résidence",
    "PRIMES": "Régime indemnitaire",
    "CHARGES": "Charges patronales",
}
ARTICLE = "CCTP-CNRACL-2025 II.9"
REGLE = "R-ASS-02"
FRACTIONNEMENT = ("CCTP-CNRACL-2025 II.9 al. 2", REGLE)


@dataclass(frozen=True, slots=True)
class TauxGarantie:
    """Taux de cotisation d'une garantie, en % de l'assiette retenue."""

    garantie: str
    taux: Decimal


@dataclass(frozen=True, slots=True)
class LigneCotisation:
    """Cotisation d'une garantie : assiette (€), taux (%), montant (€, arrondi au centime)."""

    garantie: str
    assiette: Decimal
    taux: Decimal
    montant: Decimal


@dataclass(frozen=True, slots=True)
class Cotisation:
    """Lignes par garantie, total (leur somme) et échéances (leur somme vaut le total)."""

    lignes: tuple[LigneCotisation, ...]
    total: Decimal
    echeances: tuple[Decimal, ...]


def assiette_retenue(assiette: Mapping[str, Decimal], elements: Sequence[str]) -> Decimal:
    """Somme (€) des seuls éléments assurés ; un élément assuré mais non déclaré vaut zéro (R-ASS-01)."""
    inconnus = [e for e in (*assiette, *elements) if e not in ELEMENTS]
    if inconnus:
        raise ErreurMetier("valeur-interdite", f"Élément inconnu : {inconnus[0]}.", (ARTICLE,), "elements")
    if any(v < 0 for v in assiette.values()):
        raise ErreurMetier("hors-bornes", "Une assiette ne peut pas être négative.", (ARTICLE,), "assiette")
    return sum((assiette.get(e, Decimal(0)) for e in dict.fromkeys(elements)), Decimal(0))


def cotisation(
    *,
    assiette: Mapping[str, Decimal],
    elements: Sequence[str],
    taux: Sequence[TauxGarantie],
    fractions: int,
) -> Decision[Cotisation]:
    """Cotisation annuelle (€) : arrondi(assiette retenue × taux / 100) par garantie, puis somme.

    `assiette` : montants annuels (€) par élément ; `elements` : ceux que la collectivité assure ;
    `fractions` : nombre d'échéances, tronquées au centime, le reliquat sur la dernière (le
    fractionnement ne change pas le total). Lève `valeur-interdite`, `hors-bornes` ou
    `fractions-invalides`.
    """
    base = assiette_retenue(assiette, elements)
    lignes = tuple(_ligne(base, t) for t in taux)
    total = sum((ligne.montant for ligne in lignes), Decimal("0.00"))
    echeances = tuple(repartir(total, fractions))
    somme = total_en_euros([ligne.montant for ligne in lignes], total)
    etapes = (
        _etape_assiette(assiette, elements, base),
        *(_etape_ligne(ligne) for ligne in lignes),
        Etape(f"Total : {somme}", (ARTICLE, REGLE), str(total)),
        *_etapes_echeances(total, echeances),
    )
    return Decision(Cotisation(lignes, total, echeances), etapes)


def _ligne(base: Decimal, taux: TauxGarantie) -> LigneCotisation:
    if taux.taux < 0:
        raise ErreurMetier("hors-bornes", "Un taux ne peut pas être négatif.", (ARTICLE,), "taux")
    montant = arrondi(Fraction(base) * Fraction(taux.taux) / 100)
    return LigneCotisation(taux.garantie, base, taux.taux, montant)


def _etape_assiette(assiette: Mapping[str, Decimal], elements: Sequence[str], base: Decimal) -> Etape:
    termes = [
        f"{element}{'' if element in assiette else ' non déclaré'} {euros(assiette.get(element, 0))}"
        for element in dict.fromkeys(elements)
    ]
    libelle = f"Assiette retenue : {' + '.join(termes)} = {euros(base)}"
    return Etape(libelle, (ARTICLE, "R-ASS-01"), valeur_exacte(base))


def _etape_ligne(ligne: LigneCotisation) -> Etape:
    exact = Fraction(ligne.assiette) * Fraction(ligne.taux) / 100
    libelle = f"{ligne.garantie} : {euros(ligne.assiette)} × {pour_cent(ligne.taux)} = {au_centime(exact)}"
    return Etape(libelle, (ARTICLE, REGLE), str(ligne.montant))


def _etapes_echeances(total: Decimal, echeances: Sequence[Decimal]) -> tuple[Etape, ...]:
    n, derniere = len(echeances), echeances[-1]
    if n == 1:
        return (Etape(f"Une seule échéance : {euros(total)}", FRACTIONNEMENT, str(derniere)),)
    part = Fraction(total) / n
    tronquee = "" if part == echeances[0] else ", tronqué au centime"
    reste = f"{euros(total)} − {n - 1} × {euros(echeances[0])} = {euros(derniere)}"
    return (
        Etape(
            f"Échéance : {euros(total)} / {n} = {euros(part)}{tronquee}", FRACTIONNEMENT, str(echeances[0])
        ),
        Etape(f"Dernière échéance, avec le reliquat : {reste}", FRACTIONNEMENT, str(derniere)),
    )
