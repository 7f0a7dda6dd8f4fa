"""Administration des collectivités, de leurs SIRET et des habilitations."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from cdg_portal.administration import CreationParService, FormulaireParService, TableauEnLecture
from cdg_portal.formulaires import FormulaireDeModele
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.models import Collectivite, Habilitation, Siret
from cdg_portal.perimetres.services import collectivite_creer, habilitation_accorder, habilitation_finir
from cdg_portal.socle.erreurs import ErreurMetier


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
    """Nouveau droit daté ; une délégation se fait par la personne elle-même."""

    par: Any  # le compte qui accorde, posé pour chaque requête

    class Meta:
        model = Habilitation
        fields = ("compte", "role", "collectivite", "du", "au", "motif")
        help_texts = {"motif": "Pourquoi ce droit est donné. Gardé à son histoire."}

    def creer(self, saisie: dict[str, Any]) -> Habilitation:
        """Les mêmes règles qu'aux écrans : nul n'accorde au-dessus de lui."""
        return habilitation_accorder(par=self.par, le=aujourdhui(), **saisie)


class FormulaireDeFin(FormulaireDeModele):
    """D'un droit accordé, seule la fin change, et l'on dit pourquoi."""

    par: Any
    confirmer = forms.BooleanField(label="Finir même le dernier RH valideur", required=False)

    class Meta:
        model = Habilitation
        fields = ("au", "motif_fin")

    def _post_clean(self) -> None:
        """Le service vérifie et écrit ; ses refus s'affichent au champ fautif."""
        if self.errors:
            return
        droit = Habilitation.objects.select_related("collectivite").get(pk=self.instance.pk)
        try:
            self.instance = habilitation_finir(
                par=self.par,
                habilitation=droit,
                au=self.cleaned_data["au"],
                motif=self.cleaned_data["motif_fin"],
                le=aujourdhui(),
                maintenant=timezone.now(),
                confirmer=self.cleaned_data["confirmer"],
            )
        except ErreurMetier as refus:
            champ = {"motif": "motif_fin"}.get(refus.champ, refus.champ)
            self.add_error(champ if champ in self.fields else None, refus.message)


@admin.register(Habilitation)
class HabilitationAdmin(CreationParService):
    """Qui a quel rôle, où et quand ; un droit ne s'efface pas, il se termine."""

    form_creation = FormulaireDHabilitation
    form = FormulaireDeFin
    list_display = ("compte", "role", "collectivite", "du", "au", "delegant")
    list_filter = ("role",)
    list_select_related = ("compte", "collectivite", "delegant")
    search_fields = ("compte__nom", "compte__email", "collectivite__denomination")
    autocomplete_fields = ("compte", "collectivite")
    fields = ("compte", "role", "collectivite", "du", "au", "motif_fin", "confirmer", "delegant", "motif")
    readonly_fields = ("compte", "role", "collectivite", "du", "delegant", "motif")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Le formulaire sait qui agit."""
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        formulaire.par = request.user
        return formulaire

    def save_model(self, request: HttpRequest, obj: Habilitation, form: Any, change: bool) -> None:
        """Le service a déjà écrit."""
