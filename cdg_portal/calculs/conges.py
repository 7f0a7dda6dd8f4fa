"""Calculs des congés : maladie ordinaire et carence, maternité, paternité, adoption."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.decision import Decision
from cdg_portal.socle.formes import Champ, Ici, Liste, Objet
from cdg_portal.socle.natures import MONTANT, Choix, Entier, Jour, OuiNon
from cdg_portal.socle.periode import Periode, chevauchantes
from sinistres.regles import forme_entree
from sinistres.regles.adoption import conge_adoption
from sinistres.regles.droits_cmo import SegmentDroit, annee_medicale, segments_cmo
from sinistres.regles.entree import Certificat
from sinistres.regles.maternite import conge_maternite
from sinistres.regles.paternite import conge_paternite
from sinistres.regles.retenue_carence import retenue_carence

JOUR = Jour()
ENFANTS, NAISSANCES = Entier(0, 100, "enfants"), Entier(1, 100, "enfants")
JOURS, SEMAINES = Entier(unite="jours"), Entier(unite="semaines")
DROITS_CMO = {"PLEIN": "Plein traitement", "DEMI": "Demi-traitement", "EPUISE": "Droits épuisés"}


def sans_chevauchement(lu: dict[str, Any], ici: Ici) -> None:
    """Un jour n'appartient qu'à un certificat ; l'erreur vise celui donné le plus tard."""
    liste = (ici.lieu, "certificats")
    lisibles = []
    for rang, certificat in enumerate(lu["certificats"]):
        lieu = (liste, rang)
        if ici.erreurs.sain(lieu, (lieu, "debut"), (lieu, "fin")):
            lisibles.append((lieu, Periode(certificat.debut, certificat.fin)))
    for rang in chevauchantes([periode for _, periode in lisibles]):
        message = "Un autre certificat couvre déjà un de ces jours."
        ici.erreurs.ajouter(lisibles[rang][0], "chevauchement", message)


def droits_cmo(certificats: Sequence[Certificat]) -> Decision[tuple[SegmentDroit, ...]]:
    """Droits de certificats lus par leur forme."""
    return segments_cmo([Periode(c.debut, c.fin) for c in certificats])


def ecrire_segments(segments: Sequence[SegmentDroit]) -> Any:
    """Forme publiée des segments."""
    return RESULTAT_DROITS.ecrire({"segments": segments})


CERTIFICAT = Objet(
    Champ("debut", "Premier jour d'arrêt", JOUR, exemple="2024-09-02"),
    Champ("fin", "Dernier jour d'arrêt, inclus", JOUR, exemple="2024-10-31"),
    construire=Certificat,
    controle=forme_entree.CERTIFICAT.controle,
)
SEGMENT = Objet(
    Champ("du", "Premier jour", JOUR),
    Champ("au", "Dernier jour, inclus", JOUR),
    Champ("jours", "Jours calendaires", JOURS),
    Champ("droit", "Droit de l'agent", Choix(DROITS_CMO)),
)
RESULTAT_DROITS = Objet(Champ("segments", "Jours consécutifs de même droit", Liste(SEGMENT)))

