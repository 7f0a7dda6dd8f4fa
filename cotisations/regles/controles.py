"""Ce que le CDG regarde avant de valider un appel : écarts avec l'an passé, l'effectif et les paies connues."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.montant import arrondi, en_francais

# Interprétation : au-delà de 10 % d'écart, l'appel mérite une explication ; seuil à confirmer par le CDG.
SEUIL_ECART_PCT = Decimal(10)


@dataclass(frozen=True, slots=True)
class Controle:
    """Un point vérifié : `ecart_pct` est None quand il n'y a rien à comparer."""

    code: str
    libelle: str
    constat: str
    ecart_pct: Decimal | None
    alerte: bool


def comparer_montants(code: str, libelle: str, *, valeur: Decimal, reference: Decimal | None) -> Controle:
    """Compare deux montants (€) ; alerte au-delà du seuil, ou si la référence est nulle et pas la valeur."""
    if reference is None:
        return Controle(code, libelle, "Rien à comparer.", None, False)
    constat = f"{en_francais(valeur)} pour {en_francais(reference)}"
    ecart = _ecart(valeur, reference)
    return Controle(code, libelle, constat, ecart, _alerte(ecart, valeur != reference))


def comparer_nombres(code: str, libelle: str, *, valeur: int, reference: int | None) -> Controle:
    """Compare deux effectifs."""
    if reference is None:
        return Controle(code, libelle, "Rien à comparer.", None, False)
    ecart = _ecart(Decimal(valeur), Decimal(reference))
    constat = f"{valeur} agent{'s' if valeur > 1 else ''} pour {reference}"
    return Controle(code, libelle, constat, ecart, _alerte(ecart, valeur != reference))


def moyenne(assiette: Decimal, nb_agents: int) -> Decimal | None:
    """Assiette moyenne par agent (€), ou None sans agent."""
    return arrondi(Fraction(assiette) / nb_agents) if nb_agents else None


def _ecart(valeur: Decimal, reference: Decimal) -> Decimal | None:
    if not reference:
        return None
    return arrondi((Fraction(valeur) - Fraction(reference)) * 100 / Fraction(reference))


def _alerte(ecart: Decimal | None, different: bool) -> bool:
    return different if ecart is None else abs(ecart) > SEUIL_ECART_PCT
