"""Les rôles : des habilitations additives, datées, par périmètre."""

from django.db.models import TextChoices


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
    {Role.GESTIONNAIRE_CDG, Role.CHEF_SERVICE_CDG, Role.FINANCES, Role.ADMINISTRATEUR, Role.PREVENTEUR}
)
ROLES_DE_SAISIE = frozenset({Role.RH_SAISIE, Role.RH_VALIDEUR})
ROLES_DE_GESTION = frozenset({Role.GESTIONNAIRE_CDG, Role.CHEF_SERVICE_CDG})
