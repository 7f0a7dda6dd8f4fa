"""Lecture des collectivités et de leurs SIRET."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cdg_portal.perimetres.models import Collectivite, Siret
from cdg_portal.socle.texte import cle_tri


def organisme_gestionnaire() -> Collectivite:
    """Le CDG de cette installation (une seule)."""
    return Collectivite.objects.get(est_cdg=True)


def sirets_en_vigueur(*, au: date) -> QuerySet[Siret]:
    """Les SIRET principaux du périmètre à cette date."""
    return Siret.objects.filter(Q(au__isnull=True) | Q(au__gte=au), du__lte=au).order_by("-du", "id")


def sirets_de(collectivite: Any) -> QuerySet[Siret]:
    """Tous les SIRET de la collectivité, passés compris, du plus récent au plus ancien."""
    return Siret.objects.filter(collectivite_id=collectivite.id)


def siret_de(collectivite: Any, *, au: date) -> str:
    """Le SIRET principal de la collectivité à cette date, ou une chaîne vide."""
    ligne = (
        Siret.objects.filter(Q(au__isnull=True) | Q(au__gte=au), collectivite_id=collectivite.id, du__lte=au)
        .order_by("-du")
        .first()
    )
    return ligne.siret if ligne else ""


def collectivites() -> QuerySet[Collectivite]:
    """Les collectivités du périmètre, par nom."""
    return Collectivite.objects.order_by("cle_tri", "id")


def nom_commence(recherche: str) -> Q:
    """Condition sur une collectivité : son nom, ou un mot de son nom, commence ainsi (sans casse ni accent).

    LIKE n'est pas « leakproof » : sous une politique de ligne il ne se sert d'aucun index. Il reste sur cette seule
    table, de quelques milliers de lignes ; les autres listes la désignent par sous-requête.
    """
    cle = cle_tri(recherche)
    return Q(cle_tri__commence_par=cle) | Q(cle_tri__contains=f" {cle}")


def collectivites_nommees(recherche: str) -> QuerySet[Collectivite]:
    """Les collectivités du périmètre que ce texte nomme."""
    return Collectivite.objects.filter(nom_commence(recherche)).order_by()


def collectivite_de_siren(siren: str) -> Collectivite | None:
    """La collectivité du périmètre qui porte ce SIREN, ou None."""
    return Collectivite.objects.filter(siren=siren).first()


def collectivites_de_ce_nom(denomination: str) -> list[Collectivite]:
    """Les collectivités du périmètre qui ont exactement ce nom, sans casse ni accent."""
    return list(Collectivite.objects.filter(cle_tri=cle_tri(denomination)[:200])[:5])


def strates() -> list[tuple[str, str]]:
    """Les tailles de collectivité au sens du contrat : (code, libellé)."""
    return [(str(code), str(libelle)) for code, libelle in Collectivite.Strate.choices]


def collectivite_de_uid(uid: UUID) -> Collectivite | None:
    """La collectivité du périmètre désignée par cet identifiant public, ou None."""
    return Collectivite.objects.filter(uid=uid).first()
