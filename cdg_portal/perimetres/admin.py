"""Administration des collectivités, de leurs SIRET et des habilitations."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from cdg_portal.administration import CreationParService, FormulaireParService, TableauEnLecture
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.models import Collectivite, Habilitation, Siret
from cdg_portal.perimetres.services import collectivite_creer, habilitation_accorder, habilitation_finir
from cdg_portal.socle.natures import DERNIER_JOUR
from cdg_portal.socle.saisie import HORS_DES_SIECLES


class FormulaireDeCollectivite(FormulaireParService):
    """Nouvelle collectivité, identifiée par le SIRET de son établissement principal."""

    siret = forms.CharField(label="SIRET", max_length=20, help_text="14 chiffres ; les espaces sont admis.")

    class Meta:
        model = Collectivite
        fields = ("denomination", "strate", "representant", "adresse")

    def creer(self, saisie: dict[str, Any]) -> Collectivite:
        """SIREN et SIRET sont ceux du jour."""
        return collectivite_creer(le=aujourdhui(), **saisie)


class SiretEnLigne(TableauEnLecture):
    """Établissements principaux successifs."""

    model = Siret
    fields = ("siret", "du", "au")


@admin.register(Collectivite)
class CollectiviteAdmin(CreationParService):
    """Employeurs du périmètre ; le SIREN ne change pas, un regroupement se dit par le successeur."""

    form_creation = FormulaireDeCollectivite
    inlines = (SiretEnLigne,)
    list_display = ("denomination", "siren", "strate", "est_cdg", "successeur")
    list_filter = ("strate", "est_cdg")
    list_select_related = ("successeur",)
    search_fields = ("denomination", "siren")
    ordering = ("cle_tri", "id")
    autocomplete_fields = ("successeur",)
    fields = ("denomination", "siren", "strate", "est_cdg", "representant", "adresse", "successeur", "uid")
    readonly_fields = ("siren", "est_cdg", "uid")


class FormulaireDHabilitation(FormulaireParService):
    """Nouveau droit daté."""

    class Meta:
        model = Habilitation
        fields = ("compte", "role", "collectivite", "du", "au", "delegant")

    def creer(self, saisie: dict[str, Any]) -> Habilitation:
        """Un rôle du CDG ne se tient qu'au CDG."""
        return habilitation_accorder(**saisie)


class FormulaireDeFin(forms.ModelForm):
    """D'un droit accordé, seule la fin change."""

    class Meta:
        model = Habilitation
        fields = ("au",)

    def clean(self) -> dict[str, Any]:
        """Vérifie la date avant que le service ne l'écrive."""
        saisie = super().clean() or {}
        if saisie.get("au") and saisie["au"] < self.instance.du:
            self.add_error("au", "La date de fin précède la date de début.")
        if saisie.get("au") and saisie["au"] > DERNIER_JOUR:
            self.add_error("au", HORS_DES_SIECLES)
        return saisie


@admin.register(Habilitation)
class HabilitationAdmin(CreationParService):
    """Qui a quel rôle, où et quand ; un droit ne s'efface pas, il se termine."""

    form_creation = FormulaireDHabilitation
    form = FormulaireDeFin
    list_display = ("compte", "role", "collectivite", "du", "au", "delegant")
    list_filter = ("role",)
    list_select_related = ("compte", "collectivite", "delegant")
    search_fields = ("compte__nom", "compte__email", "collectivite__denomination")
    autocomplete_fields = ("compte", "collectivite", "delegant")
    fields = ("compte", "role", "collectivite", "du", "au", "delegant")
    readonly_fields = ("compte", "role", "collectivite", "du", "delegant")

    def save_model(self, request: HttpRequest, obj: Habilitation, form: Any, change: bool) -> None:
        """La fin d'un droit passe par son service."""
        if change:
            habilitation_finir(habilitation=obj, au=form.cleaned_data["au"])