CALCULS: tuple[Calcul, ...] = (
    Calcul(
        "annee-medicale",
        "Année médicale d'un jour d'arrêt",
        Objet(
            Champ(
                "jour",
                "Jour d'arrêt",
                JOUR,
                aide="L'année médicale est celle qui finit ce jour-là.",
                exemple="2023-06-01",
            )
        ),
        Objet(
            Champ("du", "Premier jour de l'année médicale", JOUR, nom="debut"),
            Champ("au", "Dernier jour, le jour d'arrêt", JOUR, nom="fin"),
        ),
        annee_medicale,
    ),
    Calcul(
        "droits-cmo",
        "Droits à congé de maladie ordinaire",
        Objet(
            Champ(
                "certificats",
                "Certificats de maladie ordinaire de l'agent",
                Liste(CERTIFICAT, maximum=1_000),
                aide="Tous ceux de l'année qui précède comptent, quelle que soit leur cause.",
                exemple=[{"debut": "2024-09-02", "fin": "2024-10-31"}],
            ),
            controle=sans_chevauchement,
        ),
        RESULTAT_DROITS,
        droits_cmo,
        ecrire_segments,
    ),
    Calcul(
        "retenue-carence",
        "Retenue du jour de carence",
        Objet(
            Champ("TIB", "Traitement indiciaire brut mensuel", MONTANT, exemple="2000"),
            Champ("NBI", "Nouvelle bonification indiciaire mensuelle", MONTANT, exemple="50"),
            Champ("IR", "Indemnité de résidence mensuelle", MONTANT, exemple="60"),
            Champ(
                "primes",
                "Primes mensuelles liées aux fonctions",
                MONTANT,
                aide="L'IFSE en fait partie ; ni le complément annuel (CIA), ni les frais remboursés.",
                exemple="300",
            ),
            Champ(
                "SFT",
                "Supplément familial de traitement mensuel",
                MONTANT,
                aide="Jamais retenu : l'agent le garde.",
                exemple="76.77",
            ),
        ),
        Objet(Champ("montant", "Retenue d'un jour", MONTANT)),
        retenue_carence,
    ),
    Calcul(
        "conge-maternite",
        "Congé de maternité",
        Objet(
            Champ(
                "date_presumee",
                "Date présumée de l'accouchement",
                JOUR,
                aide="Celle du certificat de grossesse.",
                exemple="2025-09-15",
            ),
            Champ(
                "enfants_a_charge",
                "Enfants déjà à charge",
                ENFANTS,
                aide="Avant la naissance ; à partir de deux, le congé est celui du troisième enfant.",
                exemple=0,
            ),
            Champ("nombre", "Enfants attendus", NAISSANCES, aide="3 pour des triplés ou plus.", exemple=1),
            Champ(
                "naissance",
                "Date réelle de la naissance",
                JOUR,
                False,
                aide="Vide tant que l'enfant n'est pas né.",
                exemple="2025-09-20",
            ),
            Champ(
                "hospitalisation",
                "Enfant hospitalisé après la naissance",
                OuiNon(),
                False,
                defaut=False,
                aide="Ne compte que si l'enfant naît plus de six semaines avant la date présumée.",
                exemple=False,
            ),
        ),
        Objet(
            Champ("debut", "Premier jour du congé", JOUR),
            Champ("fin", "Dernier jour du congé, inclus", JOUR),
            Champ("jours", "Jours calendaires", JOURS),
        ),
        conge_maternite,
    ),
    Calcul(
        "conge-paternite",
        "Congé de paternité et d'accueil de l'enfant",
        Objet(
            Champ("naissance", "Date de la naissance", JOUR, exemple="2025-09-20"),
            Champ("nombre", "Enfants nés", NAISSANCES, aide="2 ou plus : naissances multiples.", exemple=1),
        ),
        Objet(
            Champ("jours", "Jours calendaires", JOURS),
            Champ("obligatoires", "Dont obligatoires, accolés à la naissance", JOURS),
            Champ("date_limite", "Dernier jour pour prendre le congé, inclus", JOUR),
        ),
        conge_paternite,
    ),
    Calcul(
        "conge-adoption",
        "Congé d'adoption",
        Objet(
            Champ("enfants_a_charge", "Enfants déjà à charge", ENFANTS, aide="Avant l'arrivée.", exemple=1),
            Champ("nombre", "Enfants adoptés", NAISSANCES, exemple=1),
            Champ(
                "partage",
                "Congé partagé entre les deux parents",
                OuiNon(),
                aide="Le partage ajoute des jours au congé.",
                exemple=False,
            ),
        ),
        Objet(
            Champ("semaines", "Semaines de congé", SEMAINES),
            Champ("jours_partages", "Jours ajoutés par le partage", JOURS),
        ),
        conge_adoption,
    ),
)
