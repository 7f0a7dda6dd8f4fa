"""Mot de passe : le redemander, le changer, l'avoir oublié."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import ReauthenticateView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from cdg_portal.comptes.courriels import envoyer
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.selectors import compte_par_adresse
from cdg_portal.comptes.services.administration import chemin_de_mot_de_passe
from cdg_portal.comptes.services.personne import secret_change
from cdg_portal.comptes.services.sessions import session_renommer, sessions_fermer
from cdg_portal.comptes.services.tentatives import demande_permise
from cdg_portal.comptes.web.forms import (
    FormulaireChangement,
    FormulaireDemande,
    FormulaireMotDePasse,
    FormulairePreuve,
)
from cdg_portal.requetes import adresse_complete, adresse_du_client

AVIS = "account/email/password_changed"


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class Preuve(ReauthenticateView):
    """Redemande le mot de passe avant un changement qui compte."""

    form_class = FormulairePreuve
    template_name = "comptes/preuve.html"


@method_decorator([never_cache, sensitive_post_parameters("password", "nouveau")], name="dispatch")
class Changement(FormView):
    """Changer de mot de passe ferme les autres sessions."""

    form_class = FormulaireChangement
    template_name = "comptes/mot_de_passe.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Qui n'a pas de mot de passe s'en donne un par le lien envoyé à son adresse."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Le compte connecté."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: FormulaireChangement) -> HttpResponse:
        """Celle d'où l'on change reste ouverte."""
        compte = form.save()
        secret_change(compte=compte, action="mot-de-passe-change")
        cle = self.request.session.session_key or ""
        sessions_fermer(compte=compte, sauf=cle)
        update_session_auth_hash(self.request, compte)
        session_renommer(avant=cle, apres=self.request.session.session_key or "")
        get_adapter(self.request).send_notification_mail(AVIS, compte)
        messages.success(self.request, "Votre mot de passe est changé. Vos autres sessions sont fermées.")
        return redirect("comptes:compte")


@method_decorator([login_not_required, never_cache], name="dispatch")
class Oubli(FormView):
    """Demander un lien. Que l'adresse ait un compte ou non, la page est la même et un courriel part."""

    form_class = FormulaireDemande
    template_name = "comptes/oubli.html"

    def form_valid(self, form: FormulaireDemande) -> HttpResponse:
        """Au-delà des limites, la page est encore la même, mais rien ne part."""
        email = form.cleaned_data["email"].strip().lower()
        if demande_permise(email=email, adresse=adresse_du_client(self.request), maintenant=timezone.now()):
            self._envoyer(email)
        return redirect("account_reset_password_done")

    def _envoyer(self, email: str) -> None:
        compte = compte_par_adresse(email)
        if compte is None:
            envoyer(email, "comptes/reinitialisation_inconnue", {"email": email})
            return
        lien = adresse_complete(self.request, chemin_de_mot_de_passe(compte))
        contexte = {"compte": compte, "lien": lien}
        envoyer(email, "comptes/reinitialisation", contexte)


@method_decorator([login_not_required, never_cache], name="dispatch")
class OubliEnvoye(TemplateView):
    """Ce qui va se passer."""

    template_name = "comptes/oubli_envoye.html"


@method_decorator(login_not_required, name="dispatch")
class Nouveau(PasswordResetConfirmView):
    """Le lien reçu : une heure, une fois. N'ouvre pas de session : le second facteur sera demandé comme toujours."""

    form_class = FormulaireMotDePasse  # type: ignore[assignment]
    template_name = "comptes/nouveau_mot_de_passe.html"
    post_reset_login = False

    def get_user(self, uidb64: str) -> Compte | None:
        """À l'envoi, relu sous verrou avant que le lien soit vérifié : deux envois ne le servent pas tous deux."""
        compte = super().get_user(uidb64)
        if compte is None or self.request.method != "POST":
            return compte
        return Compte.objects.select_for_update().filter(pk=compte.pk).first()

    def form_valid(self, form: FormulaireMotDePasse) -> HttpResponse:  # type: ignore[override]
        """Ferme toutes les sessions du compte et le prévient."""
        compte = form.save()
        secret_change(compte=compte, action="mot-de-passe-choisi")
        sessions_fermer(compte=compte)
        self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN, None)
        get_adapter(self.request).send_notification_mail(AVIS, compte)
        messages.success(self.request, "Votre mot de passe est changé. Connectez-vous avec le nouveau.")
        return redirect("comptes:connexion")
