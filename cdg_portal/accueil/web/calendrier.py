"""Le calendrier des échéances, son adresse secrète, et le fichier que suit un agenda."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from cdg_portal.accueil.calendrier import (
    abonnement_creer,
    abonnement_de,
    abonnement_retirer,
    compte_abonne,
    echeances_de,
    fichier_ics,
    lecture_a_tracer,
    lecture_permise,
    mois_de,
    mois_demande,
)
from cdg_portal.accueil.calendrier.abonnement import INCONNUES_PAR_HEURE, LECTURES_PAR_HEURE
from cdg_portal.accueil.calendrier.mois import JOURS, bornes_du_mois
from cdg_portal.accueil.files import Regard
from cdg_portal.accueil.web.regard import regard_de
from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.comptes.chiffrement import chiffrer, dechiffrer
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import peut, requiert
from cdg_portal.perimetres.selectors import habilitations_actives, perimetre_de
from cdg_portal.requetes import adresse_complete, adresse_du_client, noter_acces

# Le jeton chiffré, gardé en session de sa création à la page qui le montre.
JETON_A_MONTRER = "calendrier_a_montrer"
# Ce que suit un agenda : les retards du trimestre, et l'année qui vient.
AVANT, APRES = timedelta(days=92), timedelta(days=400)


@require_safe
@requiert("accueil.voir")
def calendrier(request: HttpRequest) -> HttpResponse:
    """Les échéances d'un mois : un tableau sur grand écran, une liste sur petit."""
    regard = regard_de(request)
    premier = mois_demande(request.GET.get("mois", ""), jour=regard.jour)
    du, au = bornes_du_mois(premier)
    releve = echeances_de(regard, du=du, au=au)
    contexte: dict[str, Any] = {
        "mois": mois_de(premier, releve.echeances),
        "avertissement": releve.avertissement,
        "jours": JOURS,
        "jour": regard.jour,
        "nombre": len(releve.echeances),
        "lit_les_delais": peut(request, "delais.lire"),
    }
    return render(request, "accueil/calendrier.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("accueil.voir")
def abonnement(request: HttpRequest) -> HttpResponse:
    """Créer, remplacer ou couper son adresse ; elle n'est montrée qu'une fois, à la page qui suit sa création.

    L'envoi redirige : recharger la page ne remplace pas l'adresse qu'on vient de copier.
    """
    if request.method == "POST" and request.POST.get("acte") == "retirer":
        if abonnement_retirer(compte=request.user, le=aujourdhui(), par=request.user.pk):
            messages.success(
                request, "L'adresse est coupée : les agendas qui la suivaient ne reçoivent plus rien."
            )
        else:
            messages.info(request, "Il n'y avait aucune adresse à couper.")
        return redirect("accueil:calendrier_abonnement")
    if request.method == "POST":
        jeton = abonnement_creer(compte=request.user, instant=timezone.now(), le=aujourdhui())
        request.session[JETON_A_MONTRER] = chiffrer(jeton)
        return redirect("accueil:calendrier_abonnement")
    contexte: dict[str, Any] = {"abonnement": abonnement_de(compte_id=request.user.pk or 0)}
    a_montrer = request.session.pop(JETON_A_MONTRER, None) if request.method == "GET" else None
    if a_montrer:
        adresse = reverse("accueil:calendrier_ics", args=[dechiffrer(a_montrer)])
        contexte["adresse"] = adresse_complete(request, adresse)
    return render(request, "accueil/abonnement.html", contexte)


@login_not_required
@require_safe
def ics(request: HttpRequest, jeton: str) -> HttpResponse:
    """Le calendrier de qui tient cette adresse, sous les droits qu'il a au moment où elle est lue."""
    compte_id = compte_abonne(jeton=jeton)
    portee = adresse_du_client(request) if compte_id is None else f"compte {compte_id}"
    au_plus = INCONNUES_PAR_HEURE if compte_id is None else LECTURES_PAR_HEURE
    if not lecture_permise(cle=settings.SECRET_KEY, portee=portee, au_plus=au_plus):
        trop = HttpResponse(
            "Trop de lectures : réessayez dans une heure.",
            status=429,
            content_type="text/plain; charset=utf-8",
        )
        trop["Retry-After"] = "3600"
        return trop
    if compte_id is None:
        raise Http404("Introuvable.")
    page = request.resolver_match.view_name if request.resolver_match else ""
    if lecture_a_tracer(compte_id=compte_id, page=page, maintenant=timezone.now()):
        noter_acces(request, "EXPORT", acteur_id=compte_id, motif="Calendrier lu par son adresse secrète")
    contenu = _fichier(request, compte_id)
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = 'inline; filename="echeances.ics"'
    reponse["Cache-Control"] = "private, no-cache"
    etag = f'"{sha256(contenu).hexdigest()[:32]}"'
    reponse["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=reponse) or reponse


def _fichier(request: HttpRequest, compte_id: int) -> bytes:
    jour = aujourdhui()
    habilitations = habilitations_actives(compte_id=compte_id, au=jour)
    regard = Regard(compte_id=compte_id, habilitations=habilitations, jour=jour)
    with perimetre(perimetre_de(habilitations, compte_id=compte_id)):
        releve = echeances_de(regard, du=jour - AVANT, au=jour + APRES)
    base = adresse_complete(request, "/").rstrip("/")
    return fichier_ics(releve, jour=jour, base=base, domaine=str(urlsplit(base).hostname))
