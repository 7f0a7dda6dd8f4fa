"""Cohérence d'une entrée d'indemnisation : ce qui ne se voit qu'en croisant les champs."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from cdg_portal.socle.formes import Ici
from cdg_portal.socle.natures import Jour
from cdg_portal.socle.periode import Periode, chevauchantes
from cdg_portal.socle.refus import Lieu
from sinistres.regles.entree import Certificat, EntreeIndemnisation, Sinistre
from sinistres.regles.nature import nature_du_jour

JOUR = Jour()
Recus = list[tuple[Lieu, Certificat]]
# Au-delà, un seul appel public occuperait un serveur des minutes : chaque requalification rejoue l'agent entier.
CERTIFICATS_MAXIMUM = 2_000
REJEUX_MAXIMUM = 5_000
REMUNERATIONS_MAXIMUM = 500


def verifier_coherence(entree: EntreeIndemnisation, ici: Ici) -> None:
    """Note les incohérences ; les dates illisibles ne sont pas croisées.

    Chaque contrôle regarde d'abord les valeurs : les lieux ne se cherchent que s'il y a quelque chose à dire.
    """
    certificats = sorted([(c.debut, c.fin) for s in entree.sinistres for c in s.certificats])
    if _volume(entree, ici, len(certificats)):
        return
    if certificats:
        premier = certificats[0][0]
        if any([suivant[0] <= precedent[1] for precedent, suivant in pairwise(certificats)]):
            _chevauchements(entree, ici)
        if entree.agent.naissance >= premier:
            _naissance(entree, ici)
        if entree.agent.remuneration and entree.agent.remuneration[0].depuis > premier and ici.sain("au"):
            _remuneration(entree, ici)
    _evenements_anterieurs(entree, ici)
    if ici.sain("au"):
        _quotites(entree, ici)
    _survenances(entree, ici)  # en dernier : un certificat trop tôt se croise quand même avec les autres


def _volume(entree: EntreeIndemnisation, ici: Ici, certificats: int) -> bool:
    """Borne le travail demandé : certificats, rémunérations, agents à rejouer. Rend vrai s'il est refusé."""
    if len(entree.agent.remuneration) > REMUNERATIONS_MAXIMUM:
        ici.refuser(
            "agent", "hors-bornes", f"Pas plus de {REMUNERATIONS_MAXIMUM} rémunérations pour un agent."
        )
        return True
    rejeux = certificats * sum([bool(s.requalifications) for s in entree.sinistres])
    if certificats > CERTIFICATS_MAXIMUM or rejeux > REJEUX_MAXIMUM:
        message = "Trop de certificats ou de requalifications pour un seul agent."
        ici.refuser("sinistres", "hors-bornes", message)
        return True
    return False


def _debuts_lus(entree: EntreeIndemnisation, ici: Ici) -> Recus:
    """Certificats dont le début est lisible, avec leur lieu."""
    recus: Recus = []
    for rang, sinistre in enumerate(entree.sinistres):
        certificats = (((ici.lieu, "sinistres"), rang), "certificats")
        for k, certificat in enumerate(sinistre.certificats):
            lieu = (certificats, k)
            if certificat.debut != JOUR.neutre or ici.erreurs.sain(lieu, (lieu, "debut")):
                recus.append((lieu, certificat))
    return recus


def _periodes_lues(entree: EntreeIndemnisation, ici: Ici) -> Recus:
    """Certificats dont les deux dates sont lisibles et dans l'ordre, même trop longs."""
    return [
        (lieu, certificat)
        for lieu, certificat in _debuts_lus(entree, ici)
        if certificat.fin >= certificat.debut
        and (certificat.fin != JOUR.neutre or ici.erreurs.sain((lieu, "fin")))
    ]


def _chevauchements(entree: EntreeIndemnisation, ici: Ici) -> None:
    """Un jour n'appartient qu'à un certificat ; l'erreur vise celui donné le plus tard."""
    recus = _periodes_lues(entree, ici)
    for rang in chevauchantes([Periode(c.debut, c.fin) for _, c in recus]):
        message = "Un autre certificat couvre déjà un de ces jours."
        ici.erreurs.ajouter(recus[rang][0], "chevauchement", message)


