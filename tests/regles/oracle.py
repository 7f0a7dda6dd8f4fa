"""Oracle : l'indemnisation recalculée jour par jour, naïvement, sans rien du moteur par intervalles.

Lente et littérale ; sert de contre-épreuve, jamais de source de vérité pour l'application.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sinistres.regles.entree import Certificat, EntreeIndemnisation, Sinistre

JOUR = timedelta(days=1)


def decale(jour: date, annees: int = 0, mois: int = 0) -> date:
    total = jour.year * 12 + jour.month - 1 + 12 * annees + mois
    for quantieme in range(jour.day, 0, -1):
        try:
            return date(total // 12, total % 12 + 1, quantieme)
        except ValueError:
            continue
    raise AssertionError


def centime(valeur: Fraction) -> Decimal:
    # Vingt décimales suffisent à trancher un demi-centime : dénominateurs de la forme 365 × 10^n.
    entier = int(valeur * 10**20)
    return Decimal(entier).scaleb(-20).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@dataclass
class Jour:
    """Tout ce qui se dit d'un jour d'arrêt."""

    jour: date
    rang: int
    sinistre: Sinistre
    certificat: Certificat
    nature: str
    droit: str = "PLEIN"
    franchise: bool = False
    couvert: bool = True
    premier_de_l_arret: bool = False


def nature_de(sinistre: Sinistre, jour: date) -> str:
    nature = sinistre.risque
    for requalification in sinistre.requalifications:
        if requalification.effet <= jour:
            nature = requalification.vers
    return nature


def jours_de(entree: EntreeIndemnisation) -> list[Jour]:
    jours = []
    for rang, sinistre in enumerate(entree.sinistres):
        for certificat in sinistre.certificats:
            jour = certificat.debut
            while jour <= min(certificat.fin, entree.au):
                jours.append(Jour(jour, rang, sinistre, certificat, nature_de(sinistre, jour)))
                jour += JOUR
    jours.sort(key=lambda j: j.jour)
    presents = {(j.rang, j.jour) for j in jours}
    for j in jours:
        j.premier_de_l_arret = (j.rang, j.jour - JOUR) not in presents
    return jours


def droits_cmo(jours: list[Jour]) -> None:
    tous = {j.jour for j in jours if j.nature == "CMO"}
    pleins: list[date] = []
    for j in jours:
        if j.nature != "CMO":
            continue
        borne = decale(j.jour, -1)
        veille, epuise = j.jour - JOUR, True
        while veille >= borne:
            if veille not in tous:
                epuise = False
                break
            veille -= JOUR
        if epuise:
            j.droit = "EPUISE"
        elif sum(1 for d in pleins if d > borne) < 90:
            j.droit = "PLEIN"
            pleins.append(j.jour)
        else:
            j.droit = "DEMI"


def droits_longs(jours: list[Jour], nature: str, reputes: set[date]) -> None:
    """CLM (un an puis trois, fenêtre de quatre ans) ou CLD (trois ans puis cinq, carrière)."""
    an_plein, an_total, n_plein, n_total, fenetre = (
        (1, 3, 365, 1095, 4) if nature == "CLM" else (3, 5, 1095, 1825, None)
    )
    tous = {j.jour for j in jours if j.nature == nature} | reputes
    classes = {jour: "PLEIN" for jour in reputes}
    par_jour = {j.jour: j for j in jours if j.nature == nature}
    premier, fractionne = date.min, False
    for jour in sorted(tous):
        borne = date.min if fenetre is None else decale(jour, -fenetre)
        if jour - JOUR not in tous:
            premier = jour
            fractionne = any(borne < d < jour for d in tous)
        if jour in reputes:
            continue
        avant = [classes[d] for d in classes if borne < d < jour]
        pleins, payes = avant.count("PLEIN"), avant.count("PLEIN") + avant.count("DEMI")
        if fractionne:
            droit = "EPUISE" if payes >= n_total else "PLEIN" if pleins < n_plein else "DEMI"
        elif jour < decale(premier, an_plein):
            droit = "PLEIN"
        else:
            droit = "DEMI" if jour < decale(premier, an_total) else "EPUISE"
        classes[jour] = par_jour[jour].droit = droit


def droits(jours: list[Jour]) -> None:
    droits_cmo(jours)
    droits_longs(jours, "CLM", set())
    reputes = set()
    for rang in {j.rang for j in jours}:
        cld = [j.jour for j in jours if j.rang == rang and j.nature == "CLD"]
        if cld:
            reputes |= {
                j.jour
                for j in jours
                if j.rang == rang and j.nature == "CLM" and j.droit == "PLEIN" and j.jour < min(cld)
            }
    droits_longs(jours, "CLD", reputes)
    for j in jours:
        if j.droit == "EPUISE":
            j.droit = "DEMI_MAINTENU" if j.sinistre.attente_decision else "EPUISE"
        elif j.premier_de_l_arret and j.nature == "CMO" and j.sinistre.carence == "AUTO":
            fins = [c.fin for c in j.sinistre.certificats if c.fin < j.jour]
            proche = bool(fins) and (j.jour - max(fins)).days <= 3
            if j.jour >= date(2018, 1, 1) and not proche:
                j.droit = "CARENCE"


def franchises(entree: EntreeIndemnisation, jours: list[Jour]) -> None:
    garanties = {g.risque: g for g in entree.contrat.garanties}
    retenues = {}
    for rang in {j.rang for j in jours}:
        siens = [j for j in jours if j.rang == rang]
        souscrites = [garanties[j.nature] for j in siens if j.nature in garanties]
        retenues[rang] = souscrites[-1] if souscrites else None
    for rang, garantie in retenues.items():
        siens = [j for j in jours if j.rang == rang]
        groupes: list[list[Jour]] = []
        for j in siens:
            if not groupes or (j.premier_de_l_arret and entree.contrat.franchise_par == "ARRET"):
                groupes.append([])
            groupes[-1].append(j)
        for groupe in groupes:
            for n, j in enumerate(groupe, start=1):
                if garantie and garantie.franchise.type == "ABSOLUE":
                    j.franchise = n <= garantie.franchise.jours
                if garantie and garantie.franchise.type == "RELATIVE":
                    j.franchise = len(groupe) <= garantie.franchise.jours
    consommes: dict[tuple[str, int], int] = {}
    for j in jours:
        garantie = retenues[j.rang]
        if garantie and garantie.franchise.type == "CUMULEE":
            cle = (garantie.risque, j.jour.year)
            consommes[cle] = consommes.get(cle, 0) + 1
            j.franchise = consommes[cle] <= garantie.franchise.jours


def couvertures(entree: EntreeIndemnisation, jours: list[Jour]) -> None:
    contrat, agent = entree.contrat, entree.agent
    risques = {g.risque for g in contrat.garanties}
    terme = min(contrat.fin, contrat.resiliation or contrat.fin)
    maintenus: dict[int, date] = {}
    for j in jours:
        s = j.sinistre
        evenement = min(c.debut for c in s.certificats) if s.refus_precedent else s.survenance
        couvert = s.refus_precedent is not False and contrat.effet <= evenement <= terme
        if (contrat.gestion == "REPARTITION" or s.refus_precedent) and j.jour > terme:
            couvert = False
        if j.droit == "DEMI_MAINTENU":
            depart = maintenus.setdefault(j.rang, j.jour)
            couvert = couvert and "MDT" in risques and j.jour < decale(depart, mois=3)
        else:
            couvert = couvert and j.nature in risques
        if (agent.sortie and j.jour > agent.sortie) or (agent.retraite and j.jour >= agent.retraite):
            couvert = False
        if contrat.age_cessation and not agent.prolongation_activite:
            anniversaire = decale(agent.naissance, contrat.age_cessation)
            trimestre = (anniversaire.month - 1) // 3
            if j.jour >= decale(date(anniversaire.year, 3 * trimestre + 1, 1), mois=3):
                couvert = False
        j.couvert = couvert


def proportion(j: Jour, element: str, ri: str) -> Fraction:
    if j.droit in ("CARENCE", "EPUISE"):
        return Fraction(0)
    traitement = Fraction(1) if j.droit == "PLEIN" else Fraction(1, 2)
    if j.droit == "PLEIN" and j.nature == "CMO" and j.certificat.debut >= date(2025, 3, 1):
        traitement = Fraction(9, 10)
    if element in ("IR", "SFT") or (element == "RI" and ri == "MAINTENU"):
        return Fraction(1)
    if element == "RI" and ri == "SUPPRIME":
        return Fraction(int(j.nature in ("CITIS", "MAT")))
    return Fraction(0) if element == "NBI" and j.nature == "CLD" else traitement


def cle(entree: EntreeIndemnisation, j: Jour) -> tuple[object, ...]:
    lignes = [n for n, ligne in enumerate(entree.agent.remuneration) if ligne.depuis <= j.jour]
    part = 1 - Fraction(j.certificat.quotite_travail or 0) / 100 if j.nature == "TPT" else Fraction(1)
    traitement = proportion(j, "TIB", entree.contrat.ri)
    return j.nature, j.droit, j.franchise, j.couvert, traitement, lignes[-1], part


def montant(entree: EntreeIndemnisation, segment: list[Jour]) -> Decimal:
    contrat, premier = entree.contrat, segment[0]
    *_, rang, part = cle(entree, premier)
    if premier.franchise or not premier.couvert:
        return Decimal("0.00")
    sommes: dict[Fraction, Fraction] = {}
    for element in contrat.elements:
        p = proportion(premier, element, contrat.ri)
        annuel = Fraction(entree.agent.remuneration[rang].montants.get(element, Decimal(0)))
        sommes[p] = sommes.get(p, Fraction(0)) + annuel
    charges = 1 + Fraction(contrat.charges_pct) / 100
    diviseur = 365 if contrat.diviseur == "J365" else 360
    ij = sum(Fraction(centime(Fraction(centime(a / diviseur)) * charges)) * p for p, a in sommes.items())
    plafond = sum(Fraction(centime(Fraction(centime(a / 12)) * charges)) * p for p, a in sommes.items())
    presents = {j.jour for j in segment}
    total, restants = Fraction(0), len(segment)
    if contrat.diviseur != "J365":
        for j in segment:
            mois = [j.jour + n * JOUR for n in range(31) if (j.jour + n * JOUR).month == j.jour.month]
            if j.jour.day == 1 and all(d in presents for d in mois):
                total += min((30 if contrat.diviseur == "J30" else len(mois)) * ij, plafond)
                restants -= len(mois)
    total += restants * ij
    return centime(total * part * Fraction(contrat.taux_remboursement) / 100)


def oracle(entree: EntreeIndemnisation) -> list[list[tuple[object, ...]]]:
    """Par sinistre : (du, au, nature, droit, franchise, couvert, proportion, montant) de chaque segment."""
    jours = jours_de(entree)
    droits(jours)
    franchises(entree, jours)
    couvertures(entree, jours)
    resultat: list[list[tuple[object, ...]]] = []
    for rang in range(len(entree.sinistres)):
        segments: list[list[Jour]] = []
        for j in (j for j in jours if j.rang == rang):
            voisin = segments and segments[-1][-1].jour + JOUR == j.jour
            if voisin and cle(entree, segments[-1][-1]) == cle(entree, j):
                segments[-1].append(j)
            else:
                segments.append([j])
        resultat.append([
            (s[0].jour, s[-1].jour, *cle(entree, s[0])[:5], montant(entree, s)) for s in segments
        ])  # fmt: skip
    return resultat
