"""Prestation d'incapacité de travail : le complément qui porte le net perçu au niveau garanti."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import au_centime, euros, pour_cent, valeur_exacte
from cdg_portal.socle.montant import arrondi
from prevoyance.regles.parametres_dates import entier

REFERENCES = ("CP-PREV-2019 art. 6.a", "R-PRV-PRE", "AMB-22")


@dataclass(frozen=True, slots=True)
class PrestationIncapacite:
    """Prestation d'un mois et d'un jour (€, arrondies au centime)."""

    mensuel: Decimal
    journalier: Decimal


def incapacite(
    *, net_reference: Decimal, net_percu: Decimal, taux: Decimal
) -> Decision[PrestationIncapacite]:
    """Complément dû pour un mois entier : `taux` (%) de `net_reference`, moins `net_percu` (€ par mois).

    Nul si l'agent perçoit déjà le niveau garanti. La prestation d'un jour est le trentième du mois arrondi.
    """
    garanti = Fraction(net_reference) * Fraction(taux) / 100
    exact = max(Fraction(0), garanti - Fraction(net_percu))
    mensuel = arrondi(exact)
    jours = entier("incapacite_jours_du_mois")
    jour = Fraction(mensuel) / jours
    journalier = arrondi(jour)
    if garanti < net_percu:
        reste = f"aucune, le net perçu de {euros(net_percu)} dépasse le niveau garanti"
    else:
        reste = f"{euros(garanti)} − {euros(net_percu)} = {au_centime(exact)}"
    etapes = (
        Etape(
            f"Niveau garanti : {euros(net_reference)} × {pour_cent(taux)} = {euros(garanti)}",
            REFERENCES,
            valeur_exacte(garanti),
        ),
        Etape(f"Prestation d'un mois : {reste}", REFERENCES, str(mensuel)),
        Etape(
            f"Prestation d'un jour : {euros(mensuel)} / {jours} = {au_centime(jour)}",
            REFERENCES,
            str(journalier),
        ),
    )
    return Decision(PrestationIncapacite(mensuel, journalier), etapes)
