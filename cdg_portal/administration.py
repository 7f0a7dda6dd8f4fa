"""Le site d'administration : comptes, habilitations, contrats, journal. Jamais les dossiers de sinistre."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest

ADMINISTRATEUR = "ADMINISTRATEUR"


class SiteAdministration(AdminSite):
    """Réservé aux comptes d'administration habilités."""

    site_title = "Administration de Statutaire"
    site_header = "Statutaire, administration"
    index_title = "Paramétrage du portail"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Compte autorisé à l'administration ET habilitation d'administrateur en cours."""
        return super().has_permission(request) and ADMINISTRATEUR in getattr(request, "roles", ())


class AdministrationConfig(AdminConfig):
    """Administration de Django, habillée."""

    default_site = "cdg_portal.administration.SiteAdministration"
