"""Inviter quelqu'un à un rôle : une adresse, une collectivité, un terme, un seul usage.

Le jeton n'existe que dans le message ; la base n'en garde que l'empreinte, et aucun journal ne l'écrit.
"""

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any

import pghistory
import structlog
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.cloisonnement.perimetre import Perimetre, hors_perimetre, perimetre
from cdg_portal.comptes.courriels import composer
from cdg_portal.comptes.regles.empreintes import empreinte_du_jeton
from cdg_portal.comptes.services import compte_creer
from cdg_portal.perimetres.models import Collectivite, Habilitation, Invitation
from cdg_portal.perimetres.selectors import adresse_tient_le_role, roles_accordables_par
from cdg_portal.perimetres.services.habilitations import (
    ASoiMeme,
    exiger_accordable,
    inscrire,
    verifier_role,
)
from cdg_portal.perimetres.services.limites import envoi_verifier, renvoi_verifier
from cdg_portal.socle.erreurs import ErreurMetier

journal = structlog.get_logger(__name__)
DUREE = timedelta(days=7)
Adresse = Callable[[str], str]
_EN_ATTENTE = {
    "invitation_une_en_attente": (
        "invitation-en-double",
        "Une invitation à ce rôle attend déjà la réponse de cette adresse : renvoyez-la depuis la liste.",
        "email",
    )
}
_COMPTE = {
    "comptes_compte_email_key": (
        "compte-existant",
        "Un compte existe déjà pour cette adresse : connectez-vous, puis rouvrez le lien reçu.",
        "",
    )
}


class InvitationRefusee(ErreurMetier):
    """Inconnue, expirée, retirée, déjà servie, ou envoyée par qui n'en a plus le droit : un seul message."""

    def __init__(self) -> None:
        super().__init__(
            "invitation-refusee",
            "Cette invitation n'est plus valable : elle a expiré, a été retirée ou a déjà servi. Demandez à la "
            "personne qui vous a invité de la renvoyer.",
        )


class InvitationAutreAdresse(ErreurMetier):
    """Le compte connecté n'est pas celui de l'adresse invitée."""

    def __init__(self) -> None:
        super().__init__(
            "invitation-autre-adresse",
            "Cette invitation est adressée à quelqu'un d'autre. Déconnectez-vous, puis connectez-vous avec "
            "l'adresse qui l'a reçue.",
        )


@transaction.atomic
def invitation_envoyer(
    *,
    par: Any,
    collectivite: Collectivite,
    email: str,
    role: str,
    le: date,
    maintenant: datetime,
    adresse: Adresse,
) -> Invitation:
    """Invite une adresse à un rôle ; le message part après le commit.

    `adresse` : fait l'adresse complète de la page à partir du jeton. Lève `valeur-interdite`, `role-du-cdg`,
    `role-au-dessus`, `adresse-invalide`, `droit-a-soi-meme`, `habilitation-en-double`, `trop-d-invitations` ou
    `invitation-en-double`.
    """
    verifier_role(role, collectivite)
    exiger_accordable(par=par, role=role, collectivite=collectivite, le=le)
    email = adresse_propre(email)
    _pas_soi_meme(par, email)
    if adresse_tient_le_role(email=email, role=role, collectivite=collectivite, au=le):
        raise ErreurMetier("habilitation-en-double", "Cette personne tient déjà ce rôle ici.", champ="role")
    envoi_verifier(par=par, collectivite=collectivite, email=email, role=role, maintenant=maintenant)
    jeton = secrets.token_urlsafe(32)
    with traduire_contraintes(_EN_ATTENTE):
        invitation = Invitation.objects.create(
            collectivite=collectivite,
            email=email,
            role=role,
            empreinte=empreinte_du_jeton(jeton),
            invite_par=par,
            expire_a=maintenant + DUREE,
        )
    _poster(invitation, jeton, adresse)
    return invitation


@transaction.atomic
def invitation_renvoyer(
    *, par: Any, invitation: Invitation, le: date, maintenant: datetime, adresse: Adresse
) -> Invitation:
    """Un nouveau lien pour sept jours ; l'ancien ne sert plus.

    Lève `role-au-dessus`, `droit-a-soi-meme`, `invitation-close` ou `trop-d-invitations`.
    """
    exiger_accordable(par=par, role=invitation.role, collectivite=invitation.collectivite, le=le)
    _pas_soi_meme(par, invitation.email)
    ouverte = _ouverte(invitation)
    renvoi_verifier(par=par, invitation=ouverte, maintenant=maintenant)
    jeton = secrets.token_urlsafe(32)
    ouverte.empreinte, ouverte.expire_a = empreinte_du_jeton(jeton), maintenant + DUREE
    ouverte.invite_par, ouverte.envoi = par, Invitation.Envoi.A_ENVOYER
    ouverte.save(update_fields=["empreinte", "expire_a", "invite_par", "envoi"])
    _poster(ouverte, jeton, adresse)
    return ouverte


@transaction.atomic
def invitation_retirer(*, par: Any, invitation: Invitation, le: date, maintenant: datetime) -> Invitation:
    """Le lien ne sert plus. Lève `role-au-dessus` ou `invitation-close` (déjà acceptée ou retirée)."""
    exiger_accordable(par=par, role=invitation.role, collectivite=invitation.collectivite, le=le)
    ouverte = _ouverte(invitation)
    ouverte.retiree_a = maintenant
    ouverte.save(update_fields=["retiree_a"])
    return ouverte


