"""Lecture des appels de cotisation et des points à contrôler avant de les valider."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from adhesions.selectors import effectif_de
from cdg_portal.perimetres.selectors import collectivites_nommees
from cotisations.models import Appel, Echeance, LigneAppel
from cotisations.regles.controles import Controle, comparer_montants, comparer_nombres, moyenne
from cotisations.selectors.bases import base_proposee, montants_de_base

TRIS = {
    "numero": "numero",
    "collectivite": "collectivite__cle_tri",
    "exercice": "exercice",
    "total": "total",
}


def appels_liste(
    *,
    recherche: str = "",
    etat: str = "",
    exercice: int | None = None,
    adhesion: Any | None = None,
    tri: str = "",
    collectivite: UUID | str | None = None,
    collectivites: Collection[int] | None = None,
) -> QuerySet[Appel]:
    """Les appels du périmètre ; `collectivites` les borne encore (None : pas de borne de plus)."""
    liste = Appel.objects.select_related("collectivite", "adhesion")
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    if collectivite:
        liste = liste.filter(collectivite__uid=collectivite)
    if adhesion is not None:
        liste = liste.filter(adhesion=adhesion)
    if etat:
        liste = liste.filter(etat=etat)
    if exercice:
        liste = liste.filter(exercice=exercice)
    if recherche.strip():
        liste = liste.filter(
            Q(numero__commence_par=recherche.strip().upper())
            | Q(collectivite_id__in=collectivites_nommees(recherche).values("pk"))
        )
    champ = TRIS.get(tri.removeprefix("-"), "")
    if champ:
        return liste.order_by(f"-{champ}" if tri.startswith("-") else champ, "-id")
    return liste.order_by("-exercice", "-id")


def echeances_d_appels(
    *, du: date, au: date, collectivites: Collection[int] | None = None
) -> QuerySet[Echeance]:
    """Les fractions exigibles entre ces dates, des appels validés seulement : les autres peuvent encore changer."""
    liste = Echeance.objects.select_related("appel__collectivite").filter(
        appel__etat=Appel.Etat.VALIDE, date__gte=du, date__lte=au
    )
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    return liste.order_by("date", "id")


def appel_de(*, collectivite: Any, exercice: int) -> Appel | None:
    """Le premier appel provisionnel de l'exercice d'une collectivité, ou None."""
    return (
        Appel.objects.select_related("adhesion__effectif", "adhesion__lot__contrat", "collectivite")
        .filter(collectivite_id=collectivite.id, exercice=exercice, type=Appel.Type.PROVISIONNEL)
        .order_by("id")
        .first()
    )


def appel_par_uid(uid: UUID | str) -> Appel | None:
    """L'appel du périmètre avec sa base, ses lignes et ses échéances, ou None."""
    return (
        Appel.objects.select_related(
            "collectivite",
            "adhesion__collectivite",
            "adhesion__lot__contrat",
            "base_declaree",
            "verifie_par",
            "valide_par",
        )
        .prefetch_related(
            Prefetch("lignes", LigneAppel.objects.order_by("rang")),
            Prefetch("echeances", Echeance.objects.order_by("rang")),
        )
        .filter(uid=uid)
        .first()
    )


def controles_appel(appel: Appel) -> list[Controle]:
    """Écarts à regarder : exercice précédent, effectif figé, assiette par agent, paies connues du portail."""
    base, adhesion = appel.base_declaree, appel.adhesion
    precedent = (
        Appel.objects.filter(
            collectivite_id=appel.collectivite_id,
            exercice=appel.exercice - 1,
            type=appel.type,
            base_declaree__regime=base.regime,
        )
        .select_related("base_declaree")
        .order_by("-id")
        .first()
    )
    effectif = effectif_de(adhesion)
    proposee = base_proposee(adhesion=adhesion, exercice=appel.exercice)
    return [
        comparer_montants(
            "assiette-n-1",
            f"Assiette au regard de {appel.exercice - 1}",
            valeur=appel.assiette,
            reference=precedent.assiette if precedent else None,
        ),
        comparer_montants(
            "assiette-par-agent",
            f"Assiette par agent au regard de {appel.exercice - 1}",
            valeur=moyenne(appel.assiette, base.nb_agents) or appel.assiette,
            reference=moyenne(precedent.assiette, precedent.base_declaree.nb_agents) if precedent else None,
        ),
        comparer_nombres(
            "effectif-fige",
            "Agents déclarés au regard de l'effectif figé",
            valeur=base.nb_agents,
            reference=_fige(effectif, base.regime),
        ),
        comparer_nombres(
            "effectif-connu",
            "Agents déclarés au regard des agents présents dans le portail",
            valeur=base.nb_agents,
            reference=proposee["nb_agents"],
        ),
        comparer_montants(
            "paies-connues",
            "Base déclarée au regard des rémunérations du portail",
            valeur=sum(montants_de_base(base).values(), Decimal(0)),
            reference=sum(proposee["montants"].values(), Decimal(0)),
        ),
    ]


def _fige(effectif: Any | None, regime: str) -> int | None:
    if effectif is None:
        return None
    return int(effectif.nb_cnracl if regime == "CNRACL" else effectif.nb_ircantec)
