"""Forme publiée de l'entrée d'indemnisation : contrat, agent, sinistres, date d'arrêté."""

from __future__ import annotations

from typing import Any

from cdg_portal.socle.formes import Champ, Ici, Liste, Objet, Si
from cdg_portal.socle.natures import (
    MONTANT,
    POUR_CENT_LIBRE,
    POUR_CENT_NON_NUL,
    POUR_CENT_STRICT,
    Choix,
    Entier,
    Jour,
    OuiNon,
    Texte,
)
from sinistres.regles import entree as e
from sinistres.regles.coherence import verifier_coherence

DUREE_MAXIMALE = 3660
SINISTRES_MAXIMUM = 200
JOUR = Jour()


def _contrat_coherent(contrat: e.Contrat, ici: Ici) -> None:
    if ici.sain("effet", "fin") and contrat.fin < contrat.effet:
        ici.refuser("fin", "dates-inversees", "La fin du contrat précède son effet.")
    if contrat.resiliation and ici.sain("effet", "resiliation") and contrat.resiliation < contrat.effet:
        ici.refuser("resiliation", "dates-inversees", "La résiliation précède l'effet du contrat.")
    if contrat.elements and ici.sain("elements") and "TIB" not in contrat.elements:
        ici.refuser("elements", "valeur-interdite", "Le traitement (TIB) est toujours assuré.")


def _certificat_coherent(certificat: Any, ici: Ici) -> None:
    duree = (certificat.fin - certificat.debut).days
    if 0 <= duree < DUREE_MAXIMALE or not ici.sain("debut", "fin"):
        return
    if duree < 0:
        ici.refuser("fin", "dates-inversees", "La fin du certificat précède son début.")
    else:
        ici.refuser("fin", "hors-bornes", f"Un certificat ne dépasse pas {DUREE_MAXIMALE} jours.")


FRANCHISE = Objet(
    Champ("type", "Type de franchise", Choix(e.TYPES_FRANCHISE)),
    Champ(
        "jours",
        "Nombre de jours",
        Entier(unite="jours"),
        Si("type", ("ABSOLUE", "RELATIVE", "CUMULEE")),
        defaut=0,
        exemple=30,
    ),
    construire=e.Franchise,
)
GARANTIE = Objet(
    Champ("risque", "Risque garanti", Choix(e.RISQUES_GARANTIS)),
    Champ("franchise", "Franchise", FRANCHISE),
    construire=e.Garantie,
)
CONTRAT = Objet(
    Champ("effet", "Prise d'effet", JOUR),
    Champ("fin", "Dernier jour du contrat", JOUR),
    Champ("resiliation", "Résiliation", JOUR, False),
    Champ("gestion", "Sort des sinistres après la fin du contrat", Choix(e.GESTIONS)),
    Champ(
        "diviseur",
        "Diviseur de l'indemnité journalière",
        Choix(e.DIVISEURS),
        aide="Ce par quoi le traitement est divisé pour obtenir l'indemnité d'un jour.",
    ),
    Champ("elements", "Éléments assurés, TIB compris", Liste(Choix(e.ELEMENTS), sans_doublon="")),
    Champ("charges_pct", "Charges patronales assurées", POUR_CENT_LIBRE, exemple="0"),
    Champ("taux_remboursement", "Taux de remboursement", POUR_CENT_NON_NUL, exemple="100"),
    Champ(
        "ri",
        "Primes pendant l'arrêt",
        Choix(e.REGIMES_INDEMNITAIRES),
        aide="Ce que deviennent les primes (régime indemnitaire) de l'agent arrêté.",
    ),
    Champ(
        "franchise_par",
        "La franchise se compte",
        Choix(e.FRANCHISES_PAR),
        aide="Une seule fois pour un sinistre et ses rechutes, ou de nouveau à chaque arrêt.",
    ),
    Champ("age_cessation", "Âge de cessation des garanties", Entier(50, 75, "ans"), False),
    Champ("garanties", "Garanties souscrites", Liste(GARANTIE, sans_doublon="risque")),
    construire=e.Contrat,
    controle=_contrat_coherent,
    retenir=1024,
)


