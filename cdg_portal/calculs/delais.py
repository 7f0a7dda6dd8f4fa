"""Calculs des délais et des âges : déclaration, décision, prescription, cessation, retraite."""

from __future__ import annotations

from cdg_portal.calculs.controles import refus_de_la_regle
from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.formes import Champ, Objet
from cdg_portal.socle.natures import Choix, Entier, Jour, OuiNon
from sinistres.regles.age_legal import BAREMES, age_legal
from sinistres.regles.cessation import cessation_garantie
from sinistres.regles.decision_citis import TYPES, decision_citis
from sinistres.regles.delais import UNITES, decider_delai_declaration
from sinistres.regles.prescription import GARANTIES, prescription

DELAI_MAXIMAL = 36_600
JOUR = Jour()
NAISSANCE = Champ("naissance", "Date de naissance de l'agent", JOUR, exemple="1964-01-15")

CALCULS: tuple[Calcul, ...] = (
    Calcul(
        "delai-declaration",
        "Dernier jour pour déclarer un sinistre",
        Objet(
            Champ(
                "connaissance",
                "Jour où la collectivité a connu l'arrêt ou son renouvellement",
                JOUR,
                aide="Ce jour ne compte pas dans le délai.",
                exemple="2025-08-31",
            ),
            Champ(
                "nombre",
                "Durée du délai",
                Entier(0, DELAI_MAXIMAL),
                aide="Celle de votre contrat.",
                exemple=6,
            ),
            Champ("unite", "Unité du délai", Choix(UNITES), exemple="MOIS"),
        ),
        Objet(Champ("limite", "Dernier jour pour déclarer, inclus", JOUR)),
        decider_delai_declaration,
    ),
    Calcul(
        "decision-citis",
        "Délai pour décider de l'imputabilité au service",
        Objet(
            Champ("type", "Événement déclaré", Choix(TYPES), nom="evenement", exemple="ACCIDENT"),
            Champ(
                "dossier_complet",
                "Réception du dossier complet",
                JOUR,
                aide="Déclaration et certificat médical reçus.",
                exemple="2025-03-10",
            ),
            Champ(
                "instruction_prolongee",
                "Instruction prolongée",
                OuiNon(),
                aide="Par une enquête, une expertise ou la saisine du conseil médical.",
                exemple=False,
            ),
        ),
        Objet(
            Champ("limite", "Dernier jour pour décider, inclus", JOUR),
            Champ("citis_provisoire_le", "Congé provisoire dû à partir du", JOUR),
        ),
        decision_citis,
    ),
    Calcul(
        "prescription",
        "Prescription des actions contre l'assureur",
        Objet(
            Champ("evenement", "Date de l'événement", JOUR, exemple="2024-03-10"),
            Champ("garantie", "Garantie en cause", Choix(GARANTIES), exemple="AUTRE"),
            Champ(
                "connaissance",
                "Jour où l'intéressé a connu l'événement",
                JOUR,
                False,
                aide="S'il prouve qu'il l'ignorait jusque-là : le délai part de ce jour.",
                exemple="2024-06-01",
            ),
            controle=refus_de_la_regle(prescription, "evenement", "connaissance"),
        ),
        Objet(Champ("limite", "Dernier jour pour agir, inclus", JOUR)),
        prescription,
    ),
    Calcul(
        "cessation-garantie",
        "Fin des garanties par l'âge",
        Objet(
            NAISSANCE,
            Champ(
                "age",
                "Âge de cessation prévu au contrat",
                Entier(50, 75, "ans"),
                aide="Les garanties cessent à la fin du trimestre civil de cet anniversaire.",
                exemple=65,
            ),
        ),
        Objet(Champ("date", "Dernier jour garanti, inclus", JOUR)),
        cessation_garantie,
    ),
    Calcul(
        "age-legal",
        "Âge légal de départ à la retraite",
        Objet(
            NAISSANCE,
            Champ(
                "bareme",
                "Barème",
                Choix(BAREMES),
                aide="Loi de financement pour 2026 : pensions qui prennent effet depuis septembre 2026.",
                exemple="LFSS_2026",
            ),
            controle=refus_de_la_regle(age_legal, "naissance"),
        ),
        Objet(
            Champ("ans", "Années", Entier(unite="ans")),
            Champ("mois", "Mois en plus", Entier(0, 11, "mois")),
            Champ("date", "Jour où l'âge est atteint", JOUR, nom="atteint_le"),
        ),
        age_legal,
    ),
)
