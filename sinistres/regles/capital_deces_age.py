"""Condition d'âge du capital décès : entier avant l'âge légal de la retraite, réduit ensuite."""

from __future__ import annotations

from datetime import date

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import le
from sinistres.regles.age_legal import Bareme, age_legal

# Interprétation : AMB-13, le barème de la LFSS 2026, en vigueur fin 2025, attend les décès de septembre.
TEXTE_LFSS_2026, DECES_LFSS_2026 = date(2025, 12, 31), date(2026, 9, 1)
ARTICLES = ("CSS D.712-22", "R-DC-01")


def avant_age_legal(*, deces: date, naissance: date) -> Decision[bool]:
    """Vrai si le décès précède le jour de l'âge légal ; ce jour-là, l'âge est atteint.

    Barème de 2023 pour un décès avant septembre 2026, de la LFSS 2026 ensuite (AMB-13).
    """
    bareme: Bareme = "REFORME_2023" if deces < DECES_LFSS_2026 else "LFSS_2026"
    age = age_legal(naissance=naissance, bareme=bareme)
    avant = deces < age.valeur.atteint_le
    articles = (*ARTICLES, "AMB-13") if deces >= TEXTE_LFSS_2026 else ARTICLES
    mots = "avant l'âge légal : capital entier" if avant else "âge légal atteint : capital réduit"
    etape = Etape(f"Décès le {le(deces)}, {mots}", articles, "ENTIER" if avant else "REDUIT")
    return Decision(avant, (*age.etapes, etape))
