"""Inviter, renvoyer, retirer ; et la page de la personne invitée."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cdg_portal.formulaires import proposer, recu, tenter, une_seule_fois
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import ou_404
from cdg_portal.perimetres.models import Invitation
from cdg_portal.perimetres.selectors import collectivite_de_uid, invitation_de_uid, invitation_lisible
from cdg_portal.perimetres.services import (
    invitation_accepter,
    invitation_accepter_en_creant,
    invitation_envoyer,
    invitation_renvoyer,
    invitation_retirer,
)
from cdg_portal.perimetres.web.forms import SaisieCompte, SaisieInvitation
from cdg_portal.perimetres.web.gardes import accordables, agit, exiger_d_accorder, exiger_role
from cdg_portal.requetes import adresse_complete
from cdg_portal.socle.erreurs import ErreurMetier

INVITER = "comptes.inviter"


def _adresse_complete(request: HttpRequest) -> Any:
    return lambda jeton: adresse_complete(request, reverse("perimetres:invitation", args=[jeton]))


@require_http_methods(["GET", "HEAD", "POST"])
@agit(INVITER)
@une_seule_fois
def inviter(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Une adresse, un rôle que l'on peut accorder."""
    collectivite = ou_404(collectivite_de_uid(uid))
    exiger_d_accorder(request, collectivite, INVITER)
    form = SaisieInvitation(recu(request), permis=accordables(request, collectivite))
    if request.method == "POST":
        envoyee = tenter(
            request,
            form,
            lambda d: invitation_envoyer(
                par=request.user,
                collectivite=collectivite,
                email=d["email"],
                role=d["role"],
                le=aujourdhui(),
                maintenant=timezone.now(),
                adresse=_adresse_complete(request),
            ),
            "L'invitation est enregistrée et le message part. Si la messagerie le refuse, la liste le dit.",
        )
        if envoyee is not None:
            return redirect("perimetres:acces_collectivite", uid=uid)
    titre = f"Inviter une personne : {collectivite.denomination}"
    proposer(request, form, collectivite=collectivite, titre=titre, action=INVITER)
    contexte = {"form": form, "collectivite": collectivite}
    return render(request, "perimetres/inviter.html", contexte, status=422 if form.errors else 200)


def _gardee(request: HttpRequest, uid: UUID) -> Invitation:
    invitation = ou_404(invitation_de_uid(uid))
    exiger_role(request, invitation.collectivite, invitation.role, INVITER)
    return invitation


@require_POST
@agit(INVITER)
def renvoyer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Un nouveau lien ; l'ancien ne sert plus."""
    invitation = _gardee(request, uid)
    try:
        invitation_renvoyer(
            par=request.user,
            invitation=invitation,
            le=aujourdhui(),
            maintenant=timezone.now(),
            adresse=_adresse_complete(request),
        )
        messages.success(request, "Un nouveau message part, valable sept jours. L'ancien lien ne sert plus.")
    except ErreurMetier as refus:
        messages.error(request, refus.message)
    return redirect("perimetres:acces_collectivite", uid=invitation.collectivite.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@agit(INVITER)
def retirer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Aperçu, puis retrait : le lien ne sert plus."""
    invitation = _gardee(request, uid)
    if request.method != "POST":
        return render(request, "perimetres/retirer.html", {"invitation": invitation})
    try:
        invitation_retirer(
            par=request.user, invitation=invitation, le=aujourdhui(), maintenant=timezone.now()
        )
        messages.success(request, "L'invitation est retirée : son lien ne sert plus.")
    except ErreurMetier as refus:
        messages.error(request, refus.message)
    return redirect("perimetres:acces_collectivite", uid=invitation.collectivite.uid)


@never_cache
@login_not_required
@require_safe
def lire(request: HttpRequest, jeton: str) -> HttpResponse:
    """La personne invitée lit ce qu'on lui propose ; rien n'est écrit."""
    return _page(request, jeton, SaisieCompte())


@never_cache
@login_not_required
@require_POST
@sensitive_post_parameters("jeton", "mot_de_passe", "confirmation")
def accepter(request: HttpRequest) -> HttpResponse:
    """Use l'invitation. Le jeton est dans le corps : ni l'historique ni les journaux ne gardent l'adresse du lien."""
    jeton = request.POST.get("jeton", "")
    if request.user.is_authenticated:
        try:
            invitation_accepter(jeton=jeton, compte=request.user, le=aujourdhui(), maintenant=timezone.now())
        except ErreurMetier as refus:
            return _page(request, jeton, SaisieCompte(), refus=refus, status=409)
        messages.success(request, "Votre accès est ouvert.")
        return redirect("perimetres:mes_acces")
    form = SaisieCompte(request.POST)
    cree = tenter(
        request,
        form,
        lambda d: invitation_accepter_en_creant(
            jeton=jeton,
            prenom=d["prenom"],
            nom=d["nom"],
            mot_de_passe=d["mot_de_passe"],
            le=aujourdhui(),
            maintenant=timezone.now(),
        ),
        "Votre compte est créé et votre accès ouvert : connectez-vous.",
    )
    if cree is not None:
        return redirect(settings.LOGIN_URL)
    return _page(request, jeton, form, status=422)


def _page(
    request: HttpRequest,
    jeton: str,
    form: SaisieCompte,
    *,
    refus: ErreurMetier | None = None,
    status: int = 200,
) -> HttpResponse:
    invitation = invitation_lisible(jeton=jeton, maintenant=timezone.now())
    # Un jeton que nous n'avons pas tiré peut ne pas même faire une adresse.
    suite = urlencode({"next": reverse("perimetres:invitation", args=[jeton])}) if invitation else ""
    contexte = {
        "invitation": invitation,
        "jeton": jeton,
        "form": form,
        "refus": refus,
        "bonne_adresse": request.user.is_authenticated
        and invitation is not None
        and request.user.email.lower() == invitation.email,
        "connexion": f"{resolve_url(settings.LOGIN_URL)}?{suite}",
    }
    return render(request, "perimetres/invitation.html", contexte, status=status if invitation else 410)
