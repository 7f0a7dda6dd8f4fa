"""Cotisation d'une adhésion : assiette retenue, taux de chaque garantie, échéances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import arrondi, repartir

ELEMENTS = ("TIB", "NBI", "SFT", "IR", "PRIMES", "CHARGES")
ARTICLE = "CCTP-CNRACL-2025 II.9"
REGLE = "R-ASS-02"


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
    etapes = (
        Etape(f"Assiette retenue : {' + '.join(elements)}", (ARTICLE, "R-ASS-01"), str(base)),
        *(
            Etape(f"{li.garantie} : {base} € × {li.taux} %", (ARTICLE, REGLE), str(li.montant))
            for li in lignes
        ),
        Etape(f"Total réparti en {fractions}, reliquat sur la dernière", (ARTICLE,), str(total)),
    )
    return Decision(Cotisation(lignes, total, echeances), etapes)


def _ligne(base: Decimal, taux: TauxGarantie) -> LigneCotisation:
    if taux.taux < 0:
        raise ErreurMetier("hors-bornes", "Un taux ne peut pas être négatif.", (ARTICLE,), "taux")
    montant = arrondi(Fraction(base) * Fraction(taux.taux) / 100)
    return LigneCotisation(taux.garantie, base, taux.taux, montant)
