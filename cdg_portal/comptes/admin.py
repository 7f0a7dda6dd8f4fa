"""Administration des comptes : qui se connecte. Les droits sont des habilitations (perimetres)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from cdg_portal.administration import CreationParService, FormulaireParService
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.services import compte_creer
from cdg_portal.socle.erreurs import ErreurMetier

admin.site.unregister(Group)  # les droits sont des habilitations datées, pas des groupes


class FormulaireDeCompte(FormulaireParService):
    """Nouveau compte, sans mot de passe : on le donne ensuite sur sa page."""

    is_staff = forms.BooleanField(
        label="Accès à l'administration",
        required=False,
        help_text="Demande en plus l'habilitation d'administrateur.",
    )

    class Meta:
        model = Compte
        fields = ("email", "prenom", "nom")

    def creer(self, saisie: dict[str, Any]) -> Compte:
        """Refuse une adresse déjà prise."""
        compte, nouveau = compte_creer(
            email=saisie["email"], prenom=saisie["prenom"], nom=saisie["nom"], administre=saisie["is_staff"]
        )
        if not nouveau:
            raise ErreurMetier("compte-en-double", "Un compte a déjà cette adresse.", champ="email")
        return compte


@admin.register(Compte)
class CompteAdmin(CreationParService, UserAdmin):
    """Comptes, sans groupe ni permission de Django."""

    form_creation = FormulaireDeCompte
    list_display = ("email", "nom", "prenom", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "nom", "prenom")
    ordering = ("nom", "prenom", "id")
    filter_horizontal = ()
    readonly_fields = ("uid", "last_login", "cree_a")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Personne", {"fields": ("prenom", "nom", "uid")}),
        ("Accès", {"fields": ("is_active", "is_staff", "last_login", "cree_a")}),
    )
