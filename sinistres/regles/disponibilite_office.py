"""Indemnité de disponibilité d'office : demi-traitement plafonné par jour, plus le supplément familial."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import au_centime, euros, pour_cent, valeur_exacte
from cdg_portal.socle.montant import arrondi
from sinistres.regles.parametres_dates import parametre

# Interprétation : AMB-11, la garantie rembourse l'indemnité que verse l'employeur.
ARTICLES = ("CCTP-CNRACL-2025 III.6.b", "R-DOR-01", "AMB-11")


def indemnite_disponibilite_office(
    *, debut_arret: date, jours: int, tib: Decimal, ir: Decimal, sft: Decimal
) -> Decision[Decimal]:
    """Indemnité d'un mois (€) : la moitié du traitement et de la résidence, plafonnée, plus le supplément.

    Montants mensuels (€), sans prorata : `jours`, calendaires, ne sert qu'au plafond. Le plafond journalier
    est celui du `debut_arret` ; lève `bareme-absent` sur `debut_arret` s'il n'est pas connu. La durée du
    droit n'est pas examinée. Source : indemnité de maladie du régime spécial.
    """
    part = Fraction(parametre("dors_part_traitement").valeur(debut_arret, "debut_arret"))
    journalier = parametre("dors_plafond_journalier").valeur(debut_arret, "debut_arret")
    calcule, plafond = part * (Fraction(tib) + Fraction(ir)), jours * Fraction(journalier)
    exacte = min(calcule, plafond)
    retenu = arrondi(exacte)
    total = Fraction(retenu) + Fraction(sft)
    montant = arrondi(total)
    somme = f"{euros(retenu)} + {euros(sft)} = {au_centime(total)}"
    moitie = f"{pour_cent(100 * part)} × ({euros(tib)} + {euros(ir)}) = {euros(calcule)}"
    etapes = (
        Etape(f"Traitement et résidence : {moitie}", ARTICLES, valeur_exacte(calcule)),
        Etape(
            f"Plafond : {jours} × {euros(journalier)} = {euros(plafond)}", ARTICLES, valeur_exacte(plafond)
        ),
        Etape(f"Le plus petit des deux : {au_centime(exacte)}", ARTICLES, str(retenu)),
        Etape(f"Avec le supplément familial, hors plafond : {somme}", ARTICLES, str(montant)),
    )
    return Decision(montant, etapes)
