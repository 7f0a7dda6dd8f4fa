"""Les simulateurs, par thème : ce que chacun calcule, dit en une phrase, et les mots qui le font trouver.

Un calcul du registre qui n'est pas nommé ici se trouve quand même, sous « Autres calculs ».
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cdg_portal.calculs.formes import Calcul
from cdg_portal.calculs.registre import CALCULS
from cdg_portal.socle.texte import cle_tri

ARRETS, COTISATIONS, DELAIS = "Arrêts et indemnités", "Cotisations", "Délais"
PREVOYANCE, AUTRES = "Prévoyance des agents", "Autres calculs"
THEMES = (ARRETS, COTISATIONS, DELAIS, PREVOYANCE, AUTRES)


@dataclass(frozen=True, slots=True)
class Simulateur:
    """Un simulateur : un calcul, ou plusieurs du même sujet entre lesquels choisir."""

    nom: str
    titre: str
    description: str
    theme: str
    calculs: tuple[str, ...]
    question: str = ""
    mots: str = ""

    @property
    def premier(self) -> Calcul:
        """Le calcul montré à l'ouverture."""
        return CALCULS[self.calculs[0]]

    @property
    def choix(self) -> list[tuple[str, str]]:
        """Nom et libellé court des calculs entre lesquels choisir."""
        return [(nom, COURTS.get(nom, CALCULS[nom].titre)) for nom in self.calculs]


_SIMPLES = (
    Simulateur(
        "indemnisation",
        "Indemnisation d'un agent",
        "Ce que l'assureur rembourse pour les arrêts d'un agent, jour par jour : droits, franchise, indemnité.",
        ARRETS,
        ("indemnisation",),
        mots="sinistre arret remboursement franchise requalification formule indemnite journaliere IJ accident AT "
        "service CITIS CMO CLM CLD longue maladie duree mi-temps temps partiel therapeutique TPT conge maternite",
    ),
    Simulateur(
        "droits-cmo",
        "Droits à congé de maladie ordinaire",
        "Les jours à plein traitement, à demi-traitement et l'épuisement des droits, certificat par certificat.",
        ARRETS,
        ("droits-cmo",),
        mots="maladie ordinaire CMO arret conge plein demi traitement 90 jours annee medicale",
    ),
    Simulateur(
        "conge-maternite",
        "Congé de maternité",
        "Les dates du congé avant et après la naissance, selon le nombre d'enfants.",
        ARRETS,
        ("conge-maternite",),
        mots="maternite naissance grossesse accouchement pathologique jumeaux",
    ),
    Simulateur(
        "capital-deces",
        "Capital décès",
        "Le capital dû aux ayants droit d'un agent décédé, et son partage.",
        ARRETS,
        ("capital-deces",),
        mots="deces mort ayants droit conjoint enfants",
    ),
    Simulateur(
        "cotisation",
        "Cotisation au contrat groupe",
        "La cotisation annuelle d'une collectivité et ses échéances, garantie par garantie.",
        COTISATIONS,
        ("cotisation",),
        mots="appel prime assiette taux echeance",
    ),
    Simulateur(
        "participation-cdg",
        "Participation au centre de gestion",
        "Ce que la collectivité doit au centre de gestion pour son service d'accompagnement.",
        COTISATIONS,
        ("participation-cdg",),
        mots="frais de gestion forfait agent pourcentage",
    ),
    Simulateur(
        "delais",
        "Délais",
        "Les derniers jours utiles : déclarer un sinistre, décider d'une imputabilité, réclamer, rester garanti.",
        DELAIS,
        ("delai-declaration", "decision-citis", "prescription", "cessation-garantie"),
        question="Quel délai ?",
        mots="date limite declaration citis imputabilite accident AT prescription cessation age retraite",
    ),
)
COURTS = {
    "delai-declaration": "Déclarer un sinistre",
    "decision-citis": "Décider de l'imputabilité",
    "prescription": "Réclamer (prescription)",
    "cessation-garantie": "Fin de la garantie d'un agent",
    "prevoyance-fenetre": "Adhérer, et à partir de quand",
    "prevoyance-cotisation": "Cotisation",
    "prevoyance-taux-plafond": "Hausse des taux",
    "prevoyance-incapacite": "Prestation d'incapacité",
    "prevoyance-terme": "Dernier jour indemnisé",
    "prevoyance-premier-jour": "Premier jour indemnisé",
}
# Titre, description et mots des autres calculs ; à défaut, leur titre au registre.
_AUTRES = {
    "retenue-carence": (
        "Retenue du jour de carence",
        "Ce qui est retenu sur la paie pour le jour de carence.",
        "arret maladie salaire traitement",
    ),
    "conge-paternite": (
        "Congé de paternité et d'accueil",
        "Le nombre de jours et les dates limites pour le prendre.",
        "naissance enfant pere",
    ),
    "conge-adoption": (
        "Congé d'adoption",
        "La durée du congé, selon les enfants adoptés et à charge.",
        "enfant accueil semaines",
    ),
    "age-legal": (
        "Âge légal de départ à la retraite",
        "L'âge et la date d'ouverture des droits, selon la naissance.",
        "pension retraite ans",
    ),
    "allocation-invalidite-temporaire": (
        "Allocation d'invalidité temporaire",
        "Le montant de l'allocation selon le groupe d'invalidité.",
        "AIT ATI invalide",
    ),
    "indemnite-disponibilite-office": (
        "Indemnité de disponibilité d'office",
        "L'indemnité de coordination d'un agent en disponibilité d'office pour raison de santé.",
        "DORS droits epuises maladie",
    ),
    "frais-medicaux": (
        "Frais médicaux",
        "La part des frais médicaux remboursée, et s'ils demandent un contrôle.",
        "accident AT CITIS service soins facture medecin",
    ),
    "ijss-maladie": (
        "Indemnités journalières de la sécurité sociale",
        "L'indemnité journalière de maladie d'un agent du régime général.",
        "IJ IJSS arret IRCANTEC CPAM",
    ),
    "absenteisme": (
        "Indicateurs d'absentéisme",
        "Taux, gravité, fréquence et exposition d'une période.",
        "absence arrets statistiques bilan",
    ),
    "annee-medicale": (
        "Année médicale",
        "Les douze mois qui comptent pour les droits d'un jour d'arrêt.",
        "maladie ordinaire CMO conge",
    ),
}


