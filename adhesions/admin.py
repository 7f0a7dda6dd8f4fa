"""Administration des organismes, des contrats groupe et des conditions générales. Aucun dossier d'agent."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from adhesions.models import (
    Avenant,
    ConditionsGenerales,
    Contrat,
    GarantieOfferte,
    Lot,
    Offre,
    Organisme,
    RoleContrat,
    Tarif,
)
from adhesions.services.contrats import conditions_enregistrer
from cdg_portal.administration import (
    AdminDuPortail,
    AdminEnLecture,
    CreationParService,
    FormulaireParService,
    TableauEnLecture,
)
from cdg_portal.formulaires import FormulaireDeModele
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.siret import normaliser_siret


class FormulaireDOrganisme(FormulaireDeModele):
    """SIRET vérifié, espaces admis."""

    siret = forms.CharField(label="SIRET", max_length=20, help_text="14 chiffres ; les espaces sont admis.")

    class Meta:
        model = Organisme
        fields = ("nom", "siret")

    def clean_siret(self) -> str:
        """Quatorze chiffres à la bonne clé."""
        try:
            return normaliser_siret(self.cleaned_data["siret"])
        except ErreurMetier as refus:
            raise forms.ValidationError(str(refus), code=refus.code) from refus


@admin.register(Organisme)
class OrganismeAdmin(AdminDuPortail):
    """Assureurs, gestionnaires, souscripteurs."""

    form = FormulaireDOrganisme
    list_display = ("nom", "siret")
    search_fields = ("nom", "siret")


class RoleEnLigne(TableauEnLecture):
    """Qui tient quel rôle."""

    model = RoleContrat
    fields = ("role", "organisme")


class LotEnLigne(TableauEnLecture):
    """Un lot par régime."""

    model = Lot
    fields = ("regime", "libelle")
    show_change_link = True


class AvenantEnLigne(TableauEnLecture):
    """Modifications numérotées."""

    model = Avenant
    fields = ("numero", "effet", "objet")


class OffreEnLigne(TableauEnLecture):
    """Formules du lot."""

    model = Offre
    fields = ("code", "type", "libelle")
    show_change_link = True


class GarantieEnLigne(TableauEnLecture):
    """Garanties de l'offre."""

    model = GarantieOfferte
    fields = ("risque", "franchise_type", "franchise_jours", "taux_remboursement")


class TarifEnLigne(TableauEnLecture):
    """Taux datés de l'offre."""

    model = Tarif
    fields = ("risque", "effectif_min", "effectif_max", "taux", "du", "au", "garanti_jusqu_au")


@admin.register(Contrat)
class ContratAdmin(AdminEnLecture):
    """Contrats groupe : ils décident de l'argent, on ne les retouche pas ici."""

    inlines = (RoleEnLigne, LotEnLigne, AvenantEnLigne)
    list_display = ("reference", "intitule", "type", "effet", "fin", "gestion")
    list_filter = ("type", "gestion")
    search_fields = ("reference", "intitule")


class _AccessibleDepuisLeContrat(AdminEnLecture):
    def has_module_permission(self, request: Any) -> bool:
        """Absent du sommaire : on y vient par son contrat."""
        return False


@admin.register(Lot)
class LotAdmin(_AccessibleDepuisLeContrat):
    """Lot et ses offres."""

    inlines = (OffreEnLigne,)


@admin.register(Offre)
class OffreAdmin(_AccessibleDepuisLeContrat):
    """Offre, ses garanties et ses tarifs."""

    inlines = (GarantieEnLigne, TarifEnLigne)


class FormulaireDeConditions(FormulaireParService):
    """Nouvelle version : titre sur une ligne, un paragraphe par ligne, une ligne vide entre deux articles."""

    texte = forms.CharField(
        label="Articles",
        widget=forms.Textarea(attrs={"rows": 24, "cols": 100}),
        help_text="Titre de l'article sur une ligne, puis un paragraphe par ligne ; une ligne vide entre articles.",
    )

    class Meta:
        model = ConditionsGenerales
        fields = ("version", "approuvees_le")

    def creer(self, saisie: dict[str, Any]) -> ConditionsGenerales:
        """Une version enregistrée ne change plus."""
        if ConditionsGenerales.objects.filter(version=saisie["version"].strip()).exists():
            raise ErreurMetier("version-en-double", "Cette version existe déjà.", champ="version")
        return conditions_enregistrer(
            version=saisie["version"],
            approuvees_le=saisie["approuvees_le"],
            articles=_articles(saisie["texte"]),
        )


def _articles(texte: str) -> list[dict[str, Any]]:
    blocs = texte.replace("\r\n", "\n").split("\n\n")
    lus = [[ligne.strip() for ligne in bloc.splitlines() if ligne.strip()] for bloc in blocs]
    return [{"titre": titre, "paragraphes": suite} for titre, *suite in filter(None, lus)]


@admin.register(ConditionsGenerales)
class ConditionsAdmin(CreationParService):
    """Versions des conditions générales : notifiées aux collectivités, donc figées."""

    form_creation = FormulaireDeConditions
    list_display = ("version", "approuvees_le")
    fields = ("version", "approuvees_le", "texte_des_articles")
    readonly_fields = ("version", "approuvees_le", "texte_des_articles")

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Personne : une version se remplace."""
        return False

    @admin.display(description="articles")
    def texte_des_articles(self, conditions: ConditionsGenerales) -> SafeString:
        """Chaque article, titre puis paragraphes."""
        lignes = (
            (ligne,)
            for article in conditions.articles
            for ligne in (article["titre"], *article["paragraphes"])
        )
        return format_html_join("", "<p>{}</p>", lignes)
