"""Qui a quel droit, à une date."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.models import Collectivite, Habilitation
from cdg_portal.perimetres.permissions import ACCORDABLES, roles_de
from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role


def en_vigueur(au: date) -> Q:
    """Condition : le droit s'exerce ce jour-là (commencé, ni fini ni coupé, ni reçu d'un compte désactivé)."""
    prete = Q(delegant__isnull=True) | Q(delegant__is_active=True)
    return Q(prete, Q(au__isnull=True) | Q(au__gte=au), du__lte=au, retiree_a__isnull=True)


def habilitations_actives(*, compte_id: int, au: date) -> list[Habilitation]:
    """Les habilitations d'un compte en vigueur à cette date, lues sous sa propre politique."""
    with perimetre(Perimetre(utilisateur=compte_id)):
        # `base` : le périmètre n'est pas encore connu ; la politique `titulaire` borne aux siennes.
        return list(
            Habilitation.base.select_related("delegant")
            .filter(en_vigueur(au), compte_id=compte_id)
            .order_by("id")
        )


def perimetre_de(habilitations: list[Habilitation], *, compte_id: int) -> Perimetre:
    """Le périmètre qu'ouvrent ces habilitations."""
    cdg = any(h.role in ROLES_DU_CDG for h in habilitations)
    collectivites = () if cdg else tuple(sorted({h.collectivite_id for h in habilitations}))
    return Perimetre(cdg=cdg, collectivites=collectivites, utilisateur=compte_id)


def roles_accordables(habilitations: Iterable[Habilitation], *, collectivite: Collectivite) -> frozenset[str]:
    """Les rôles que ces droits permettent d'accorder ou de retirer sur cette collectivité.

    Un rôle du CDG agit partout, les autres chez eux seulement ; un rôle du CDG ne se tient qu'au CDG. Un droit reçu
    par délégation ne compte pas : ce qu'il accorderait lui survivrait.
    """
    voulus = {
        role
        for h in habilitations
        if h.source_id is None and (h.role in ROLES_DU_CDG or h.collectivite_id == collectivite.pk)
        for role in ACCORDABLES.get(h.role, ())
    }
    return frozenset(r for r in voulus if collectivite.est_cdg or r not in ROLES_DU_CDG)


def roles_accordables_par(compte: Any, *, collectivite: Collectivite, au: date) -> frozenset[str]:
    """Les rôles que ce compte peut accorder ou retirer ici, d'après ses droits en base ; aucun s'il est fermé."""
    if not compte.is_active:
        return frozenset()
    return roles_accordables(habilitations_actives(compte_id=compte.pk, au=au), collectivite=collectivite)


def habilitation_de_uid(uid: UUID) -> Habilitation | None:
    """Le droit du périmètre désigné par cet identifiant, avec son titulaire et sa collectivité, ou None."""
    return Habilitation.objects.select_related("compte", "collectivite", "delegant").filter(uid=uid).first()


def compte_du_perimetre(uid: UUID) -> Any | None:
    """Le titulaire d'un droit du périmètre, passé ou présent, désigné par l'identifiant de son compte, ou None."""
    droit = Habilitation.objects.select_related("compte").filter(compte__uid=uid).first()
    return droit.compte if droit else None


def tient_le_role(*, compte: Any, role: str, collectivite: Collectivite, au: date) -> bool:
    """Vrai si le compte tient déjà ce rôle ici à cette date (délégation comprise)."""
    return Habilitation.objects.filter(
        en_vigueur(au), compte=compte, role=role, collectivite=collectivite
    ).exists()


def adresse_tient_le_role(*, email: str, role: str, collectivite: Collectivite, au: date) -> bool:
    """Vrai si le compte de cette adresse tient déjà ce rôle ici, hors délégation."""
    return Habilitation.objects.filter(
        en_vigueur(au), compte__email=email, role=role, collectivite=collectivite, source__isnull=True
    ).exists()


def autres_titulaires(habilitation: Habilitation, *, apres: date) -> QuerySet[Habilitation]:
    """Qui d'autre tiendra ce rôle, ici et en propre, le lendemain de ce jour."""
    return Habilitation.objects.filter(
        Q(au__isnull=True) | Q(au__gt=apres),
        role=habilitation.role,
        collectivite_id=habilitation.collectivite_id,
        du__lte=apres,
        retiree_a__isnull=True,
        source__isnull=True,
        compte__is_active=True,
    ).exclude(compte_id=habilitation.compte_id)


def est_le_dernier(habilitation: Habilitation, *, apres: date) -> bool:
    """Vrai si plus personne ne tiendrait ce rôle ici après ce jour (une délégation ne compte pas)."""
    return habilitation.source_id is None and not autres_titulaires(habilitation, apres=apres).exists()


def droits_delegables(*, compte_id: int, au: date) -> list[Habilitation]:
    """Les droits propres de ce compte qu'il peut confier, avec leur collectivité."""
    permis = roles_de("comptes.deleguer")
    return [
        h
        for h in habilitations_actives(compte_id=compte_id, au=au)
        if h.source_id is None and h.role in permis
    ]


def collegues(*, collectivite_ids: Iterable[int], sauf: int, au: date) -> QuerySet[Habilitation]:
    """Les droits propres des collègues habilités sur ces collectivités ; ni l'assureur ni un logiciel n'en est un."""
    return (
        Habilitation.objects.select_related("compte")
        .filter(
            en_vigueur(au),
            collectivite_id__in=list(collectivite_ids),
            source__isnull=True,
            compte__is_active=True,
        )
        .exclude(compte_id=sauf)
        .exclude(role__in=[Role.ASSUREUR, Role.CLIENT_API])
        .order_by("compte__nom", "compte__prenom", "compte_id")
    )


def delegations_donnees(*, compte_id: int) -> QuerySet[Habilitation]:
    """Ce que ce compte a confié, la plus récente d'abord (dans le périmètre)."""
    return (
        Habilitation.objects.select_related("compte", "collectivite")
        .filter(delegant_id=compte_id)
        .order_by("-du", "-id")
    )
