"""Le site d'administration : comptes, habilitations, contrats, journal. Jamais les dossiers de sinistre."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.admin import AdminSite, ModelAdmin, TabularInline
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from cdg_portal.formulaires import FormulaireDeModele
from cdg_portal.socle.erreurs import ErreurMetier

ADMINISTRATEUR = "ADMINISTRATEUR"


class SiteAdministration(AdminSite):
    """Réservé aux comptes d'administration habilités ; on y entre par la connexion du portail."""

    site_title = "Administration de Statutaire"
    site_header = "Statutaire, administration"
    index_title = "Paramétrage du portail"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Compte autorisé à l'administration ET habilitation d'administrateur en cours."""
        return super().has_permission(request) and ADMINISTRATEUR in getattr(request, "roles", ())

    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Une seule porte, la connexion du portail, avec sa limite de tentatives."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied("Ce compte n'est pas habilité à l'administration.")
        suite = urlencode({"next": request.GET.get("next") or resolve_url("admin:index")})
        return redirect(f"{resolve_url('comptes:connexion')}?{suite}")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Une seule porte, la page du portail : limites, courriel d'avertissement, journal, sessions suivies."""
        return redirect("account_change_password")

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Le compte dit ce qui a changé."""
        return redirect("comptes:compte")


class AdministrationConfig(AdminConfig):
    """Administration de Django, habillée."""

    default_site = "cdg_portal.administration.SiteAdministration"


# Django laisse filtrer une liste sur tout champ du modèle, par toute comparaison : assez pour lire, lettre à lettre, un
# texte que la page tait ou l'empreinte d'un mot de passe.
_DU_FILTRE = ("", "__exact", "__in", "__isnull", "__id__exact")
_DE_LA_DATE = {"__year": 4, "__month": 2, "__day": 2}


class _DroitsDuSite:
    """Le droit vient de l'habilitation d'administrateur (SiteAdministration), pas des permissions de Django."""

    list_filter: ClassVar[Any]
    date_hierarchy: ClassVar[Any]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Les seuls filtres que la page propose."""
        if lookup in {f"{champ}{suite}" for champ in self.list_filter for suite in _DU_FILTRE}:
            return True
        largeur = next(
            (n for suite, n in _DE_LA_DATE.items() if lookup == f"{self.date_hierarchy}{suite}"), 0
        )
        return value.isdecimal() and len(value) <= largeur

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tout administrateur."""
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Tout administrateur."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tout administrateur."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tout administrateur."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Personne : on date une fin, on n'efface pas."""
        return False


class EnLecture(_DroitsDuSite):
    """Se consulte seulement."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Personne."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Personne."""
        return False


class SelectionSure(AutocompleteSelect):
    """Réaffiche une saisie refusée ; celle de Django lève ValueError sur un identifiant forgé."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:
        """Les seuls identifiants qui en sont."""
        return super().optgroups(name, [v for v in value if str(v).isdecimal() and str(v).isascii()], attrs)


class AdminDuPortail(_DroitsDuSite, ModelAdmin):
    """Page d'administration ; sans suppression ni action groupée."""

    actions = None
    list_per_page = 50

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """La recherche d'un objet lié, sûre."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SelectionSure(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AdminEnLecture(EnLecture, ModelAdmin):
    """Page de consultation."""

    actions = None
    list_per_page = 50


class TableauEnLecture(EnLecture, TabularInline):
    """Lignes consultées dans la page de leur objet."""

    extra = 0
    can_delete = False


class FormulaireParService(FormulaireDeModele):
    """Création menée par un service : ses refus s'affichent au champ fautif, rien n'est écrit à moitié."""

    def creer(self, saisie: dict[str, Any]) -> models.Model:
        """Appelle le service ; lève ErreurMetier."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        if self.errors:
            return
        try:
            self.instance = self.creer(self.cleaned_data)
        except ErreurMetier as refus:
            self.add_error(refus.champ if refus.champ in self.fields else None, str(refus))


class CreationParService(AdminDuPortail):
    """Page dont l'ajout passe par `form_creation`, un FormulaireParService."""

    form_creation: type[FormulaireParService]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Le formulaire du service pour créer, celui du modèle pour modifier."""
        if obj is None:
            kwargs["form"] = self.form_creation
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """À la création, les champs du formulaire dans leur ordre."""
        if obj is None:
            return [(None, {"fields": list(self.form_creation.base_fields)})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Rien n'est figé à la création."""
        return () if obj is None else super().get_readonly_fields(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Les lignes liées viennent après la création."""
        return () if obj is None else super().get_inlines(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Le service a déjà écrit l'objet créé."""
        if change:
            super().save_model(request, obj, form, change)
