"""Calculs de la prévoyance des agents."""

from __future__ import annotations

from typing import Any

from cdg_portal.calculs.controles import refus_de_la_regle
from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.formes import Champ, Ici, Liste, Objet
from cdg_portal.socle.natures import (
    DERNIER_JOUR,
    MONTANT,
    POUR_CENT,
    POUR_CENT_LIBRE,
    PREMIER_JOUR,
    Choix,
    Entier,
    Jour,
    OuiNon,
)
from prevoyance.regles.cotisation import GARANTIES, PLEINE, TauxPrevoyance, cotisation_prevoyance
from prevoyance.regles.fenetre import ORIGINES, fenetre
from prevoyance.regles.incapacite import incapacite
from prevoyance.regles.premier_jour import RISQUES, STATUTS, premier_jour
from prevoyance.regles.sans_arret import Arret
from prevoyance.regles.taux_plafond import taux_plafond
from prevoyance.regles.terme import CAUSES, terme

AGE_MAXIMAL = 120
ANNEE = Entier(PREMIER_JOUR.year, DERNIER_JOUR.year)


def arret_ordonne(arret: Arret, ici: Ici) -> None:
    """La fin d'un arrêt ne précède pas son début."""
    if ici.sain("debut", "fin") and arret.fin < arret.debut:
        ici.refuser("fin", "dates-inversees", "La fin de l'arrêt précède son début.")


def echeance_de_l_engagement(lu: dict[str, Any], ici: Ici) -> None:
    """Un engagement dit quand finit l'ancien contrat."""
    cle = "echeance_ancien_contrat"
    if ici.sain("engagement", cle) and lu["engagement"] and lu[cle] is None:
        ici.refuser(cle, "champ-manquant", "Un engagement dit quand finit l'ancien contrat.")


_ARRET = Objet(
    Champ("debut", "Premier jour d'arrêt", Jour(), exemple="2020-10-20"),
    Champ("fin", "Dernier jour d'arrêt, inclus", Jour(), exemple="2020-10-21"),
    Champ(
        "tpt",
        "Temps partiel thérapeutique",
        OuiNon(),
        False,
        defaut=False,
        aide="Un temps partiel thérapeutique n'est pas un arrêt : il n'interrompt pas les 30 jours",
        exemple=False,
    ),
    construire=Arret,
    controle=arret_ordonne,
)

_FENETRE = Calcul(
    "prevoyance-fenetre",
    "Délai d'adhésion à la prévoyance et prise d'effet",
    Objet(
        Champ(
            "origine",
            "Ce qui ouvre le délai",
            Choix(ORIGINES),
            aide="L'événement à partir duquel l'agent a six mois pour adhérer sans condition",
            exemple="EMBAUCHE",
        ),
        Champ(
            "date_origine",
            "Date de cet événement",
            Jour(),
            aide="Effet du contrat de la collectivité, premier jour de travail ou jour du retour",
            exemple="2020-03-15",
        ),
        Champ(
            "signature",
            "Date de signature",
            Jour(),
            aide="Jour où l'agent signe son bulletin d'adhésion, ou son engagement d'adhérer",
            exemple="2020-10-05",
        ),
        Champ(
            "engagement",
            "Engagement d'adhésion, un ancien contrat étant en cours",
            OuiNon(),
            False,
            defaut=False,
            aide="Signé dans le délai, il vaut adhésion ; la garantie attend la fin de l'ancien contrat",
            exemple=False,
        ),
        Champ(
            "echeance_ancien_contrat",
            "Dernier jour de l'ancien contrat",
            Jour(),
            False,
            aide="Obligatoire avec un engagement, sans effet autrement",
            exemple="2020-12-31",
        ),
        Champ(
            "arrets",
            "Arrêts de travail de l'agent",
            Liste(_ARRET, minimum=0),
            False,
            defaut=(),
            aide="Ils ne comptent que hors délai : l'adhésion demande alors 30 jours sans arrêt",
        ),
        controle=echeance_de_l_engagement,
    ),
    Objet(
        Champ("libre", "Adhésion sans condition", OuiNon()),
        Champ("limite", "Dernier jour pour adhérer sans condition", Jour()),
        Champ("effet", "Premier jour garanti", Jour()),
    ),
    fenetre,
)

_TAUX = Objet(
    Champ("incapacite", "Taux de l'incapacité temporaire", POUR_CENT_LIBRE, exemple="0.58"),
    Champ("invalidite", "Taux de l'invalidité permanente", POUR_CENT_LIBRE, exemple="0.31"),
    Champ("retraite", "Taux de la perte de retraite", POUR_CENT_LIBRE, exemple="0.45"),
    Champ(
        "deces",
        "Taux de l'option décès",
        POUR_CENT_LIBRE,
        False,
        aide="Obligatoire si l'option est prise, sans effet autrement",
        exemple="0.33",
    ),
    construire=TauxPrevoyance,
)

_LIGNE = Objet(
    Champ("garantie", "Garantie", Choix(GARANTIES)),
    Champ("assiette", "Assiette de la garantie", MONTANT),
    Champ("taux", "Taux", POUR_CENT_LIBRE),
    Champ("montant", "Cotisation", MONTANT),
)