def _survenances(entree: EntreeIndemnisation, ici: Ici) -> None:
    """Aucun certificat ne précède la survenance de son sinistre."""
    for rang, sinistre in enumerate(entree.sinistres):
        lieu = ((ici.lieu, "sinistres"), rang)
        for k, certificat in enumerate(sinistre.certificats):
            if certificat.debut >= sinistre.survenance:
                continue
            debut = (((lieu, "certificats"), k), "debut")
            lu = certificat.debut != JOUR.neutre or ici.erreurs.sain(debut[0], debut)
            if lu and ici.erreurs.sain(lieu, (lieu, "survenance")):
                message = "Le certificat précède la survenance du sinistre."
                ici.erreurs.ajouter(debut, "incoherent", message)


def _evenements_anterieurs(entree: EntreeIndemnisation, ici: Ici) -> None:
    for rang, sinistre in enumerate(entree.sinistres):
        if sinistre.refus_precedent is None or sinistre.survenance < entree.contrat.effet:
            continue
        lieu = ((ici.lieu, "sinistres"), rang)
        contrat = (ici.lieu, "contrat")
        if ici.erreurs.sain(lieu, (lieu, "survenance"), contrat, (contrat, "effet")):
            message = "Un événement antérieur survient avant l'effet du contrat."
            ici.erreurs.ajouter((lieu, "evenement_anterieur"), "incoherent", message)


def _naissance(entree: EntreeIndemnisation, ici: Ici) -> None:
    agent = (ici.lieu, "agent")
    debuts = [c.debut for _, c in _debuts_lus(entree, ici)]
    if debuts and entree.agent.naissance >= min(debuts) and ici.erreurs.sain(agent, (agent, "naissance")):
        message = "L'agent naît après son premier certificat."
        ici.erreurs.ajouter((agent, "naissance"), "incoherent", message)


def _remuneration(entree: EntreeIndemnisation, ici: Ici) -> None:
    """Chaque jour d'arrêt jusqu'à `au` a une ligne de rémunération."""
    lieu = ((ici.lieu, "agent"), "remuneration")
    if not ici.erreurs.sain(lieu[0], lieu):
        return
    premier = entree.agent.remuneration[
        0
    ].depuis  # illisible, elle vaut le premier jour et ne manque à personne
    if any(c.debut < premier and c.debut <= entree.au for _, c in _debuts_lus(entree, ici)):
        message = "Un jour d'arrêt précède la première ligne de rémunération."
        ici.erreurs.ajouter(lieu, "remuneration-absente", message)


def _quotites(entree: EntreeIndemnisation, ici: Ici) -> None:
    """La quotité est due pour tout jour de temps partiel, avec ou sans les requalifications."""
    for rang, sinistre in enumerate(entree.sinistres):
        if sinistre.risque != "TPT" and all(r.vers != "TPT" for r in sinistre.requalifications):
            continue
        for k, certificat in enumerate(sinistre.certificats):
            if certificat.quotite_travail is not None:
                continue
            lieu = ((((ici.lieu, "sinistres"), rang), "certificats"), k)
            sain = ici.erreurs.sain((lieu, "debut"), (lieu, "fin"), (lieu, "quotite_travail"))
            if sain and _a_un_jour_partiel(sinistre, certificat, entree.au):
                message = "La quotité de travail est obligatoire en temps partiel thérapeutique."
                ici.erreurs.ajouter((lieu, "quotite_travail"), "champ-manquant", message)


def _a_un_jour_partiel(sinistre: Sinistre, certificat: Certificat, au: date) -> bool:
    """Vrai si un jour du certificat, jusqu'à `au`, est en temps partiel thérapeutique."""
    debut, fin = certificat.debut, min(certificat.fin, au)
    if fin < debut:
        return False
    if sinistre.risque == "TPT":
        return True
    changements = [debut, *(r.effet for r in sinistre.requalifications if debut < r.effet <= fin)]
    return any(nature_du_jour(sinistre, jour)[0] == "TPT" for jour in changements)