def _remuneration(depuis: Any, **montants: Any) -> e.LigneRemuneration:
    return e.LigneRemuneration(depuis, montants)


REMUNERATION = Objet(
    Champ("depuis", "À compter du", JOUR),
    Champ("TIB", "Traitement indiciaire brut annuel", MONTANT, nom="TIB", exemple="24000.00"),
    Champ("NBI", "Nouvelle bonification indiciaire annuelle", MONTANT, False, nom="NBI", defaut=e.ZERO),
    Champ("IR", "Indemnité de résidence annuelle", MONTANT, False, nom="IR", defaut=e.ZERO),
    Champ("SFT", "Supplément familial annuel", MONTANT, False, nom="SFT", defaut=e.ZERO),
    Champ("RI", "Régime indemnitaire annuel", MONTANT, False, nom="RI", defaut=e.ZERO),
    construire=_remuneration,
)
AGENT = Objet(
    Champ("naissance", "Date de naissance", JOUR),
    Champ("regime", "Régime", Choix(e.REGIMES)),
    Champ("sortie", "Dernier jour dans la collectivité", JOUR, False),
    Champ("retraite", "Liquidation de la retraite", JOUR, False),
    Champ("prolongation_activite", "Prolongation légale d'activité", OuiNon(), False, defaut=False),
    Champ("remuneration", "Rémunérations annuelles datées", Liste(REMUNERATION, sans_doublon="depuis")),
    construire=e.Agent,
)
CERTIFICAT = Objet(
    Champ("debut", "Premier jour", JOUR),
    Champ("fin", "Dernier jour, inclus", JOUR),
    Champ(
        "quotite_travail",
        "Quotité travaillée, pour un temps partiel thérapeutique",
        POUR_CENT_STRICT,
        False,
        exemple="50",
    ),
    construire=e.Certificat,
    controle=_certificat_coherent,
)
REQUALIFICATION = Objet(
    Champ("vers", "Nouvelle nature", Choix(e.NATURES)),
    Champ("effet", "À compter du", JOUR),
    Champ("decision", "Date de la décision, sans effet sur le calcul", JOUR, False),
    construire=e.Requalification,
)


def _refus_precedent(refus_assureur_precedent: bool) -> bool:
    return refus_assureur_precedent


EVENEMENT_ANTERIEUR = Objet(
    Champ("refus_assureur_precedent", "Refus justifié de l'assureur précédent", OuiNon()),
    construire=_refus_precedent,
)
SINISTRE = Objet(
    Champ("reference", "Référence du sinistre dans l'appel", Texte(), exemple="S1"),
    Champ("risque", "Nature du sinistre", Choix(e.NATURES)),
    Champ("survenance", "Date de l'événement", JOUR),
    Champ("certificats", "Certificats de la même cause", Liste(CERTIFICAT)),
    Champ("carence", "Jour de carence", Choix(e.CARENCES), False, defaut="AUTO"),
    Champ("attente_decision", "Droits épuisés, décision attendue", OuiNon(), False, defaut=False),
    Champ(
        "evenement_anterieur",
        "Événement antérieur au contrat",
        EVENEMENT_ANTERIEUR,
        False,
        nom="refus_precedent",
    ),
    Champ(
        "requalifications",
        "Requalifications, dans l'ordre des décisions",
        Liste(REQUALIFICATION, minimum=0),
        False,
        defaut=(),
    ),
    Champ("deja_verse", "Déjà versé pour ce sinistre", MONTANT, False),
    construire=e.Sinistre,
)
ENTREE = Objet(
    Champ("contrat", "Contrat de la collectivité", CONTRAT),
    Champ("agent", "Agent", AGENT),
    Champ(
        "sinistres",
        "Tous les sinistres de l'agent",
        Liste(SINISTRE, maximum=SINISTRES_MAXIMUM, sans_doublon="reference"),
    ),
    Champ(
        "au", "Calculer jusqu'au", JOUR, aide="Les jours d'arrêt qui suivent cette date ne sont pas comptés."
    ),
    construire=e.EntreeIndemnisation,
    controle=verifier_coherence,
)