_COTISATION = Calcul(
    "prevoyance-cotisation",
    "Cotisation de prévoyance d'un agent",
    Objet(
        Champ("TIB", "Traitement indiciaire brut", MONTANT, aide="Du mois ou de l'année", exemple="2000.00"),
        Champ("NBI", "Nouvelle bonification indiciaire", MONTANT, aide="Même période", exemple="50.00"),
        Champ(
            "RI",
            "Primes que l'agent perdrait en congé",
            MONTANT,
            aide="Même période, sans le complément indemnitaire annuel ni les remboursements de frais",
            exemple="300.00",
        ),
        Champ("option_deces", "Option décès choisie par l'agent", OuiNon(), exemple=True),
        Champ("taux", "Taux de cotisation du contrat", _TAUX),
        Champ(
            "remuneration_percue_pct",
            "Part de la rémunération perçue",
            POUR_CENT,
            False,
            defaut=PLEINE,
            aide="100 par défaut ; à demi-traitement, 50 réduit la cotisation de moitié",
            exemple="50",
        ),
        controle=refus_de_la_regle(cotisation_prevoyance, "option_deces", "taux"),
    ),
    Objet(
        Champ("lignes", "Cotisation par garantie", Liste(_LIGNE)),
        Champ("total", "Cotisation de l'agent", MONTANT),
    ),
    cotisation_prevoyance,
)

_TAUX_PLAFOND = Calcul(
    "prevoyance-taux-plafond",
    "Taux de prévoyance le plus haut possible une année donnée",
    Objet(
        Champ("taux", "Taux garanti", POUR_CENT_LIBRE, exemple="0.58"),
        Champ("annee", "Année cherchée", ANNEE, exemple=2024),
        Champ(
            "garantis_jusqu_au",
            "Fin de la garantie des taux",
            Jour(),
            aide="Les taux ne bougent pas cette année-là ; ils peuvent augmenter dès la suivante",
            exemple="2021-12-31",
        ),
        Champ(
            "majoration_max_pct",
            "Hausse maximale d'une année sur l'autre",
            POUR_CENT,
            aide="Chaque hausse s'applique au taux de l'année précédente",
            exemple="15",
        ),
    ),
    Objet(
        Champ("plafond", "Plafond exact", POUR_CENT_LIBRE),
        Champ("arrondi_inferieur", "Plafond tronqué à deux décimales", POUR_CENT_LIBRE),
    ),
    taux_plafond,
)

_INCAPACITE = Calcul(
    "prevoyance-incapacite",
    "Prestation d'incapacité de travail d'un agent",
    Objet(
        Champ(
            "net_reference",
            "Traitement net de référence d'un mois",
            MONTANT,
            aide="Ce que l'agent toucherait sans arrêt, primes garanties comprises",
            exemple="1800.00",
        ),
        Champ("net_percu", "Net perçu pour ce mois", MONTANT, aide="De l'employeur", exemple="950.00"),
        Champ(
            "taux",
            "Niveau garanti",
            POUR_CENT,
            aide="Part du traitement net que le contrat garantit",
            exemple="95",
        ),
    ),
    Objet(
        Champ("mensuel", "Prestation du mois", MONTANT),
        Champ("journalier", "Prestation d'un jour", MONTANT),
    ),
    incapacite,
)

_TERME = Calcul(
    "prevoyance-terme",
    "Dernier jour indemnisé d'une incapacité de travail",
    Objet(
        Champ(
            "debut_indemnisation",
            "Premier jour indemnisé",
            Jour(),
            aide="L'indemnisation est supposée continue depuis ce jour",
            exemple="2022-04-01",
        ),
        Champ("jours_max", "Nombre de jours indemnisés au plus", Entier(unite="jours"), exemple=1095),
        Champ("naissance", "Date de naissance de l'agent", Jour(), exemple="1975-03-10"),
        Champ(
            "age_max",
            "Âge limite",
            Entier(0, AGE_MAXIMAL, "ans"),
            aide="Le jour de cet anniversaire est le dernier indemnisé",
            exemple=67,
        ),
        Champ(
            "retraite",
            "Date d'effet de la retraite",
            Jour(),
            False,
            aide="Premier jour de la pension, si elle est liquidée",
            exemple="2024-07-01",
        ),
        controle=refus_de_la_regle(terme, "naissance", "debut_indemnisation"),
    ),
    Objet(
        Champ("dernier_jour", "Dernier jour indemnisé, inclus", Jour()),
        Champ("cause", "Ce qui met fin à l'indemnisation", Choix(CAUSES)),
    ),
    terme,
)

_PREMIER_JOUR = Calcul(
    "prevoyance-premier-jour",
    "Premier jour indemnisé d'une incapacité de travail",
    Objet(
        Champ("statut", "Statut de l'agent", Choix(STATUTS), exemple="CONTRACTUEL"),
        Champ("risque", "Cause de l'arrêt", Choix(RISQUES), exemple="AT"),
        Champ("debut", "Premier jour d'arrêt", Jour(), exemple="2021-02-01"),
        Champ(
            "anciennete_mois",
            "Ancienneté dans la collectivité",
            Entier(unite="mois"),
            aide="En mois entiers au premier jour d'arrêt",
            exemple=8,
        ),
        controle=refus_de_la_regle(premier_jour, "statut", "risque", "debut", "anciennete_mois"),
    ),
    Objet(
        Champ("jour", "Rang du premier jour indemnisé", Entier(1)),
        Champ("date", "Date du premier jour indemnisé", Jour()),
    ),
    premier_jour,
)

CALCULS = (_FENETRE, _COTISATION, _TAUX_PLAFOND, _INCAPACITE, _TERME, _PREMIER_JOUR)
