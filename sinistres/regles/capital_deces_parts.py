"""Partage du capital décès : un tiers au conjoint, deux tiers aux enfants, à défaut les ascendants."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde, au_centime, euros
from cdg_portal.socle.montant import arrondi, repartir
from sinistres.regles.parametres_dates import entier

Beneficiaire = Literal["CONJOINT", "ENFANT", "ASCENDANTS"]
BENEFICIAIRES: dict[Beneficiaire, str] = {
    "CONJOINT": "Conjoint, ou partenaire d'un PACS de plus de deux ans",
    "ENFANT": "Enfant",
    "ASCENDANTS": "Ascendants à charge",
}
PARTAGE = ("CSS D.712-20", "R-DC-03")
MAJORATION = ("CSS D.712-21", "R-DC-02")


@dataclass(frozen=True, slots=True)
class Part:
    """Ce que reçoit un bénéficiaire (€), majoration comprise."""

    beneficiaire: Beneficiaire
    montant: Decimal


def parts_capital(
    *, capital: Decimal, majoration: Decimal, conjoint: bool, enfants: int
) -> Decision[tuple[Part, ...]]:
    """Parts du `capital` (€, au centime), le conjoint d'abord ; `majoration` (€) s'ajoute à chaque enfant.

    Conjoint : le tiers arrondi, ou tout sans enfant. Enfants : parts égales du reste, tronquées au centime,
    le reliquat sur le dernier. Ni l'un ni l'autre : tout aux ascendants. Source : CSS D.712-20 et D.712-21.
    """
    if not enfants:
        seul: Beneficiaire = "CONJOINT" if conjoint else "ASCENDANTS"
        mots = "Sans enfant, tout au conjoint" if conjoint else "Ni conjoint ni enfant, tout aux ascendants"
        etape = Etape(f"{mots} : {euros(capital)}", PARTAGE, str(capital))
        return Decision((Part(seul, capital),), (etape,))
    parts: list[Part] = []
    etapes: list[Etape] = []
    reste = capital
    if conjoint:
        diviseur = entier("capital_deces_diviseur_conjoint")
        exacte = Fraction(capital) / diviseur
        tiers = arrondi(exacte)
        reste = capital - tiers
        parts.append(Part("CONJOINT", tiers))
        calcul = f"{euros(capital)} / {diviseur} = {au_centime(exacte)}"
        etapes.append(Etape(f"Conjoint : {calcul}", PARTAGE, str(tiers)))
        calcul = f"{euros(capital)} − {euros(tiers)} = {euros(reste)}"
        etapes.append(Etape(f"Enfants : {calcul}", PARTAGE, str(reste)))
    egales = repartir(reste, enfants)
    parts += [Part("ENFANT", part + majoration) for part in egales]
    etapes += _etapes_enfants(reste, egales, majoration)
    return Decision(tuple(parts), tuple(etapes))


def _etapes_enfants(reste: Decimal, egales: list[Decimal], majoration: Decimal) -> list[Etape]:
    n, dernier = len(egales), egales[-1]
    mots = f"{accorde(n, 'enfant')}, part tronquée au centime"
    etapes = [Etape(f"{mots} : {euros(reste)} / {n} = {euros(egales[0])}", PARTAGE, str(egales[0]))]
    if dernier != egales[0]:
        calcul = f"{euros(reste)} − {n - 1} × {euros(egales[0])} = {euros(dernier)}"
        etapes.append(Etape(f"Dernier enfant, reliquat compris : {calcul}", PARTAGE, str(dernier)))
    for part in dict.fromkeys(egales) if majoration else ():
        total = part + majoration
        calcul = f"{euros(part)} + {euros(majoration)} = {euros(total)}"
        etapes.append(Etape(f"Avec la majoration : {calcul}", MAJORATION, str(total)))
    return etapes
