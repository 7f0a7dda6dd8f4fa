"""Les rôles : des habilitations additives, datées, par périmètre."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest


class Role(TextChoices):
    """Rôle d'une habilitation."""

    RH_SAISIE = "RH_SAISIE", "RH, saisie"
    RH_VALIDEUR = "RH_VALIDEUR", "RH, validation"
    LECTEUR = "LECTEUR", "Élu ou lecteur"
    GESTIONNAIRE_CDG = "GESTIONNAIRE_CDG", "Gestionnaire du CDG"
    CHEF_SERVICE_CDG = "CHEF_SERVICE_CDG", "Chef de service du CDG"
    PREVENTEUR = "PREVENTEUR", "Préventeur"
    PSYCHOLOGUE = "PSYCHOLOGUE", "Psychologue"
    MEDECIN = "MEDECIN", "Médecin"
    FINANCES = "FINANCES", "Finances"
    ASSUREUR = "ASSUREUR", "Assureur"
    CLIENT_API = "CLIENT_API", "Client d'API"
    ADMINISTRATEUR = "ADMINISTRATEUR", "Administrateur"


# Rôles tenus au CDG, qui voient toutes les collectivités. Les autres ne voient que la leur.
ROLES_DU_CDG = frozenset(
    {
        Role.GESTIONNAIRE_CDG,
        Role.CHEF_SERVICE_CDG,
        Role.FINANCES,
        Role.ADMINISTRATEUR,
        Role.PREVENTEUR,
        Role.PSYCHOLOGUE,
        Role.MEDECIN,
    }
)


def roles_tenus(request: HttpRequest, collectivite_id: int | None = None) -> frozenset[str]:
    """Les rôles du compte sur cette collectivité, ceux du CDG compris (None : où que ce soit)."""
    if collectivite_id is None:
        tenus: frozenset[str] = getattr(request, "roles", frozenset())
        return tenus
    return frozenset(
        h.role
        for h in getattr(request, "habilitations", ())
        if h.role in ROLES_DU_CDG or h.collectivite_id == collectivite_id
    )


def collectivites_des(request: HttpRequest, roles: Collection[str]) -> frozenset[int] | None:
    """Les collectivités où le compte tient l'un de ces rôles ; None : toutes (rôle du CDG)."""
    return collectivites_tenues(getattr(request, "habilitations", ()), roles)


def collectivites_tenues(habilitations: Iterable[Any], roles: Collection[str]) -> frozenset[int] | None:
    """Comme `collectivites_des`, pour qui lit sans requête (calendrier abonné)."""
    tenues = [h for h in habilitations if h.role in roles]
    if any(h.role in ROLES_DU_CDG for h in tenues):
        return None
    return frozenset(h.collectivite_id for h in tenues)
