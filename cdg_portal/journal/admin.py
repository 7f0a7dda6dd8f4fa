"""Consultation du journal des actes : personne n'y écrit à la main."""

from django.contrib import admin

from cdg_portal.administration import AdminEnLecture
from cdg_portal.journal.models import Evenement


@admin.register(Evenement)
class EvenementAdmin(AdminEnLecture):
    """Actes, du plus récent au plus ancien."""

    list_display = ("instant", "acteur", "collectivite", "action", "libelle", "motif")
    list_filter = ("action", "objet_type")
    list_select_related = ("acteur", "collectivite")
    date_hierarchy = "instant"
    search_fields = ("libelle", "objet_uid", "acteur__nom", "collectivite__denomination")
    ordering = ("-instant", "-id")
    fields = (
        "instant",
        "le",
        "acteur",
        "collectivite",
        "action",
        "objet_type",
        "objet_uid",
        "libelle",
        "motif",
    )
