"""Calculs des prestations : décès, invalidité temporaire, disponibilité d'office, frais médicaux, maladie."""

from __future__ import annotations

from cdg_portal.calculs.controles import refus_de_la_regle
from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.formes import Champ, Liste, Objet
from cdg_portal.socle.natures import MONTANT, Choix, Entier, Jour, OuiNon
from sinistres.regles.capital_deces import capital_deces
from sinistres.regles.capital_deces_parts import BENEFICIAIRES
from sinistres.regles.disponibilite_office import indemnite_disponibilite_office
from sinistres.regles.forme_entree import DUREE_MAXIMALE
from sinistres.regles.frais_medicaux import CONTROLES, frais_medicaux
from sinistres.regles.ijss import ijss_maladie
from sinistres.regles.invalidite_temporaire import ZERO, allocation_invalidite_temporaire

JOUR = Jour()
JOURS = Entier(0, DUREE_MAXIMALE, "jours")
SALAIRES = 3

PART = Objet(
    Champ("beneficiaire", "Bénéficiaire", Choix(BENEFICIAIRES)),
    Champ("montant", "Part, majoration comprise", MONTANT),
)
REMUNERATION = (
    Champ("tib", "Traitement indiciaire brut mensuel", MONTANT, exemple="2000"),
    Champ("ir", "Indemnité de résidence mensuelle", MONTANT, exemple="60"),
    Champ("sft", "Supplément familial de traitement mensuel", MONTANT, exemple="76.77"),
)

CALCULS: tuple[Calcul, ...] = (
    Calcul(
        "capital-deces",
        "Capital décès dû par l'employeur",
        Objet(
            Champ("deces", "Date du décès", JOUR, exemple="2025-05-10"),
            Champ("naissance", "Date de naissance de l'agent", JOUR, exemple="1980-05-01"),
            Champ(
                "remuneration_annuelle_brute",
                "Dernière rémunération brute annuelle",
                MONTANT,
                aide="Traitement, résidence, supplément familial et primes ; sert aux décès depuis 2021.",
                exemple="30000",
            ),
            Champ(
                "tib_mensuel",
                "Dernier traitement indiciaire brut mensuel",
                MONTANT,
                aide="Sert seulement pour un décès imputable au service avant 2021.",
                exemple="2000",
            ),
            Champ(
                "conjoint",
                "Conjoint survivant",
                OuiNon(),
                aide="Marié et non séparé, ou lié par un PACS depuis plus de deux ans.",
                exemple=True,
            ),
            Champ(
                "enfants",
                "Enfants qui ont droit au capital",
                Entier(0, 100, "enfants"),
                aide="Moins de 21 ans, ou infirmes.",
                exemple=2,
            ),
            Champ("retraite", "Agent déjà retraité", OuiNon(), aide="Rien n'est alors dû.", exemple=False),
            Champ(
                "imputable",
                "Décès imputable au service",
                OuiNon(),
                aide="Accident de service ou maladie professionnelle : l'âge ne réduit plus le capital.",
                exemple=False,
            ),
            controle=refus_de_la_regle(capital_deces, "deces", "naissance", "retraite", "imputable"),
        ),
        Objet(
            Champ("capital", "Capital", MONTANT),
            Champ("majoration_par_enfant", "Majoration de chaque enfant", MONTANT),
            Champ("parts", "Part de chacun", Liste(PART, minimum=0)),
            Champ("total", "Total dû", MONTANT),
        ),
        capital_deces,
    ),
    Calcul(
        "allocation-invalidite-temporaire",
        "Allocation d'invalidité temporaire d'un mois",
        Objet(
            Champ(
                "date",
                "Mois de l'allocation",
                JOUR,
                nom="jour",
                aide="Un jour du mois : il fixe le plafond de la sécurité sociale.",
                exemple="2026-02-01",
            ),
            Champ(
                "groupe",
                "Groupe d'invalidité",
                Entier(1, 3),
                aide="1 : une activité reste possible ; 2 : plus aucune ; 3 : aucune, et l'aide d'un tiers.",
                exemple=2,
            ),
            *REMUNERATION,
            Champ(
                "minimum_tierce_personne",
                "Minimum de la majoration pour tierce personne",
                MONTANT,
                False,
                defaut=ZERO,
                aide="Groupe 3 seulement ; sans lui, la majoration n'a pas de minimum.",
                exemple="0",
            ),
            controle=refus_de_la_regle(allocation_invalidite_temporaire, "date"),
        ),
        Objet(Champ("montant", "Allocation du mois", MONTANT)),
        allocation_invalidite_temporaire,
    ),
    Calcul(
        "indemnite-disponibilite-office",
        "Indemnité de disponibilité d'office d'un mois",
        Objet(
            Champ(
                "debut_arret",
                "Début de l'arrêt",
                JOUR,
                aide="Il fixe le plafond d'un jour.",
                exemple="2026-01-15",
            ),
            Champ(
                "jours",
                "Jours calendaires du mois",
                JOURS,
                aide="Ne sert qu'au plafond : les montants du mois ne sont pas réduits.",
                exemple=31,
            ),
            *REMUNERATION,
            controle=refus_de_la_regle(indemnite_disponibilite_office, "debut_arret"),
        ),
        Objet(Champ("montant", "Indemnité du mois", MONTANT)),
        indemnite_disponibilite_office,
    ),
    Calcul(
        "frais-medicaux",
        "Frais médicaux imputables au service",
        Objet(
            Champ("facture", "Montant de la facture", MONTANT, exemple="45.00"),
            Champ(
                "tarif_securite_sociale",
                "Tarif de la sécurité sociale pour cet acte",
                MONTANT,
                aide="Il ne plafonne rien : il dit quel contrôle faire.",
                exemple="26.50",
            ),
        ),
        Objet(
            Champ("pris_en_charge", "Montant pris en charge", MONTANT),
            Champ("controle", "Contrôle à faire", Choix(CONTROLES)),
        ),
        frais_medicaux,
    ),
    Calcul(
        "ijss-maladie",
        "Indemnités journalières de maladie de la sécurité sociale",
        Objet(
            Champ("debut", "Premier jour de l'arrêt", JOUR, exemple="2025-06-02"),
            Champ(
                "bruts",
                "Trois derniers salaires bruts mensuels",
                Liste(MONTANT, minimum=SALAIRES, maximum=SALAIRES),
                aide="Ceux des trois mois qui précèdent l'arrêt, avant tout plafond.",
                exemple=["1900", "1900", "1900"],
            ),
            Champ("jours", "Jours calendaires d'arrêt", JOURS, aide="Carence comprise.", exemple=20),
            controle=refus_de_la_regle(ijss_maladie, "debut"),
        ),
        Objet(
            Champ("ij", "Indemnité d'un jour", MONTANT),
            Champ("montant", "Indemnités de l'arrêt", MONTANT),
        ),
        ijss_maladie,
    ),
)
