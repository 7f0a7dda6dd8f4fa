"""Capital décès dû par l'employeur : montant, majoration par enfant, part de chacun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import euros, le
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.regles.capital_deces_montant import montant_capital
from sinistres.regles.capital_deces_parts import MAJORATION, Part, parts_capital
from sinistres.regles.parametres_dates import parametre

ARTICLES = ("CSS D.712-19", "R-DC-01")
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class CapitalDeces:
    """Montants en euros ; majoration nulle quand le capital est réduit ; `total` : la somme des parts."""

    capital: Decimal
    majoration_par_enfant: Decimal
    parts: tuple[Part, ...]
    total: Decimal


def capital_deces(
    *,
    deces: date,
    naissance: date,
    remuneration_annuelle_brute: Decimal,
    tib_mensuel: Decimal,
    conjoint: bool,
    enfants: int,
    retraite: bool,
    imputable: bool,
) -> Decision[CapitalDeces]:
    """Capital d'un agent, montants en euros ; rien pour un agent déjà retraité.

    `enfants` : ceux qui ont droit au capital (moins de 21 ans ou infirmes) ; `imputable` : au service.
    Lève `incoherent` ou `hors-bareme` sur `naissance`, `bareme-absent` sur `deces`. Source : CSS D.712-19 à
    D.712-24.
    """
    if naissance >= deces:
        raise ErreurMetier("incoherent", "L'agent doit être né avant son décès.", ARTICLES, "naissance")
    if retraite:
        etape = Etape("Agent déjà retraité : l'employeur ne doit aucun capital", ARTICLES, str(ZERO))
        return Decision(CapitalDeces(ZERO, ZERO, (), ZERO), (etape,))
    montant = montant_capital(
        deces=deces,
        naissance=naissance,
        remuneration_annuelle_brute=remuneration_annuelle_brute,
        tib_mensuel=tib_mensuel,
        imputable=imputable,
    )
    capital = montant.valeur.capital
    majoration = ZERO
    mots = "Capital réduit : aucune majoration par enfant"
    if montant.valeur.entier:
        majoration = parametre("capital_deces_majoration_enfant").valeur(deces, "deces")
        mots = f"Majoration de chaque enfant le {le(deces)} : {euros(majoration)}"
    partage = parts_capital(capital=capital, majoration=majoration, conjoint=conjoint, enfants=enfants)
    total = capital + enfants * majoration
    calcul = f"{euros(capital)} + {enfants} × {euros(majoration)} = {euros(total)}"
    etapes = (
        *montant.etapes,
        Etape(mots, MAJORATION, str(majoration)),
        *partage.etapes,
        Etape(f"Total dû : {calcul}", ARTICLES, str(total)),
    )
    return Decision(CapitalDeces(capital, majoration, partage.valeur, total), etapes)
