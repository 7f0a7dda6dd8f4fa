"""Formulaires des comptes. Le mot de passe et le second facteur donnés passent par services.tentatives."""

import secrets
from base64 import b32encode
from typing import Any

from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import parse_authentication_response
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.http import HttpRequest
from django.utils import timezone

from cdg_portal.comptes.adaptateurs import ERREURS, REFUS
from cdg_portal.comptes.chiffrement import chiffrer, dechiffrer
from cdg_portal.comptes.courriels import envoyer
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.services.second_facteur import (
    DERIVE,
    code_verifier,
    totp_code_juste,
    totp_periode,
)
from cdg_portal.comptes.services.tentatives import connexion_verifier
from cdg_portal.comptes.web.defis import Parcours, defi_employer
from cdg_portal.formulaires import Formulaire, SansNir
from cdg_portal.requetes import adresse_du_client
from cdg_portal.socle.erreurs import ErreurMetier

OCTETS_DU_SECRET = 20  # 160 bits, RFC 4226
# Choisi en inscrivant la clé. Le `credProps.rk` que lit allauth ne le dit pas : un téléphone répond oui pour toute clé.
OUVRE_SEULE = "ouvre_seule"
NE_SUFFIT_PAS = (
    "Cette clé ne suffit pas pour entrer : connectez-vous par votre mot de passe, elle servira de second facteur. Pour "
    "entrer avec elle seule, retirez-la puis ajoutez-la de nouveau depuis votre compte."
)


