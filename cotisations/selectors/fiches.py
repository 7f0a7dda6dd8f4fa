"""Tout ce que montre la page d'une base, d'un appel ou des cotisations d'une adhésion, en une lecture."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from adhesions.selectors import adhesion_par_uid, assiette_en_vigueur
from cdg_portal.documents.selectors import document_de
from cdg_portal.journal.selectors import Caches, Fait, chronologie_de, rien_de_cache
from cotisations.models import Appel, BaseDeclaree, Participation
from cotisations.regles.controles import Controle
from cotisations.regles.etats import APPEL
from cotisations.selectors.appels import appel_par_uid, appels_liste, controles_appel
from cotisations.selectors.bases import base_declaree, base_par_uid, base_proposee
from cotisations.selectors.etapes import etapes_lisibles
from cotisations.selectors.participations import expliquees, participations_liste

PDF_APPEL = "cotisations/appel"
LIBELLES = {
    "tib": "Traitements indiciaires bruts",
    "nbi": "Nouvelle bonification indiciaire",
    "sft": "Supplément familial de traitement",
    "ir": "Indemnité de résidence",
    "primes": "Primes",
    "charges": "Charges patronales",
}


@dataclass(frozen=True, slots=True)
class LigneDeBase:
    """Une rubrique déclarée (€) au regard de ce que les rémunérations connues proposent."""

    libelle: str
    declare: Decimal
    propose: Decimal

    @property
    def ecart(self) -> Decimal:
        """Déclaré moins proposé (€)."""
        return self.declare - self.propose


@dataclass(frozen=True, slots=True)
class FicheBase:
    """Une base, ses rubriques comparées, son appel s'il est émis, ses faits."""

    base: BaseDeclaree
    lignes: list[LigneDeBase]
    total_propose: Decimal
    nb_agents_propose: int
    appel: Appel | None
    faits: list[Fait]


def fiche_base(uid: UUID | str, *, caches: Caches = rien_de_cache) -> FicheBase | None:
    """La base du périmètre et ce qui s'y rattache, ou None."""
    base = base_par_uid(uid)
    if base is None:
        return None
    proposee = base_proposee(adhesion=base.adhesion, exercice=base.exercice)
    lignes = [
        LigneDeBase(libelle, getattr(base, rubrique), proposee["montants"][rubrique])
        for rubrique, libelle in LIBELLES.items()
    ]
    return FicheBase(
        base=base,
        lignes=lignes,
        total_propose=sum((ligne.propose for ligne in lignes), Decimal("0.00")),
        nb_agents_propose=proposee["nb_agents"],
        appel=base.appels.order_by("-id").first(),
        faits=chronologie_de(base, champs_caches=caches(base.collectivite_id)),
    )


@dataclass(frozen=True, slots=True)
class FicheAppel:
    """Un appel, ses points à contrôler, les actions permises par son état, son PDF, ses faits."""

    appel: Appel
    controles: list[Controle]
    actions: tuple[str, ...]
    document: Any | None
    faits: list[Fait]

    @property
    def a_regarder(self) -> int:
        """Nombre de contrôles en alerte."""
        return sum(c.alerte for c in self.controles)

    @property
    def explication(self) -> list[dict[str, Any]]:
        """Étapes du calcul, nombres à la française."""
        return etapes_lisibles(self.appel.etapes)


def fiche_appel(uid: UUID | str, *, caches: Caches = rien_de_cache) -> FicheAppel | None:
    """L'appel du périmètre et ce qui s'y rattache, ou None."""
    appel = appel_par_uid(uid)
    if appel is None:
        return None
    return FicheAppel(
        appel=appel,
        controles=controles_appel(appel),
        actions=APPEL.possibles(appel.etat),
        document=document_de(source=appel, modele=PDF_APPEL),
        faits=chronologie_de(appel, appel.base_declaree, champs_caches=caches(appel.collectivite_id)),
    )


@dataclass(frozen=True, slots=True)
class CotisationsDAdhesion:
    """Bases, appels et participations d'une adhésion, les plus récents d'abord, et les faits des participations."""

    adhesion: Any
    bases: list[BaseDeclaree]
    appels: list[Appel]
    participations: list[Participation]
    faits: list[Fait]

    def participation_a_emettre(self, exercice: int) -> bool:
        """Vrai si la participation de cet exercice peut encore être due et n'est pas émise."""
        a = self.adhesion
        terme = min(a.fin, a.resiliation or a.fin)
        emises = {p.exercice for p in self.participations}
        une_seule_fois = a.participation_periodicite == "UNIQUE" and bool(emises)
        return (
            a.etat != "PROJET"
            and a.effet.year <= exercice <= terme.year
            and exercice not in emises
            and not une_seule_fois
        )


def cotisations_de(uid: UUID | str, *, caches: Caches = rien_de_cache) -> CotisationsDAdhesion | None:
    """Les cotisations d'une adhésion du périmètre, ou None."""
    adhesion = adhesion_par_uid(uid)
    if adhesion is None:
        return None
    participations = expliquees(participations_liste(adhesion=adhesion))
    return CotisationsDAdhesion(
        adhesion=adhesion,
        bases=list(
            BaseDeclaree.objects.filter(adhesion=adhesion, collectivite_id=adhesion.collectivite_id).order_by(
                "-exercice", "-id"
            )
        ),
        appels=list(appels_liste(adhesion=adhesion)),
        participations=participations,
        faits=chronologie_de(*participations, champs_caches=caches(adhesion.collectivite_id)),
    )


@dataclass(frozen=True, slots=True)
class DeclarationPreparee:
    """Ce qu'il faut pour proposer la déclaration d'un exercice."""

    adhesion: Any
    exercice: int
    exercices: list[int]
    proposee: dict[str, Any]
    charges_assurees: bool
    deja: BaseDeclaree | None


def declaration_preparee(uid: UUID | str, *, exercice: int | None, annee: int) -> DeclarationPreparee | None:
    """Base proposée pour l'exercice demandé, sinon l'année en cours ramenée dans l'adhésion ; None hors périmètre."""
    adhesion = adhesion_par_uid(uid)
    if adhesion is None:
        return None
    terme = min(adhesion.fin, adhesion.resiliation or adhesion.fin)
    exercices = list(range(adhesion.effet.year, terme.year + 1))
    retenu = exercice if exercice in exercices else min(max(annee, exercices[0]), exercices[-1])
    proposee = base_proposee(adhesion=adhesion, exercice=retenu)
    option = assiette_en_vigueur(adhesion=adhesion, au=proposee["au"])
    return DeclarationPreparee(
        adhesion=adhesion,
        exercice=retenu,
        exercices=exercices,
        proposee=proposee,
        charges_assurees=bool(option.charges_pct),
        deja=base_declaree(adhesion=adhesion, exercice=retenu),
    )