def simulateurs() -> tuple[Simulateur, ...]:
    """Tous les simulateurs dont le calcul est au registre, dans l'ordre de la page."""
    return tuple(_tous())


def _tous() -> Iterator[Simulateur]:
    nommes: set[str] = set()
    prevoyance = tuple(nom for nom in CALCULS if nom.startswith("prevoyance-"))
    for simulateur in _SIMPLES:
        presents = tuple(nom for nom in simulateur.calculs if nom in CALCULS)
        nommes.update(presents)
        if presents:
            yield replace(simulateur, calculs=presents)
    if prevoyance:
        yield Simulateur(
            "prevoyance",
            "Prévoyance d'un agent",
            "Adhésion, cotisation, prestation d'incapacité, premier et dernier jours indemnisés.",
            PREVOYANCE,
            prevoyance,
            question="Que voulez-vous calculer ?",
            mots="prevoyance incapacite invalidite maintien salaire convention participation indemnite journaliere IJ "
            "mutuelle deces",
        )
    for nom, calcul in CALCULS.items():
        if nom not in nommes and nom not in prevoyance:
            titre, description, mots = _AUTRES.get(nom, (calcul.titre, f"{calcul.titre}.", ""))
            yield Simulateur(nom, titre, description, AUTRES, (nom,), mots=mots)


def simulateur_de(nom: str) -> tuple[Simulateur, Calcul] | None:
    """Le simulateur de ce nom, ou celui qui contient ce calcul, avec le calcul à montrer ; None s'il n'y en a pas."""
    for simulateur in simulateurs():
        if nom in simulateur.calculs:
            return simulateur, CALCULS[nom]
        if nom == simulateur.nom:
            return simulateur, simulateur.premier
    return None


def par_theme(recherche: str = "") -> list[tuple[str, list[Simulateur]]]:
    """Simulateurs où chaque mot cherché commence un mot (titre, description, mots, calculs), par thème."""
    mots = [_singulier(mot) for mot in cle_tri(recherche).split()]
    retenus = [s for s in simulateurs() if all(f" {mot}" in f" {_cherchable(s)}" for mot in mots)]
    return [(theme, siens) for theme in THEMES if (siens := [s for s in retenus if s.theme == theme])]


def _singulier(mot: str) -> str:
    """« arrets » trouve « arret » ; un mot court, comme « AIS », reste entier."""
    return mot.rstrip("sx") if len(mot) > 4 else mot


def _cherchable(simulateur: Simulateur) -> str:
    calculs = " ".join(f"{nom} {CALCULS[nom].titre} {COURTS.get(nom, '')}" for nom in simulateur.calculs)
    return cle_tri(simulateur.titre, simulateur.description, simulateur.theme, simulateur.mots, calculs)


def titres() -> dict[str, str]:
    """Titre du simulateur de chaque calcul."""
    return {
        nom: s.titre if len(s.calculs) == 1 else f"{s.titre} : {COURTS.get(nom, CALCULS[nom].titre)}"
        for s in simulateurs()
        for nom in s.calculs
    }
