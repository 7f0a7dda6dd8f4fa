"""Faire un acte sur un dossier : un clic, ou une page de saisie où rien de ce qui est tapé ne se perd."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cdg_portal.formulaires import proposer, reporter, sans_effet, une_seule_fois
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import exiger, ou_404, requiert
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Certificat, Decompte, Demande, Piece, Reprise, Sinistre
from sinistres.selectors.dossiers import dossier_par_uid, fiche_du_dossier
from sinistres.services.arrets import en_temps_partiel
from sinistres.web.catalogue import ACTES, Acte
from sinistres.web.droits import dossier_ou_404
from sinistres.web.formulaires import DemandePieces, SaisieCertificat, SaisieDemande

_PAR_DOSSIER = {
    Certificat: "arret__sinistre",
    Reprise: "arret__sinistre",
    Piece: "sinistre",
    Demande: "sinistre",
    Decompte: "sinistre",
}


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("sinistres.lire", sur=dossier_par_uid)
@une_seule_fois
def acte(request: HttpRequest, uid: UUID, cle: str, objet: UUID | None = None) -> HttpResponse:
    """Page de saisie d'un acte (GET), ou l'acte lui-même (POST)."""
    sinistre = dossier_ou_404(request, uid)
    choisi = ACTES.get(cle)
    if choisi is None:
        raise Http404("Acte inconnu.")
    exiger(request, choisi.action, sinistre)
    cible = _cible(choisi, sinistre, objet)
    retour = f"{reverse('sinistres:dossier', args=[sinistre.uid])}#{choisi.ancre or 'contenu'}"
    if request.method == "POST":
        form = _formulaire(choisi, sinistre, request.POST)
        if form.is_valid() and _faire(request, choisi, cible, form):
            return redirect(retour)
        if not choisi.avec_saisie:
            sans_effet(request)
            messages.error(request, " ".join(form.non_field_errors()))
            return redirect(retour)
    elif not choisi.avec_saisie:
        return redirect(retour)
    elif not choisi.possible(cible):
        messages.warning(request, f"« {choisi.titre} » n'est plus possible : le dossier a changé.")
        return redirect(retour)
    else:
        form = _formulaire(choisi, sinistre)
    proposer(
        request,
        form,
        collectivite=sinistre.collectivite,
        titre=f"{choisi.titre} : dossier {sinistre.numero}",
        action=choisi.action,
    )
    contexte = {"acte": choisi, "form": form, "sinistre": sinistre, "cible": cible, "retour": retour}
    return render(request, "sinistres/acte.html", contexte)


def _cible(choisi: Acte, sinistre: Sinistre, objet: UUID | None) -> Any:
    """L'objet de l'acte, qui doit appartenir à ce dossier."""
    if choisi.cible is Sinistre:
        if objet is not None:
            raise Http404("Cet acte vise le dossier.")
        return sinistre
    lien = _PAR_DOSSIER[choisi.cible]
    trouves = choisi.cible.objects.filter(uid=objet, **{lien: sinistre}).select_related(f"{lien}__agent")
    return ou_404(trouves.first())


def _formulaire(choisi: Acte, sinistre: Sinistre, donnees: Any = None) -> Any:
    if choisi.form is SaisieCertificat:
        return SaisieCertificat(donnees, quotite_due=en_temps_partiel(sinistre))
    if choisi.form is DemandePieces:
        return DemandePieces(donnees, sinistre=sinistre)
    if choisi.form is SaisieDemande:
        dernier = fiche_du_dossier(sinistre).dernier_certificat
        jusqu_au = min(dernier.fin, aujourdhui()) if dernier else aujourdhui()
        return SaisieDemande(donnees, initial={"au": jusqu_au})
    return choisi.form(donnees)


def _faire(request: HttpRequest, choisi: Acte, cible: Any, form: Any) -> bool:
    """Appelle le service ; un refus métier est montré sur son champ."""
    try:
        choisi.faire(cible, form.cleaned_data, aujourdhui())
    except ErreurMetier as refus:
        reporter(form, refus)
        return False
    messages.success(request, choisi.succes)
    return True
