"""Lecture du contrat et de l'agent d'une entrée d'indemnisation."""

from __future__ import annotations

from decimal import Decimal

from cdg_portal.socle.champs import MONTANT, TAUX_NON_NUL, lire_choix
from cdg_portal.socle.lecture import Objet, refuser_doublons
from sinistres.regles import entree as e


def lire_contrat(o: Objet) -> e.Contrat:
    """Contrat, ses garanties et leurs franchises."""
    contrat = e.Contrat(
        effet=o.jour("effet"),
        fin=o.jour("fin"),
        resiliation=o.facultatif("resiliation", o.jour),
        gestion=o.choix("gestion", e.GESTIONS),
        diviseur=o.choix("diviseur", e.DIVISEURS),
        elements=_elements(o),
        charges_pct=o.decimal("charges_pct", MONTANT),
        taux_remboursement=o.decimal("taux_remboursement", TAUX_NON_NUL),
        ri=o.choix("ri", e.REGIMES_INDEMNITAIRES),
        franchise_par=o.choix("franchise_par", e.FRANCHISES_PAR),
        age_cessation=o.facultatif("age_cessation", lambda cle: o.entier(cle, 50, 75)),
        garanties=_garanties(o),
    )
    o.clore()
    if o.sain("effet", "fin") and contrat.fin < contrat.effet:
        o.refuser("fin", "dates-inversees", "La fin du contrat précède son effet.")
    if contrat.resiliation and o.sain("effet", "resiliation") and contrat.resiliation < contrat.effet:
        o.refuser("resiliation", "dates-inversees", "La résiliation précède l'effet du contrat.")
    return contrat


def _elements(o: Objet) -> tuple[str, ...]:
    """Éléments assurés : TIB au moins, chacun une fois."""
    lus: list[str] = []
    for chemin, brut in o.liste("elements"):
        element = lire_choix(brut, chemin, o.erreurs, e.ELEMENTS)
        if o.erreurs.fautif(chemin):
            continue
        if element in lus:
            o.erreurs.ajouter(chemin, "doublon", "Cet élément est déjà cité.")
        lus.append(element)
    if lus and "TIB" not in lus:
        o.refuser("elements", "valeur-interdite", "Le traitement (TIB) est toujours assuré.")
    return tuple(lus)


def _garanties(o: Objet) -> tuple[e.Garantie, ...]:
    objets = o.objets("garanties")
    garanties = tuple(_garantie(objet) for objet in objets)
    refuser_doublons(objets, "risque", (g.risque for g in garanties))
    return garanties


def _garantie(o: Objet) -> e.Garantie:
    risque, f = o.choix("risque", e.RISQUES_GARANTIS), o.objet("franchise")
    o.clore()
    genre = f.choix("type", e.TYPES_FRANCHISE)
    if genre == "AUCUNE":
        jours = f.facultatif("jours", f.entier) or 0
    else:
        jours = f.entier("jours")
    f.clore()
    return e.Garantie(risque, e.Franchise(genre, jours))


def lire_agent(o: Objet) -> e.Agent:
    """Agent et ses lignes de rémunération annuelle."""
    agent = e.Agent(
        naissance=o.jour("naissance"),
        regime=o.choix("regime", e.REGIMES),
        sortie=o.facultatif("sortie", o.jour),
        retraite=o.facultatif("retraite", o.jour),
        prolongation_activite=bool(o.facultatif("prolongation_activite", o.booleen)),
        remuneration=_remuneration(o),
    )
    o.clore()
    return agent


def _remuneration(o: Objet) -> tuple[e.LigneRemuneration, ...]:
    objets = o.objets("remuneration")
    lignes = tuple(_ligne(objet) for objet in objets)
    refuser_doublons(objets, "depuis", (ligne.depuis for ligne in lignes))
    return lignes


def _ligne(o: Objet) -> e.LigneRemuneration:
    depuis, montants = o.jour("depuis"), {"TIB": o.decimal("TIB")}
    for element in ("NBI", "IR", "SFT", "RI"):
        montants[element] = o.facultatif(element, o.decimal) or Decimal(0)
    o.clore()
    return e.LigneRemuneration(depuis, montants)
