"""Consultation du journal : personne n'y écrit à la main."""

from django.contrib import admin

from cdg_portal.administration import AdminEnLecture
from cdg_portal.journal.models import Acces, Effacement, Evenement, Scellement


@admin.register(Evenement)
class EvenementAdmin(AdminEnLecture):
    """Actes, du plus récent au plus ancien, sans leur texte : il dit la nature et les dates d'un congé."""

    list_display = ("instant", "acteur", "collectivite", "action", "objet_type")
    list_filter = ("action", "objet_type")
    list_select_related = ("acteur", "collectivite")
    date_hierarchy = "instant"
    search_fields = ("objet_uid", "acteur__nom", "collectivite__denomination")
    ordering = ("-instant", "-id")
    fields = (
        "instant",
        "le",
        "acteur",
        "collectivite",
        "action",
        "objet_type",
        "objet_uid",
    )


@admin.register(Acces)
class AccesAdmin(AdminEnLecture):
    """Accès refusés, fichiers emportés, documents lus, connexions."""

    list_display = ("instant", "nature", "acteur", "collectivite", "page", "statut", "objet_uid", "motif")
    list_filter = ("nature", "statut")
    list_select_related = ("acteur", "collectivite")
    date_hierarchy = "instant"
    search_fields = ("page", "objet_uid", "motif", "acteur__nom", "collectivite__denomination", "requete_id")
    ordering = ("-instant", "-id")
    fields = (
        "instant",
        "nature",
        "acteur",
        "collectivite",
        "methode",
        "page",
        "statut",
        "objet_uid",
        "motif",
        "requete_id",
    )


@admin.register(Scellement)
class ScellementAdmin(AdminEnLecture):
    """Scellements : de quoi comparer une racine gardée au-dehors."""

    list_display = ("n", "instant", "nombre", "premier", "dernier", "racine_lisible")
    date_hierarchy = "instant"
    search_fields = ("n",)
    fields = ("n", "instant", "premier", "dernier", "nombre", "racine_lisible")
    readonly_fields = ("racine_lisible",)

    @admin.display(description="racine")
    def racine_lisible(self, scellement: Scellement) -> str:
        """« 12:ab34… », telle que la donne `racine_du_journal`."""
        return str(scellement)


@admin.register(Effacement)
class EffacementAdmin(AdminEnLecture):
    """Effacements de contenu, et leur raison."""

    list_display = ("instant", "collectivite", "maillon_id", "champs", "motif")
    list_select_related = ("collectivite",)
    date_hierarchy = "instant"
    search_fields = ("motif", "champs")
    fields = ("instant", "collectivite", "maillon_id", "champs", "motif")
