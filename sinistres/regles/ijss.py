"""Indemnité journalière de maladie du régime général, versée aux agents qui n'y échappent pas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde, au_centime, euros, nombre, pour_cent, valeur_exacte
from cdg_portal.socle.montant import arrondi
from sinistres.regles.parametres_dates import entier, parametre

SALAIRE = ("CSS R.323-4", "R-RG-02")
PART = ("CSS R.323-5", "R-RG-02")
CARENCE = ("CSS R.323-1", "R-RG-02")
BAREMES = ("ijss_plafond_smic", "smic_mensuel", "ijss_diviseur", "ijss_part")


@dataclass(frozen=True, slots=True)
class IndemniteMaladie:
    """Indemnité d'un jour et montant de l'arrêt (€, arrondis au centime)."""

    ij: Decimal
    montant: Decimal


def ijss_maladie(*, debut: date, bruts: Sequence[Decimal], jours: int) -> Decision[IndemniteMaladie]:
    """Indemnité d'un arrêt de `jours` calendaires commencé le `debut`.

    `bruts` : les trois derniers salaires mensuels (€), chacun plafonné. Les barèmes sont ceux du `debut` ;
    lève `bareme-absent` sur `debut` si l'un d'eux n'est pas connu. Source : CSS R.323-1, R.323-4 et R.323-5.
    """
    coefficient, smic, diviseur, part = (Fraction(parametre(cle).valeur(debut, "debut")) for cle in BAREMES)
    plafond = coefficient * smic
    retenus = [min(Fraction(brut), plafond) for brut in bruts]
    salaires = sum(retenus, Fraction(0))
    exacte = salaires / diviseur * part
    ij = arrondi(exacte)
    carence = entier("ijss_jours_carence", debut, "debut")
    indemnises = max(0, jours - carence)
    montant = arrondi(indemnises * Fraction(ij))
    addition = " + ".join(euros(brut) for brut in retenus)
    etapes = (
        Etape(
            f"Plafond d'un mois : {nombre(coefficient)} × {euros(smic)} = {euros(plafond)}",
            SALAIRE,
            valeur_exacte(plafond),
        ),
        Etape(
            f"Salaires retenus, chacun plafonné : {addition} = {euros(salaires)}",
            SALAIRE,
            valeur_exacte(salaires),
        ),
        Etape(
            f"Indemnité d'un jour : {euros(salaires)} / {nombre(diviseur)} × {pour_cent(100 * part)}"
            f" = {au_centime(exacte)}",
            PART,
            str(ij),
        ),
        Etape(_jours_indemnises(jours, carence), CARENCE, str(indemnises)),
        Etape(f"Montant de l'arrêt : {indemnises} × {euros(ij)} = {euros(montant)}", PART, str(montant)),
    )
    return Decision(IndemniteMaladie(ij, montant), etapes)


def _jours_indemnises(jours: int, carence: int) -> str:
    if jours <= carence:
        return f"Aucun jour indemnisé : l'arrêt ne dépasse pas {accorde(carence, 'jour')}"
    return f"Jours indemnisés : {jours} − {carence} = {accorde(jours - carence, 'jour')}"
