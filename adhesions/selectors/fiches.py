"""Tout ce que montre la page d'une collectivité, d'une adhésion ou d'un agent, en une lecture."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from adhesions.models import (
    Adhesion,
    Agent,
    EffectifFige,
    GarantieSouscrite,
    LigneEffectif,
    Mandat,
    Notification,
    OptionAssiette,
)
from adhesions.models import Situation as SituationStatutaire
from adhesions.models.codes import Rubrique
from adhesions.regles.etats import ADHESION
from adhesions.selectors.adhesions import (
    Situation,
    adhesion_par_uid,
    adhesions_de,
    garanties_en_vigueur,
    situation_de,
    situees,
)
from adhesions.selectors.agents import agent_par_uid, personnes_multi_employeurs, remuneration_au
from adhesions.selectors.collectivites import collectivite_par_uid
from cdg_portal.documents.selectors import document_de
from cdg_portal.journal.selectors import Caches, Fait, chronologie_de, rien_de_cache
from cdg_portal.perimetres.selectors import sirets_de

CERTIFICAT = "adhesions/certificat"


@dataclass(frozen=True, slots=True)
class FicheCollectivite:
    """Une collectivité, ses adhésions, ses mandats et les faits qui la concernent."""

    collectivite: Any
    adhesions: list[Adhesion]
    mandats: list[Mandat]
    faits: list[Fait]


def fiche_collectivite(
    uid: UUID | str, *, au: date, caches: Caches = rien_de_cache
) -> FicheCollectivite | None:
    """La collectivité du périmètre et ce qui s'y rattache, ou None."""
    collectivite = collectivite_par_uid(uid, au=au)
    if collectivite is None:
        return None
    adhesions = situees(adhesions_de(collectivite), au=au)
    mandats = list(Mandat.objects.filter(collectivite_id=collectivite.id).select_related("contrat"))
    faits = chronologie_de(
        collectivite, *sirets_de(collectivite), *adhesions, *mandats, champs_caches=caches(collectivite.id)
    )
    return FicheCollectivite(collectivite, adhesions, mandats, faits)


@dataclass(frozen=True, slots=True)
class FicheAdhesion:
    """Une adhésion : effectif figé, garanties à la date, assiette, conditions notifiées, certificat, faits."""

    adhesion: Adhesion
    situation: Situation
    effectif: EffectifFige | None
    lignes_effectif: QuerySet[LigneEffectif]
    garanties: list[GarantieSouscrite]
    assiettes: list[OptionAssiette]
    notifications: list[Notification]
    certificat: Any | None
    faits: list[Fait]

    @property
    def en_projet(self) -> bool:
        """Vrai tant que l'adhésion n'est pas activée."""
        return self.adhesion.etat == ADHESION.initial


def fiche_adhesion(uid: UUID | str, *, au: date, caches: Caches = rien_de_cache) -> FicheAdhesion | None:
    """L'adhésion du périmètre et ce qui s'y rattache, ou None."""
    adhesion = adhesion_par_uid(uid)
    if adhesion is None:
        return None
    effectif = getattr(adhesion, "effectif", None)
    return FicheAdhesion(
        adhesion=adhesion,
        situation=situation_de(adhesion, au=au),
        effectif=effectif,
        lignes_effectif=LigneEffectif.objects.filter(
            effectif=effectif, collectivite_id=adhesion.collectivite_id
        )
        .select_related("agent")
        .order_by("agent__cle_tri", "id"),
        garanties=list(garanties_en_vigueur(adhesion=adhesion, au=min(au, adhesion.fin))),
        assiettes=list(adhesion.assiettes.order_by("-du")),
        notifications=list(adhesion.notifications.select_related("conditions").order_by("-le", "-id")),
        certificat=document_de(source=adhesion, modele=CERTIFICAT),
        faits=chronologie_de(
            adhesion, *adhesion.garanties.all(), champs_caches=caches(adhesion.collectivite_id)
        ),
    )


@dataclass(frozen=True, slots=True)
class EtatDePaie:
    """Rémunération annuelle complète à partir d'une date : (libellé, montant) et leur somme (€)."""

    depuis: date
    montants: list[tuple[str, Decimal]]
    total: Decimal


@dataclass(frozen=True, slots=True)
class FicheAgent:
    """Un agent, ses situations, ses paies successives, ses autres employeurs (CDG seulement), ses faits."""

    agent: Agent
    situations: list[SituationStatutaire]
    paies: list[EtatDePaie]
    autres_employeurs: list[Agent]
    faits: list[Fait]


def fiche_agent(uid: UUID | str, *, caches: Caches = rien_de_cache) -> FicheAgent | None:
    """L'agent du périmètre et ce qui s'y rattache, ou None."""
    agent = agent_par_uid(uid)
    if agent is None:
        return None
    return FicheAgent(
        agent=agent,
        situations=list(agent.situations.all()),
        paies=_paies(agent),
        autres_employeurs=list(personnes_multi_employeurs(agent)),
        faits=chronologie_de(agent, *agent.remunerations.all(), champs_caches=caches(agent.collectivite_id)),
    )


def _paies(agent: Agent) -> list[EtatDePaie]:
    """Une ligne par date de changement, la plus récente d'abord."""
    dates = [depuis for depuis, _ in groupby(agent.remunerations.all(), key=lambda r: r.depuis)]
    etats = []
    for depuis in dates:
        paie = remuneration_au(agent=agent, au=depuis)
        montants = [(str(Rubrique(rubrique).label), annuel) for rubrique, annuel in paie.items()]
        etats.append(EtatDePaie(depuis, montants, sum(paie.values(), Decimal("0.00"))))
    return etats
