"""Allocation d'invalidité temporaire : montant du mois selon le groupe, plafonné, supplément en plus."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import au_centime, euros, pour_cent, valeur_exacte
from cdg_portal.socle.montant import arrondi
from sinistres.regles.parametres_dates import parametre

ARTICLES = ("Décret 60-58 art. 6", "R-AIT-01")
ZERO = Decimal("0.00")


def allocation_invalidite_temporaire(
    *,
    jour: date,
    groupe: int,
    tib: Decimal,
    ir: Decimal,
    sft: Decimal,
    minimum_tierce_personne: Decimal = ZERO,
) -> Decision[Decimal]:
    """Montant mensuel (€) : part du traitement et de la résidence, plafonnée, plus le supplément familial.

    Montants mensuels (€) ; `groupe` : 1, 2 ou 3. Le groupe 3 ajoute au montant du groupe 2 une majoration,
    au moins égale au minimum pour tierce personne. Les barèmes sont ceux du `jour` ; lève `bareme-absent`
    sur `date` pour une année sans plafond connu. La fin du droit (reprise, retraite, 60 ans : AMB-14) n'est
    pas examinée. Source : décret 60-58, article 6.
    """
    taux = Fraction(parametre(f"ait_taux_groupe_{min(groupe, 2)}").valeur(jour, "date"))
    pmss = parametre("plafond_securite_sociale_mensuel").valeur(jour, "date")
    pourcentage = pour_cent(100 * taux)
    calcule, plafond = taux * (Fraction(tib) + Fraction(ir)), taux * Fraction(pmss)
    retenu = arrondi(min(calcule, plafond))
    etapes = [
        Etape(
            f"Groupe {groupe} : {pourcentage} × ({euros(tib)} + {euros(ir)}) = {euros(calcule)}",
            ARTICLES,
            valeur_exacte(calcule),
        ),
        Etape(
            f"Plafond de {jour.year} : {pourcentage} × {euros(pmss)} = {euros(plafond)}",
            ARTICLES,
            valeur_exacte(plafond),
        ),
        Etape(f"Le plus petit des deux : {au_centime(min(calcule, plafond))}", ARTICLES, str(retenu)),
    ]
    parts = [retenu]
    if groupe == 3:
        majoration = _majoration(retenu, minimum_tierce_personne, jour)
        etapes += majoration.etapes
        parts.append(majoration.valeur)
    parts.append(sft)
    total = sum(map(Fraction, parts), Fraction(0))
    montant = arrondi(total)
    calcul = f"{' + '.join(map(euros, parts))} = {au_centime(total)}"
    etapes.append(Etape(f"Avec le supplément familial, hors plafond : {calcul}", ARTICLES, str(montant)))
    return Decision(montant, tuple(etapes))


def _majoration(retenu: Decimal, minimum: Decimal, jour: date) -> Decision[Decimal]:
    part = Fraction(parametre("ait_majoration_tierce_personne").valeur(jour, "date"))
    calculee = part * Fraction(retenu)
    montant = arrondi(max(calculee, Fraction(minimum)))
    mots = f"Tierce personne : {pour_cent(100 * part)} × {euros(retenu)} = {euros(calculee)}"
    choix = f"Majoration, le minimum étant de {euros(minimum)}"
    etapes = (
        Etape(mots, ARTICLES, valeur_exacte(calculee)),
        Etape(f"{choix} : {au_centime(max(calculee, Fraction(minimum)))}", ARTICLES, str(montant)),
    )
    return Decision(montant, etapes)
