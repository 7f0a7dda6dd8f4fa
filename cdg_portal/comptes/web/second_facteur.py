"""Second facteur : le donner à la connexion, l'inscrire, le retirer, ses codes de secours."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.flows import rename_authenticator
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from cdg_portal.comptes.selectors import SECOND_FACTEUR, second_facteur
from cdg_portal.comptes.services.personne import secret_change
from cdg_portal.comptes.services.second_facteur import facteurs_verrouiller, totp_marquer
from cdg_portal.comptes.services.sessions import sessions_fermer
from cdg_portal.comptes.web.defis import Parcours, defi_lier
from cdg_portal.comptes.web.forms import (
    OUVRE_SEULE,
    FormulaireApplication,
    FormulaireCle,
    FormulaireCode,
    FormulaireEntreeParCle,
    FormulaireEtapeParCle,
    FormulaireNomDeCle,
    FormulairePreuveParCle,
    FormulairePreuveParCode,
)

CODES_A_MONTRER = "codes_a_montrer"
DERNIER = (
    "Votre rôle exige un second facteur : ajoutez-en un autre avant de retirer celui-ci,"
    " ou demandez une réinitialisation à un administrateur."
)


def _inscrit(request: HttpRequest, *, codes: bool) -> None:
    """Le facteur vient d'être prouvé dans cette session ; ses codes de secours neufs se montrent une fois."""
    request.session[SECOND_FACTEUR] = "local"
    if codes:
        request.session[CODES_A_MONTRER] = True


def _refuser_le_dernier(request: HttpRequest) -> HttpResponse | None:
    """Compte sous verrou : deux onglets ne retirent pas chacun « l'avant-dernier »."""
    facteurs_verrouiller(request.user)  # type: ignore[arg-type]
    if getattr(request, "second_facteur_obligatoire", False) and _nombre(request) <= 1:
        messages.error(request, DERNIER)
        return redirect("mfa_index")
    return None


def _consigner(request: HttpRequest, action: str) -> None:
    secret_change(compte=request.user, action=action)  # type: ignore[arg-type]


def _retire(request: HttpRequest, reponse: HttpResponse, action: str) -> HttpResponse:
    """Sans plus aucun facteur, aucune session n'en a plus donné : celle-ci l'oublie, les autres se ferment."""
    _consigner(request, action)
    if _nombre(request):
        return reponse
    if request.session.get(SECOND_FACTEUR) == "local":
        del request.session[SECOND_FACTEUR]
    if sessions_fermer(compte=request.user, sauf=request.session.session_key or ""):  # type: ignore[arg-type]
        messages.info(request, "Vous n'avez plus de second facteur : vos autres sessions sont fermées.")
    return reponse


def _nombre(request: HttpRequest) -> int:
    possede = second_facteur(request.user)  # type: ignore[arg-type]
    return len(possede.cles) + (possede.application is not None)


