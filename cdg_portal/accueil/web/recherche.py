"""La recherche générale.

Le formulaire est envoyé par POST : ce qui est tapé n'entre dans une adresse qu'une fois relu. Un numéro de sécurité
sociale n'y entre jamais, ni dans l'historique du navigateur, ni dans le journal d'un mandataire.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cdg_portal.accueil.recherche import (
    LONGUEUR_AU_PLUS,
    chercher,
    consultations_recentes,
    seul_resultat,
    trop_courte,
)
from cdg_portal.accueil.web.regard import regard_de
from cdg_portal.perimetres.acces import requiert
from cdg_portal.socle.nir import EFFACE, contient_un_nir

PAR_GENRE = 20
SUGGEREES = 5


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("q")
@requiert("accueil.voir")
def recherche(request: HttpRequest) -> HttpResponse:
    """POST : relit ce qui est tapé, puis mène à la seule fiche trouvée ou aux résultats. GET : les résultats."""
    if request.method == "POST":
        return _envoyee(request, _texte(request.POST.get("q", "")))
    texte = _texte(request.GET.get("q", ""))
    refus = "nir" if EFFACE in request.GET else ""
    regard = regard_de(request)
    contexte = {
        "texte": texte,
        "refus": refus,
        "courte": bool(texte) and trop_courte(texte),
        "groupes": chercher(regard, texte, combien=PAR_GENRE) if texte else [],
        "recents": [] if texte else consultations_recentes(regard),
    }
    return render(request, "accueil/recherche.html", contexte)


def _envoyee(request: HttpRequest, texte: str) -> HttpResponse:
    if contient_un_nir(texte):
        return redirect(_refus())
    seul = seul_resultat(chercher(regard_de(request), texte, combien=1 + SUGGEREES))
    if seul is not None:
        return redirect(seul.url)
    return redirect(
        f"{reverse('accueil:recherche')}?{urlencode({'q': texte})}" if texte else "accueil:recherche"
    )


@requiert("accueil.voir")
@require_POST
@sensitive_post_parameters("q")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Ce que l'on propose pendant la saisie ; rien de tapé : les fiches récentes."""
    texte = _texte(request.POST.get("q", ""))
    regard = regard_de(request)
    contexte = {
        "texte": texte,
        "refus": contient_un_nir(texte),
        "courte": bool(texte) and trop_courte(texte),
        "groupes": chercher(regard, texte, combien=SUGGEREES) if texte else [],
        "recents": [] if texte else consultations_recentes(regard),
    }
    return render(request, "accueil/fragments/_suggestions.html", contexte)


def _texte(tape: str) -> str:
    return " ".join(tape.replace("\x00", "").split())[:LONGUEUR_AU_PLUS]


def _refus() -> str:
    return f"{reverse('accueil:recherche')}?{EFFACE}=q"
