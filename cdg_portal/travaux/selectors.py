"""Lecture des travaux. La table n'a pas de collectivité : chaque lecture d'écran dit qui regarde."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.travaux import registre
from cdg_portal.travaux.models import Travail

OUBLI = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Avancement:
    """Où en est un travail ou un lot."""

    total: int
    faits: int
    echecs: int
    termine: bool


def elements_de(travail: Travail) -> QuerySet[Travail]:
    """Les éléments d'un lot, y compris ceux qui étaient déjà dans un autre ; un travail seul est le sien."""
    if travail.type != registre.LOT:
        return Travail.objects.filter(pk=travail.pk)
    ailleurs = travail.parametres.get(registre.AILLEURS, [])
    return Travail.objects.filter(Q(lot=travail) | Q(pk__in=ailleurs)).order_by("id")


def lots_de(identifiants: Collection[int]) -> QuerySet[Travail]:
    """Les lots dont l'un de ces travaux est un élément."""
    ailleurs = {f"parametres__{registre.AILLEURS}__has_any_keys": [str(i) for i in identifiants]}
    siens = Travail.objects.filter(pk__in=identifiants, lot__isnull=False).values("lot_id")
    return Travail.objects.filter(Q(pk__in=siens) | Q(**ailleurs), type=registre.LOT).order_by("id")


def avancement(travail: Travail) -> Avancement:
    """Compte des éléments d'un lot ; un travail seul compte pour un."""
    comptes = (
        elements_de(travail)
        .order_by()
        .aggregate(
            total=Count("pk"),
            faits=Count("pk", filter=~Q(etat__in=Travail.OUVERTS)),
            echecs=Count("pk", filter=Q(etat=Travail.Etat.ECHEC)),
        )
    )
    return Avancement(**comptes, termine=travail.etat not in Travail.OUVERTS)


def visibles() -> QuerySet[Travail]:
    """Les travaux que le périmètre courant laisse voir : les siens, ceux de ses collectivités, tous pour le CDG."""
    p = perimetre_courant()
    if p.cdg:
        return Travail.objects.all()
    if p.utilisateur is None:
        return Travail.objects.none()
    siens = Q(demandeur_id=p.utilisateur) | Q(parametres__collectivite__in=p.collectivites)
    return Travail.objects.filter(siens)


def travail_par_uid(uid: Any) -> Travail | None:
    """Le travail visible de cet identifiant ; absent et étranger se confondent."""
    return visibles().filter(uid=uid).first()


def travail_de(*, type: str, cle: str) -> Travail | None:
    """Le travail visible de ce type et de cette clé."""
    return visibles().filter(type=type, cle=cle).first()


def a_faire(maintenant: datetime) -> QuerySet[Travail]:
    """Travaux qu'un worker peut prendre : bail libre ou expiré, recul écoulé, jours précédents finis."""
    precedent = Travail.objects.filter(
        type=OuterRef("type"), cle__lt=OuterRef("cle"), etat__in=Travail.OUVERTS
    )
    quotidiens = [t.nom for t in registre.quotidiens()]
    return (
        Travail.objects.exclude(type=registre.LOT)
        .filter(Q(bail_jusqu_a__isnull=True) | Q(bail_jusqu_a__lte=maintenant), etat__in=Travail.OUVERTS)
        .filter(Q(pas_avant__isnull=True) | Q(pas_avant__lte=maintenant))
        .filter(~Q(type__in=quotidiens) | ~Exists(precedent))
    )


def oublies(maintenant: datetime) -> QuerySet[Travail]:
    """Ceux que leur sonnette aurait dû faire prendre : le balayage les réveille."""
    ages = Q(tentatives__gt=0) | Q(cree_a__lte=maintenant - OUBLI)
    return a_faire(maintenant).filter(ages).order_by("id")


def echecs_de(*, compte_id: int) -> QuerySet[Travail]:
    """Ce que ce compte a demandé et qui a échoué, lots entiers, le plus ancien d'abord."""
    return visibles().filter(demandeur_id=compte_id, etat=Travail.Etat.ECHEC, lot__isnull=True).order_by("id")