def invitation_accepter(*, jeton: str, compte: Any, le: date, maintenant: datetime) -> Habilitation:
    """Use l'invitation et donne le droit au compte connecté, s'il a l'adresse invitée.

    La collectivité et le rôle ne viennent que de l'invitation. Lève InvitationRefusee ou InvitationAutreAdresse.
    """
    with _sortir(compte.pk):
        invitation = _prendre(jeton, maintenant)
        if not compte.is_active or compte.email.lower() != invitation.email:
            raise InvitationAutreAdresse
        return _servir(invitation, compte, le, maintenant)


def invitation_accepter_en_creant(
    *, jeton: str, prenom: str, nom: str, mot_de_passe: str, le: date, maintenant: datetime
) -> Habilitation:
    """Crée le compte de l'adresse invitée (le jeton prouve qu'on la lit), puis use l'invitation.

    Lève InvitationRefusee, `champ-manquant`, `compte-existant` ou `mot-de-passe-faible` ; rien n'est alors écrit.
    """
    for champ, valeur in (("prenom", prenom), ("nom", nom)):
        if not valeur.strip():
            raise ErreurMetier("champ-manquant", "Ce champ est obligatoire.", champ=champ)
    with _sortir(None):
        invitation = _prendre(jeton, maintenant)
        with traduire_contraintes(_COMPTE):
            compte, nouveau = compte_creer(email=invitation.email, prenom=prenom.strip(), nom=nom.strip())
        if not nouveau:
            code, message, champ = _COMPTE["comptes_compte_email_key"]
            raise ErreurMetier(code, message, champ=champ)
        try:
            validate_password(mot_de_passe, user=compte)
        except ValidationError as faible:
            raise ErreurMetier(
                "mot-de-passe-faible", " ".join(faible.messages), champ="mot_de_passe"
            ) from faible
        compte.set_password(mot_de_passe)
        compte.save(update_fields=["password"])
        with pghistory.context(utilisateur=compte.pk, adresse="invitation"):
            return _servir(invitation, compte, le, maintenant)


def _pas_soi_meme(par: Any, email: str) -> None:
    if par.email.lower() == email:
        raise ASoiMeme("email")


def adresse_propre(email: str) -> str:
    """En minuscules, sans espaces autour. Lève `adresse-invalide`."""
    propre = email.strip().lower()
    try:
        validate_email(propre)
    except ValidationError as faute:
        raise ErreurMetier(
            "adresse-invalide", "Une adresse électronique est attendue : nom@exemple.fr.", champ="email"
        ) from faute
    return propre


def _ouverte(invitation: Invitation) -> Invitation:
    ouverte = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("collectivite")
        .filter(pk=invitation.pk, acceptee_a__isnull=True, retiree_a__isnull=True)
        .first()
    )
    if ouverte is None:
        raise ErreurMetier("invitation-close", "Cette invitation a déjà été acceptée ou retirée.")
    return ouverte


def _sortir(utilisateur: int | None) -> Any:
    """Qui accepte n'a encore aucun droit : sa collectivité est hors de son périmètre, l'invitation seule l'y mène."""
    return hors_perimetre(
        "Accepter une invitation, avant d'avoir un droit sur la collectivité.", utilisateur=utilisateur
    )


def _prendre(jeton: str, maintenant: datetime) -> Invitation:
    """L'invitation verrouillée : une seconde acceptation attend, puis la trouve servie."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("collectivite", "invite_par")
        .filter(empreinte=empreinte_du_jeton(jeton))
        .first()
    )
    if (
        invitation is None
        or invitation.acceptee_a is not None
        or invitation.retiree_a is not None
        or invitation.expire_a <= maintenant
    ):
        raise InvitationRefusee
    return invitation


def _servir(invitation: Invitation, compte: Any, le: date, maintenant: datetime) -> Habilitation:
    permis = roles_accordables_par(invitation.invite_par, collectivite=invitation.collectivite, au=le)
    if invitation.role not in permis or invitation.invite_par_id == compte.pk:
        raise InvitationRefusee  # qui a invité n'en a plus le droit, ou s'invite lui-même
    droit = inscrire(compte=compte, role=invitation.role, collectivite=invitation.collectivite, du=le)
    invitation.acceptee_a, invitation.acceptee_par = maintenant, compte
    invitation.save(update_fields=["acceptee_a", "acceptee_par"])
    return droit


def _poster(invitation: Invitation, jeton: str, adresse: Adresse) -> None:
    contexte = {
        "lien": adresse(jeton),
        "collectivite": str(invitation.collectivite),
        "role": invitation.get_role_display(),
        "invite_par": str(invitation.invite_par),
        "expire_a": invitation.expire_a,
    }
    transaction.on_commit(partial(_expedier, invitation, contexte))


def _expedier(invitation: Invitation, contexte: dict[str, Any]) -> None:
    """Après le commit : une messagerie en panne ne défait pas l'invitation, elle se lit dans la liste."""
    try:
        composer(invitation.email, "invitation", contexte).send()
        issue = Invitation.Envoi.ENVOYE
    except (SMTPException, OSError) as panne:
        journal.warning("invitation_non_partie", invitation=str(invitation.uid), erreur=type(panne).__name__)
        issue = Invitation.Envoi.ECHEC
    auteur = invitation.invite_par_id
    with (
        perimetre(Perimetre(collectivites=(invitation.collectivite_id,), utilisateur=auteur)),
        pghistory.context(utilisateur=auteur, adresse="invitation"),
    ):
        Invitation.objects.filter(
            pk=invitation.pk,
            empreinte=invitation.empreinte,
            acceptee_a__isnull=True,
            retiree_a__isnull=True,
        ).update(envoi=issue)
