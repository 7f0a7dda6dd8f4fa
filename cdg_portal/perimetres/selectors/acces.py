"""Lecture pour l'écran « Accès » : personnes habilitées, invitations et demandes en attente."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from cdg_portal.cloisonnement.perimetre import Perimetre, hors_perimetre, perimetre
from cdg_portal.comptes.regles.empreintes import empreinte_du_jeton
from cdg_portal.perimetres.models import DemandeAcces, Habilitation, Invitation
from cdg_portal.perimetres.selectors.habilitations import en_vigueur

# L'invitation acceptée et le droit qui en naît sont écrits ensemble.
MEME_ACTE = timedelta(minutes=5)
TRIS = {
    "nom": ("compte__nom", "compte__prenom"),
    "role": ("role", "compte__nom"),
    "collectivite": ("collectivite__cle_tri", "compte__nom"),
    "du": ("du", "compte__nom"),
    "au": ("au", "compte__nom"),
}
ETATS = (("", "En cours ou à venir"), ("EN_COURS", "En cours"), ("A_VENIR", "À venir"), ("FINI", "Finis"))


def acces_liste(
    *,
    au: date,
    bornes: Collection[int] | None,
    collectivite_id: int | None = None,
    recherche: str = "",
    role: str = "",
    etat: str = "",
    tri: str = "",
) -> QuerySet[Habilitation]:
    """Les droits du périmètre, avec `situation` (EN_COURS, A_VENIR ou FINI) à la date `au`.

    `bornes` : les collectivités où l'on peut les lire (None : toutes) ; `recherche` : nom, prénom ou adresse.
    Chaque ligne est un droit d'une collectivité : rien n'y dit ce que la personne tient ailleurs.
    """
    fini = Q(au__lt=au) | Q(retiree_a__isnull=False)
    liste = Habilitation.objects.select_related("compte", "collectivite", "delegant").annotate(
        situation=Case(
            When(fini, then=Value("FINI")),
            When(du__gt=au, then=Value("A_VENIR")),
            default=Value("EN_COURS"),
            output_field=CharField(),
        )
    )
    if bornes is not None:
        liste = liste.filter(collectivite_id__in=list(bornes))
    if collectivite_id is not None:
        liste = liste.filter(collectivite_id=collectivite_id)
    for mot in recherche.split():
        liste = liste.filter(
            Q(compte__nom__icontains=mot) | Q(compte__prenom__icontains=mot) | Q(compte__email__icontains=mot)
        )
    if role:
        liste = liste.filter(role=role)
    liste = liste.filter(situation=etat) if etat else liste.exclude(fini)
    champs = TRIS.get(tri.removeprefix("-"), TRIS["nom"])
    return liste.order_by(*(f"-{c}" if tri.startswith("-") else c for c in champs), "id")


def invitations_en_attente(*, collectivite_id: int) -> QuerySet[Invitation]:
    """Les invitations ni acceptées ni retirées, expirées comprises, la plus récente d'abord."""
    return Invitation.objects.select_related("invite_par").filter(
        collectivite_id=collectivite_id, acceptee_a__isnull=True, retiree_a__isnull=True
    )


def invitation_de_uid(uid: UUID) -> Invitation | None:
    """L'invitation du périmètre désignée par cet identifiant, ou None."""
    return Invitation.objects.select_related("collectivite", "invite_par").filter(uid=uid).first()


def invitation_lisible(*, jeton: str, maintenant: datetime) -> Invitation | None:
    """L'invitation que ce jeton peut encore servir, lue par son destinataire ; None sans dire pourquoi."""
    with hors_perimetre("Le destinataire d'une invitation la lit avant d'avoir un droit."):
        return (
            Invitation.objects.select_related("collectivite", "invite_par")
            .filter(
                empreinte=empreinte_du_jeton(jeton),
                acceptee_a__isnull=True,
                retiree_a__isnull=True,
                expire_a__gt=maintenant,
            )
            .first()
        )


def demandes_en_attente(*, bornes: Collection[int] | None) -> QuerySet[DemandeAcces]:
    """Les demandes d'accès à décider sur ces collectivités (None : toutes), la plus ancienne d'abord."""
    liste = DemandeAcces.objects.select_related("compte", "collectivite").filter(decidee_a__isnull=True)
    if bornes is not None:
        liste = liste.filter(collectivite_id__in=list(bornes))
    return liste.order_by("id")


def demande_de_uid(uid: UUID) -> DemandeAcces | None:
    """La demande du périmètre désignée par cet identifiant, ou None."""
    return DemandeAcces.objects.select_related("compte", "collectivite").filter(uid=uid).first()


def demandes_du_compte(*, compte_id: int) -> list[DemandeAcces]:
    """Ce que ce compte a demandé, lu sous sa propre politique, la plus récente d'abord."""
    with perimetre(Perimetre(utilisateur=compte_id)):
        return list(DemandeAcces.base.filter(compte_id=compte_id).order_by("-id"))


def droits_du_compte(*, compte: Any, au: date) -> list[Habilitation]:
    """Les droits en cours ou à venir de ce compte, dans le périmètre ouvert."""
    return list(
        Habilitation.objects.select_related("collectivite", "delegant")
        .filter(en_vigueur(au) | Q(du__gt=au, retiree_a__isnull=True), compte=compte)
        .order_by("collectivite__cle_tri", "role", "id")
    )


def tous_les_droits(*, compte_id: int) -> list[Habilitation]:
    """Ce que ce compte tient ou a tenu, fini compris, dans le périmètre ouvert."""
    return list(
        Habilitation.objects.select_related("compte", "collectivite")
        .filter(compte_id=compte_id)
        .order_by("id")
    )


def inviteurs(*, droits: Collection[Habilitation]) -> dict[int, str]:
    """Pour chaque droit né d'une invitation acceptée, le nom de qui a invité."""
    acceptees: dict[tuple[int, int | None, str], list[Invitation]] = {}
    for i in Invitation.objects.select_related("invite_par").filter(
        acceptee_par__in={d.compte_id for d in droits},
        collectivite_id__in={d.collectivite_id for d in droits},
    ):
        acceptees.setdefault((i.collectivite_id, i.acceptee_par_id, i.role), []).append(i)
    noms = {}
    for droit in droits:
        for i in acceptees.get((droit.collectivite_id, droit.compte_id, droit.role), ()):
            if i.acceptee_a and droit.source_id is None and abs(i.acceptee_a - droit.cree_a) < MEME_ACTE:
                noms[droit.pk] = str(i.invite_par)
    return noms
