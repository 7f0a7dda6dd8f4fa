"""Lecture des habilitations."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.models import Collectivite, Habilitation, Siret
from cdg_portal.perimetres.roles import ROLES_DU_CDG


def habilitations_actives(*, compte_id: int, au: date) -> list[Habilitation]:
    """Les habilitations d'un compte en vigueur à cette date, lues sous sa propre politique."""
    with perimetre(Perimetre(utilisateur=compte_id)):
        # `base` : le périmètre n'est pas encore connu ; la politique `titulaire` borne aux siennes.
        return list(
            Habilitation.base.filter(
                Q(au__isnull=True) | Q(au__gte=au), compte_id=compte_id, du__lte=au
            ).order_by("id")
        )


def perimetre_de(habilitations: list[Habilitation], *, compte_id: int) -> Perimetre:
    """Le périmètre qu'ouvrent ces habilitations."""
    cdg = any(h.role in ROLES_DU_CDG for h in habilitations)
    collectivites = () if cdg else tuple(sorted({h.collectivite_id for h in habilitations}))
    return Perimetre(cdg=cdg, collectivites=collectivites, utilisateur=compte_id)


def organisme_gestionnaire() -> Collectivite:
    """Le CDG de cette installation (une seule)."""
    return Collectivite.objects.get(est_cdg=True)


def sirets_en_vigueur(*, au: date) -> QuerySet[Siret]:
    """Les SIRET principaux du périmètre à cette date."""
    return Siret.objects.filter(Q(au__isnull=True) | Q(au__gte=au), du__lte=au).order_by("-du", "id")


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


def collectivite_de_siren(siren: str) -> Collectivite | None:
    """La collectivité du périmètre qui porte ce SIREN, ou None."""
    return Collectivite.objects.filter(siren=siren).first()


def strates() -> list[tuple[str, str]]:
    """Les tailles de collectivité au sens du contrat : (code, libellé)."""
    return [(str(code), str(libelle)) for code, libelle in Collectivite.Strate.choices]