class FormulaireConnexion(Formulaire):
    """Adresse électronique et mot de passe : un seul message, qu'on se trompe de l'une ou de l'autre."""

    username = forms.EmailField(label="Adresse électronique")
    password = forms.CharField(label="Mot de passe", strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.compte: Compte | None = None

    def clean(self) -> dict[str, Any]:
        """Vérifie le couple ; après trop d'échecs dans l'heure, ne vérifie plus rien."""
        saisie: dict[str, Any] = self.cleaned_data
        if self.errors:
            return saisie
        self.compte = _mot_de_passe_limite(self.request, saisie["username"], saisie["password"])
        if self.compte is None:
            raise forms.ValidationError(REFUS, code="refus")
        return saisie


def _mot_de_passe_limite(request: HttpRequest, email: str, mot_de_passe: str) -> Compte | None:
    """Le compte de ce couple, dans les limites. Un hachage est calculé même si le compte n'existe pas (Django)."""
    adresse_electronique = email.lower()
    try:
        return connexion_verifier(
            email=adresse_electronique,
            adresse=adresse_du_client(request),
            verifier=lambda: authenticate(request, username=adresse_electronique, password=mot_de_passe),
            maintenant=timezone.now(),
        )
    except ErreurMetier as refus:
        raise forms.ValidationError(str(refus), code=refus.code) from refus


class FormulairePreuve(Formulaire):
    """Le mot de passe, redemandé avant un changement qui compte."""

    password = forms.CharField(label="Votre mot de passe", strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, user: Compte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Le même compte, dans les mêmes limites qu'à la connexion."""
        saisi: str = self.cleaned_data["password"]
        if _mot_de_passe_limite(context.request, self.user.email, saisi) != self.user:
            raise forms.ValidationError(ERREURS["incorrect_password"], code="incorrect_password")
        return saisi


class FormulaireMotDePasse(Formulaire):
    """Mot de passe nouveau, écrit une fois : on peut l'afficher, et le gestionnaire du navigateur le retient."""

    nouveau = forms.CharField(label="Nouveau mot de passe", strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, user: Compte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["nouveau"].help_text = " ".join(password_validators_help_texts())

    def clean_nouveau(self) -> str:
        """Douze caractères, ni courant ni proche de l'identité."""
        nouveau: str = self.cleaned_data["nouveau"]
        validate_password(nouveau, self.user)
        return nouveau

    def save(self) -> Compte:
        """Change le mot de passe."""
        self.user.set_password(self.cleaned_data["nouveau"])
        self.user.save(update_fields=["password"])
        return self.user


class FormulaireChangement(FormulaireMotDePasse):
    """L'ancien mot de passe d'abord."""

    password = forms.CharField(label="Mot de passe actuel", strip=False, widget=forms.PasswordInput)
    field_order = ["password", "nouveau"]

    def clean_password(self) -> str:
        """Vérifié dans les limites de la connexion."""
        saisi: str = self.cleaned_data["password"]
        if _mot_de_passe_limite(context.request, self.user.email, saisi) != self.user:
            raise forms.ValidationError(ERREURS["enter_current_password"], code="enter_current_password")
        return saisi


class FormulaireDemande(Formulaire):
    """À qui envoyer le lien de réinitialisation."""

    email = forms.EmailField(label="Adresse électronique de votre compte")


class FormulaireCode(Formulaire):
    """Code de l'application, ou code de secours."""

    code = forms.CharField(
        label="Code",
        help_text="Les six chiffres de votre application, ou l'un de vos codes de secours.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    reauthenticated = False

    def __init__(self, *args: Any, user: Compte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.facteur: Authenticator | None = None

    def clean_code(self) -> str:
        """Vérifie le code ; il ne servira plus."""
        code: str = self.cleaned_data["code"]
        try:
            self.facteur = code_verifier(compte=self.user, code=code, maintenant=timezone.now())
        except ErreurMetier as refus:
            raise forms.ValidationError(str(refus), code=refus.code) from refus
        if self.facteur is None:
            raise forms.ValidationError(ERREURS["incorrect_code"], code="incorrect_code")
        return code

    def save(self) -> None:
        """Retient la preuve dans la session ; un code de secours qui sert prévient son titulaire."""
        assert self.facteur is not None  # un formulaire valide a son facteur
        self.facteur.user = self.user
        post_authentication(context.request, self.facteur, reauthenticated=self.reauthenticated)
        if self.facteur.type == Authenticator.Type.RECOVERY_CODES:
            phrase = "Un code de secours vient de servir à entrer sur votre compte."
            envoyer(self.user.email, "comptes/securite", {"compte": self.user, "phrase": phrase})


class FormulairePreuveParCode(FormulaireCode):
    """Le même code, redemandé avant un changement qui compte."""

    reauthenticated = True


class FormulaireApplication(Formulaire):
    """Inscription d'une application : le secret attend, chiffré, dans la session jusqu'au premier code juste."""

    code = forms.CharField(
        label="Code affiché par l'application",
        help_text="Six chiffres, renouvelés toutes les trente secondes.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, user: Compte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        session = context.request.session
        attendu = session.get(SECRET_SESSION_KEY) if self.is_bound else None
        self.secret = (
            dechiffrer(attendu) if attendu else b32encode(secrets.token_bytes(OCTETS_DU_SECRET)).decode()
        )
        if not attendu:
            session[SECRET_SESSION_KEY] = chiffrer(self.secret)
        self.periode = 0

    def clean_code(self) -> str:
        """Le code d'une période voisine ; sa période sera marquée employée."""
        code: str = self.cleaned_data["code"]
        courante = totp_periode(timezone.now())
        for periode in range(courante - DERIVE, courante + DERIVE + 1):
            if totp_code_juste(self.secret, code, periode):
                self.periode = periode
                return code
        raise forms.ValidationError(ERREURS["incorrect_code"], code="incorrect_code")


class ReponseDeCle(forms.JSONField):
    """La réponse d'une clé d'accès ; une réponse forgée (imbriquée sans fin) est fausse, comme une autre."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.HiddenInput, **options)

    def to_python(self, value: Any) -> Any:
        """La valeur JSON lue."""
        try:
            return super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(ERREURS["incorrect_code"], code="incorrect_code") from None


class FormulaireEntreeParCle(SansNir, LoginWebAuthnForm):
    """Entrer par une clé d'accès seule : elle vaut alors mot de passe et second facteur."""

    credential = ReponseDeCle()

    def clean_credential(self) -> Authenticator:
        """La personne est vérifiée par la clé, et c'est pour entrer seule que la clé a été inscrite."""
        reponse = self.cleaned_data["credential"]
        with defi_employer(context.request.session, Parcours.ENTREE):
            cle: Authenticator = super().clean_credential()
            lue = parse_authentication_response(reponse).response
            verifiee = lue.authenticator_data.is_user_verified()
        if not verifiee:
            raise forms.ValidationError(ERREURS["incorrect_code"], code="incorrect_code")
        if cle.data.get(OUVRE_SEULE) is not True:
            raise forms.ValidationError(NE_SUFFIT_PAS, code="ne-suffit-pas")
        return cle


class FormulaireEtapeParCle(SansNir, AuthenticateWebAuthnForm):
    """La clé d'accès, à la connexion, après le mot de passe."""

    credential = ReponseDeCle()

    def clean_credential(self) -> Authenticator:
        """En réponse au défi de cette étape et de ce compte."""
        with defi_employer(context.request.session, Parcours.ETAPE, self.user):
            cle: Authenticator = super().clean_credential()
        return cle


class FormulairePreuveParCle(SansNir, ReauthenticateWebAuthnForm):
    """Redonner sa clé d'accès."""

    credential = ReponseDeCle()

    def clean_credential(self) -> Authenticator:
        """En réponse au défi de cette preuve et de ce compte."""
        with defi_employer(context.request.session, Parcours.PREUVE, self.user):
            cle: Authenticator = super().clean_credential()
        return cle


class FormulaireCle(SansNir, AddWebAuthnForm):
    """Nouvelle clé d'accès : son nom, et si elle suffit pour entrer."""

    credential = ReponseDeCle()

    def clean(self) -> dict[str, Any]:
        """En réponse au défi de cette inscription."""
        with defi_employer(context.request.session, Parcours.AJOUT, self.user):
            saisie: dict[str, Any] = super().clean()
        return saisie

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Nom de la clé"
        self.fields[
            "name"
        ].help_text = "Pour la reconnaître plus tard : « Téléphone », « Clé USB du bureau »."
        directe = self.fields["passwordless"]
        directe.label = "Entrer avec cette seule clé, sans mot de passe"
        directe.help_text = ""
        directe.initial = True


class FormulaireNomDeCle(Formulaire):
    """Renommer une clé d'accès."""

    nom = forms.CharField(label="Nom de la clé", max_length=60)
