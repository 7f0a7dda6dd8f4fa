"""Lecture des sinistres d'une entrée d'indemnisation."""

from __future__ import annotations

from collections.abc import Sequence

from cdg_portal.socle.champs import ENTRE_0_ET_100_EXCLUS
from cdg_portal.socle.lecture import Objet, refuser_doublons
from sinistres.regles import entree as e

DUREE_MAXIMALE = 3660


def lire_sinistres(objets: Sequence[Objet]) -> tuple[e.Sinistre, ...]:
    """Sinistres d'un même agent, références toutes différentes."""
    sinistres = tuple(_sinistre(o) for o in objets)
    refuser_doublons(objets, "reference", (s.reference for s in sinistres))
    return sinistres


def _sinistre(o: Objet) -> e.Sinistre:
    sinistre = e.Sinistre(
        reference=o.texte("reference"),
        risque=o.choix("risque", e.NATURES),
        survenance=o.jour("survenance"),
        certificats=_certificats(o),
        carence=o.facultatif("carence", lambda cle: o.choix(cle, e.CARENCES)) or "AUTO",
        attente_decision=bool(o.facultatif("attente_decision", o.booleen)),
        refus_precedent=o.facultatif("evenement_anterieur", lambda cle: _refus(o.objet(cle))),
        requalifications=tuple(o.facultatif("requalifications", lambda cle: _requalifications(o, cle)) or ()),
        deja_verse=o.facultatif("deja_verse", o.decimal),
    )
    o.clore()
    return sinistre


def _certificats(o: Objet) -> tuple[e.Certificat, ...]:
    objets = o.objets("certificats")
    certificats = tuple(_certificat(objet) for objet in objets)
    if o.sain("survenance"):
        survenance = o.jour("survenance")
        for objet, certificat in zip(objets, certificats, strict=True):
            if objet.sain("debut") and certificat.debut < survenance:
                objet.refuser("debut", "incoherent", "Le certificat précède la survenance du sinistre.")
    return certificats


def _certificat(o: Objet) -> e.Certificat:
    certificat = e.Certificat(
        debut=o.jour("debut"),
        fin=o.jour("fin"),
        quotite_travail=o.facultatif("quotite_travail", lambda cle: o.decimal(cle, ENTRE_0_ET_100_EXCLUS)),
    )
    o.clore()
    if o.sain("debut", "fin"):
        if certificat.fin < certificat.debut:
            o.refuser("fin", "dates-inversees", "La fin du certificat précède son début.")
        elif (certificat.fin - certificat.debut).days >= DUREE_MAXIMALE:
            o.refuser("fin", "hors-bornes", f"Un certificat ne dépasse pas {DUREE_MAXIMALE} jours.")
    return certificat


def _refus(o: Objet) -> bool:
    refus = o.booleen("refus_assureur_precedent")
    o.clore()
    return refus


def _requalifications(o: Objet, cle: str) -> list[e.Requalification]:
    return [_requalification(objet) for objet in o.objets(cle, vide=True)]


def _requalification(o: Objet) -> e.Requalification:
    requalification = e.Requalification(
        vers=o.choix("vers", e.NATURES),
        effet=o.jour("effet"),
        decision=o.facultatif("decision", o.jour),
    )
    o.clore()
    return requalification
