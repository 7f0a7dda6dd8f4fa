"""Lecture des agents, de leurs rémunérations et de leurs employeurs."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from adhesions.models import Agent, RapprochementPersonne, Remuneration, Situation
from adhesions.models.codes import Rubrique
from cdg_portal.socle.texte import cle_tri

TRIS = {
    "nom": "cle_tri",
    "matricule": "matricule",
    "collectivite": "collectivite__cle_tri",
    "naissance": "naissance",
    "entree": "entree",
}


def agents_liste(
    *,
    recherche: str = "",
    presence: str = "",
    regime: str = "",
    au: date | None = None,
    tri: str = "",
    collectivite: UUID | str | None = None,
    collectivites: Collection[int] | None = None,
) -> QuerySet[Agent]:
    """Les agents du périmètre. `recherche` : début du nom (sans accents) ou du matricule ; `presence` :
    « presents » ou « sortis » à la date `au` ; `collectivites` borne encore (None : pas de borne de plus).
    """
    liste = Agent.objects.select_related("collectivite")
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    if collectivite:
        liste = liste.filter(collectivite__uid=collectivite)
    if regime:
        liste = liste.filter(regime=regime)
    if presence == "presents" and au:
        liste = liste.filter(_present(au))
    elif presence == "sortis" and au:
        liste = liste.filter(sortie__lt=au)
    if recherche.strip():
        tapee = recherche.strip()
        liste = liste.filter(
            _nomme(tapee)
            | Q(matricule__commence_par=tapee)
            | Q(matricule__commence_par=tapee.upper())  # « m-02 » trouve M-0272
        )
    champ = TRIS.get(tri.removeprefix("-"), "cle_tri")
    return liste.order_by(f"-{champ}" if tri.startswith("-") else champ, "cle_tri", "id")


def agents_nommes(tapee: str) -> QuerySet[Agent]:
    """Les agents du périmètre dont le nom commence ainsi, sans ordre : de quoi borner une autre liste."""
    return Agent.objects.filter(_nomme(tapee)).order_by()


def _nomme(tapee: str) -> Q:
    """Début de « nom prénom », ou « prénom nom » en entier : les deux ordres se disent, aucun LIKE."""
    cle = cle_tri(tapee)
    premier, _, reste = cle.partition(" ")
    condition = Q(cle_tri__commence_par=cle)
    return condition | Q(cle_tri__commence_par=f"{reste} {premier}") if reste else condition


def _present(au: date) -> Q:
    return Q(entree__lte=au) & (Q(sortie__isnull=True) | Q(sortie__gte=au))


def agents_presents(*, collectivite: Any, au: date, regime: str | None = None) -> QuerySet[Agent]:
    """Les agents dans les effectifs ce jour-là (premier et dernier jour compris), par nom."""
    presents = Agent.objects.filter(_present(au), collectivite_id=collectivite.id)
    return (presents.filter(regime=regime) if regime else presents).order_by("cle_tri", "id")


def agent_par_uid(uid: UUID | str) -> Agent | None:
    """L'agent du périmètre avec ses situations et ses rémunérations, ou None."""
    return (
        Agent.objects.select_related("collectivite")
        .prefetch_related(
            Prefetch("situations", Situation.objects.order_by("-du")),
            Prefetch("remunerations", Remuneration.objects.order_by("-depuis", "rubrique")),
        )
        .filter(uid=uid)
        .first()
    )


def verrouiller_agent(pk: int) -> Agent:
    """L'agent tel qu'il est maintenant, verrouillé jusqu'à la fin de la transaction."""
    return Agent.objects.select_for_update(of=("self",)).select_related("collectivite").get(pk=pk)


def remuneration_au(*, agent: Agent, au: date) -> dict[str, Decimal]:
    """Montant annuel de chaque rubrique en vigueur à cette date ; une rubrique absente n'y figure pas."""
    en_vigueur: dict[str, Decimal] = {}
    for ligne in sorted(agent.remunerations.all(), key=lambda r: r.depuis):
        if ligne.depuis <= au:
            en_vigueur[ligne.rubrique] = ligne.annuel
    return {rubrique: en_vigueur[rubrique] for rubrique in Rubrique.values if rubrique in en_vigueur}


def masses_annuelles(*, collectivite: Any, au: date, regime: str) -> dict[str, Decimal]:
    """Somme, par rubrique, des montants annuels en vigueur des agents du régime présents à cette date."""
    presents = set(
        agents_presents(collectivite=collectivite, au=au, regime=regime)
        .order_by()
        .values_list("pk", flat=True)
    )
    en_vigueur = (
        Remuneration.objects.filter(collectivite_id=collectivite.id, depuis__lte=au)
        .order_by("agent_id", "rubrique", "-depuis")
        .distinct("agent_id", "rubrique")
        .values_list("agent_id", "rubrique", "annuel")
    )
    # Additionné ici : imbriquée, la requête coûte un produit de tables tant que la base n'a pas de statistiques.
    masses: dict[str, Decimal] = {}
    for agent_id, rubrique, annuel in en_vigueur:
        if agent_id in presents:
            masses[rubrique] = masses.get(rubrique, Decimal("0.00")) + annuel
    return masses


def personnes_multi_employeurs(agent: Agent) -> QuerySet[Agent]:
    """Les agents d'autres employeurs rapprochés de celui-ci ; vide hors du CDG, qui seul voit ces lignes."""
    personnes = RapprochementPersonne.objects.filter(agent_id=agent.pk).values("personne")
    autres = RapprochementPersonne.objects.filter(personne__in=personnes).exclude(agent_id=agent.pk)
    return (
        Agent.objects.filter(pk__in=autres.values("agent_id"))
        .select_related("collectivite")
        .order_by("collectivite__cle_tri", "id")
    )
