"""Administration des comptes : qui se connecte. Les droits sont des habilitations (perimetres)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from cdg_portal.administration import CreationParService, FormulaireParService
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.selectors import a_un_second_facteur
from cdg_portal.comptes.services import compte_creer
from cdg_portal.comptes.services.administration import compte_modifier, mot_de_passe_lien_envoyer
from cdg_portal.comptes.services.second_facteur import second_facteur_reinitialiser
from cdg_portal.formulaires import Formulaire, FormulaireDeModele
from cdg_portal.requetes import adresse_complete
from cdg_portal.socle.erreurs import ErreurMetier

admin.site.unregister(Group)  # les droits sont des habilitations datées, pas des groupes
for modele in (EmailAddress, Authenticator, UserSession):  # secrets, clés de session : jamais à l'écran
    admin.site.unregister(modele)


class FormulaireDeCompte(FormulaireParService):
    """Nouveau compte, sans mot de passe : on envoie ensuite, de sa page, un lien pour en choisir un."""

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


class FormulaireDeMotif(Formulaire):
    """Pourquoi, et comment la personne a été reconnue."""

    motif = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qui est arrivé, et comment vous avez vérifié qui le demande. Gardé au journal.",
    )


class FormulaireDeModification(FormulaireDeModele):
    """L'identité et l'accès ; ce qui touche à l'accès demande un motif. L'adresse, elle, ne change pas."""

    detacher_proconnect = forms.BooleanField(label="Détacher l'identité ProConnect", required=False)
    motif = forms.CharField(
        label="Pourquoi",
        max_length=500,
        required=False,
        help_text="Exigé pour désactiver, réactiver, ouvrir ou retirer l'administration, détacher ProConnect. Gardé au "
        "journal.",
    )

    class Meta:
        model = Compte
        fields = ("prenom", "nom", "is_active", "is_staff")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        identite = self.instance.identites_proconnect.first()
        detacher = self.fields["detacher_proconnect"]
        detacher.disabled = identite is None
        detacher.help_text = (
            f"Rattachée le {identite.rattachee_a:%d/%m/%Y}. Qui entrera ensuite par ProConnect avec l'adresse de ce "
            "compte aura ses droits : si elle a changé de main, finissez d'abord les habilitations."
            if identite
            else "Aucune identité n'est rattachée."
        )

    def _post_clean(self) -> None:
        if self.errors:
            return
        try:
            self.instance = compte_modifier(compte=self.instance, **self.cleaned_data)
        except ErreurMetier as refus:
            self.add_error(refus.champ if refus.champ in self.fields else None, str(refus))


@admin.register(Compte)
class CompteAdmin(CreationParService):
    """Comptes, sans groupe ni permission de Django. Nul n'y donne de mot de passe à autrui."""

    form_creation = FormulaireDeCompte
    form = FormulaireDeModification
    list_display = ("email", "nom", "prenom", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "nom", "prenom")
    ordering = ("nom", "prenom", "id")
    readonly_fields = (
        "email",
        "uid",
        "mot_de_passe",
        "second_facteur",
        "assistance",
        "last_login",
        "cree_a",
        "histoire",
    )
    fieldsets = (
        (None, {"fields": ("email", "mot_de_passe", "second_facteur", "assistance")}),
        ("Personne", {"fields": ("prenom", "nom", "uid")}),
        (
            "Accès",
            {"fields": ("is_active", "is_staff", "detacher_proconnect", "motif", "last_login", "cree_a")},
        ),
        ("Journal", {"fields": ("histoire",)}),
    )

    @admin.display(description="Mot de passe")
    def mot_de_passe(self, compte: Compte) -> str:
        """S'il y en a un, et d'où envoyer un lien pour en choisir un autre : jamais son empreinte."""
        etat = "Défini" if compte.has_usable_password() else "Aucun"
        adresse = reverse("admin:comptes_compte_mot_de_passe", args=[compte.pk])
        return format_html('{} · <a href="{}">Envoyer un lien pour le choisir</a>', etat, adresse)

    @admin.display(description="Second facteur")
    def second_facteur(self, compte: Compte) -> str:
        """S'il y en a un, et où le réinitialiser."""
        if not a_un_second_facteur(compte):
            return "Aucun"
        adresse = reverse("admin:comptes_compte_second_facteur", args=[compte.pk])
        return format_html('Inscrit · <a href="{}">Réinitialiser le second facteur</a>', adresse)

    @admin.display(description="Assistance")
    def assistance(self, compte: Compte) -> str:
        """Où voir le portail comme ce compte ; un motif y est demandé, et rien ne s'y modifie."""
        if not compte.is_active:
            return "Compte désactivé : il ne voit rien."
        return format_html(
            '<a href="{}">Voir le portail comme ce compte</a>', reverse("accueil:assister", args=[compte.uid])
        )

    @admin.display(description="Actes de sécurité")
    def histoire(self, compte: Compte) -> str:
        """Ce que la personne et les administrateurs ont fait de ce compte."""
        return render_to_string("comptes/histoire.html", {"compte": compte})

    def get_urls(self) -> list[URLPattern]:
        """La réinitialisation du second facteur et l'envoi d'un lien, à côté de la fiche."""
        vue = self.admin_site.admin_view
        return [
            path("<int:pk>/second-facteur/", vue(self.reinitialiser), name="comptes_compte_second_facteur"),
            path("<int:pk>/mot-de-passe/", vue(self.envoyer_un_lien), name="comptes_compte_mot_de_passe"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Compte, form: Any, change: bool) -> None:
        """Le service a déjà écrit."""

    def reinitialiser(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Téléphone perdu : retire le second facteur, avec un motif gardé au journal et dans l'historique."""
        compte = get_object_or_404(Compte, pk=pk)
        if compte == request.user:
            raise PermissionDenied("Un autre administrateur doit réinitialiser votre second facteur.")
        return self._agir(
            request,
            compte,
            titre="Réinitialiser le second facteur",
            annonce="L'application, les clés d'accès et les codes de secours de ce compte seront retirés, ses sessions "
            "fermées, et un courriel l'en préviendra.",
            acte=lambda motif: second_facteur_reinitialiser(compte=compte, motif=motif),
            fait=f"Le second facteur de {compte} est réinitialisé, ses sessions sont fermées.",
        )

    def envoyer_un_lien(self, request: HttpRequest, pk: int) -> HttpResponse:
        """La personne choisit elle-même son mot de passe : l'administrateur ne le connaît jamais."""
        compte = get_object_or_404(Compte, pk=pk)
        return self._agir(
            request,
            compte,
            titre="Envoyer un lien de mot de passe",
            annonce="Un lien, valable une heure et une seule fois, partira à l'adresse du compte. Son mot de passe "
            "actuel sert jusqu'à ce qu'un autre soit choisi.",
            acte=lambda motif: mot_de_passe_lien_envoyer(
                compte=compte, motif=motif, adresse=partial(adresse_complete, request)
            ),
            fait=f"Le lien est envoyé à {compte.email}.",
        )

    def _agir(
        self,
        request: HttpRequest,
        compte: Compte,
        *,
        titre: str,
        annonce: str,
        acte: Callable[[str], None],
        fait: str,
    ) -> HttpResponse:
        """L'annonce et le motif, puis l'acte."""
        formulaire = FormulaireDeMotif(request.POST or None)
        if request.method == "POST" and formulaire.is_valid():
            motif = formulaire.cleaned_data["motif"]
            try:
                acte(motif)
            except ErreurMetier as refus:
                formulaire.add_error(refus.champ or None, str(refus))
            else:
                self.log_change(request, compte, f"{titre}. Motif : {motif}")
                messages.success(request, fait)
                return redirect("admin:comptes_compte_change", compte.pk)
        contexte = {
            **self.admin_site.each_context(request),
            "title": titre,
            "opts": self.opts,
            "compte": compte,
            "annonce": annonce,
            "form": formulaire,
        }
        return render(request, "admin/acte_de_compte.html", contexte)