class Facteurs(TemplateView):
    """Les seconds facteurs du compte, et comment en ajouter."""

    template_name = "comptes/facteurs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ce que le compte possède, et s'il est obligé d'en avoir un."""
        return super().get_context_data(
            facteur=second_facteur(self.request.user),  # type: ignore[arg-type]
            obligatoire=getattr(self.request, "second_facteur_obligatoire", False),
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class Etape(AuthenticateView):
    """À la connexion, après le mot de passe."""

    form_class = FormulaireCode
    webauthn_form_class = FormulaireEtapeParCle
    template_name = "comptes/etape.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """La clé d'accès n'est proposée qu'à qui en a une."""
        contexte = super().get_context_data(**kwargs)
        defi_lier(self.request.session, Parcours.ETAPE, self.stage.login.user)
        possede = second_facteur(self.stage.login.user)
        return contexte | {
            "cles": bool(possede.cles),
            "codes": possede.application is not None or possede.codes_restants > 0,
        }


class EntreeParCle(LoginWebAuthnView):
    """Entrer avec une clé d'accès seule : elle vaut mot de passe et second facteur."""

    form_class = FormulaireEntreeParCle

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Un défi, s'il est demandé par la page ; sinon la page de connexion."""
        reponse = super().get(request, *args, **kwargs)
        if isinstance(reponse, JsonResponse):
            defi_lier(request.session, Parcours.ENTREE)
        return reponse


@method_decorator(never_cache, name="dispatch")
class PreuveParCode(ReauthenticateView):
    """Redemande un code avant un changement qui compte."""

    form_class = FormulairePreuveParCode
    template_name = "comptes/preuve.html"

    def form_valid(self, form: FormulairePreuveParCode) -> HttpResponse:
        """Vaut aussi second facteur pour cette session."""
        _inscrit(self.request, codes=False)
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class PreuveParCle(ReauthenticateWebAuthnView):
    """Redemande une clé d'accès avant un changement qui compte."""

    form_class = FormulairePreuveParCle
    template_name = "comptes/preuve_par_cle.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Le défi part avec la page."""
        contexte = super().get_context_data(**kwargs)
        defi_lier(self.request.session, Parcours.PREUVE, self.request.user)
        return contexte

    def form_valid(self, form: Any) -> HttpResponse:
        """Vaut aussi second facteur pour cette session."""
        _inscrit(self.request, codes=False)
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class Application(ActivateTOTPView):
    """Inscrire une application d'authentification."""

    form_class = FormulaireApplication
    template_name = "comptes/application.html"

    def form_valid(self, form: FormulaireApplication) -> HttpResponse:
        """Le code d'inscription ne resservira pas à entrer."""
        reponse = super().form_valid(form)
        facteur = Authenticator.objects.get(user=form.user, type=Authenticator.Type.TOTP)
        totp_marquer(facteur, form.periode)
        _consigner(self.request, "application-ajoutee")
        _inscrit(self.request, codes=self.did_generate_recovery_codes)
        return reponse


class ApplicationRetiree(DeactivateTOTPView):
    """Retirer l'application."""

    template_name = "comptes/application_retiree.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Sauf si c'est le dernier facteur d'un rôle qui en exige un."""
        refus = _refuser_le_dernier(self.request)
        return refus or _retire(self.request, super().form_valid(form), "application-retiree")


@method_decorator(never_cache, name="dispatch")
class Cle(AddWebAuthnView):
    """Ajouter une clé d'accès."""

    form_class = FormulaireCle
    template_name = "comptes/cle.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Le défi part avec la page."""
        contexte = super().get_context_data(**kwargs)
        defi_lier(self.request.session, Parcours.AJOUT, self.request.user)
        return contexte

    def form_valid(self, form: FormulaireCle) -> HttpResponse:
        """La clé vient de servir : elle vaut second facteur. Si elle ouvre seule, on le retient : allauth l'oublie."""
        reponse = super().form_valid(form)
        if form.cleaned_data["passwordless"]:
            cle = Authenticator.objects.filter(user=form.user, type=Authenticator.Type.WEBAUTHN).latest("pk")
            cle.data[OUVRE_SEULE] = True
            cle.save(update_fields=["data"])
        _consigner(self.request, "cle-ajoutee")
        _inscrit(self.request, codes=self.did_generate_recovery_codes)
        return reponse


class CleRetiree(RemoveWebAuthnView):
    """Retirer une clé d'accès."""

    template_name = "comptes/cle_retiree.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Sauf si c'est le dernier facteur d'un rôle qui en exige un."""
        refus = _refuser_le_dernier(self.request)
        return refus or _retire(self.request, super().form_valid(form), "cle-retiree")


class CleRenommee(EditWebAuthnView):
    """Renommer une clé d'accès."""

    form_class = FormulaireNomDeCle
    template_name = "comptes/cle_renommee.html"
    success_url = reverse_lazy("mfa_index")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Le nom actuel ; ce formulaire n'est pas celui d'un modèle."""
        options = super().get_form_kwargs()
        options.pop("instance", None)
        return options | {"initial": {"nom": self.object.wrap().name}}

    def form_valid(self, form: FormulaireNomDeCle) -> HttpResponse:
        """Change le nom."""
        rename_authenticator(self.request, self.object, form.cleaned_data["nom"])
        _consigner(self.request, "cle-renommee")
        return redirect("mfa_index")


@method_decorator(never_cache, name="dispatch")
class Codes(View):
    """Les codes de secours : montrés une fois, juste après leur création ; ensuite, leur nombre seulement."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """La session dit s'ils viennent d'être créés."""
        facteur = Authenticator.objects.filter(
            user=request.user,  # type: ignore[misc]
            type=Authenticator.Type.RECOVERY_CODES,
        ).first()
        if facteur is None:
            return redirect("mfa_index")
        codes = RecoveryCodes(facteur).get_unused_codes()
        montrer = request.session.pop(CODES_A_MONTRER, False)
        contexte = {"codes": codes if montrer else [], "restants": len(codes)}
        return render(request, "comptes/codes.html", contexte)


class CodesNeufs(GenerateRecoveryCodesView):
    """Remplacer les codes de secours."""

    template_name = "comptes/codes_neufs.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Les nouveaux se montrent une fois."""
        reponse = super().form_valid(form)
        _consigner(self.request, "codes-remplaces")
        self.request.session[CODES_A_MONTRER] = True
        return reponse
