"""Une page de saisie : ce qui est tapé ne se perd pas, un refus se lit sur son champ, un second clic ne refait rien."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from adhesions.selectors import collectivite_par_uid
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import ou_404, tient_un_role
from cdg_portal.perimetres.champs import reporter
from cdg_portal.perimetres.roles import ROLES_DE_GESTION, Role
from cdg_portal.socle.erreurs import ErreurMetier

# Les agents : le CDG, et qui valide pour leur employeur.
EFFECTIF = ROLES_DE_GESTION | {Role.RH_VALIDEUR}


@dataclass(frozen=True, slots=True)
class Page:
    """Ce que dit une page de saisie ; `fil` : (adresse, libellé) des pages au-dessus."""

    titre: str
    bouton: str
    retour: str
    fil: tuple[tuple[str, str], ...] = ()
    sous_titre: str = ""
    explication: str = ""
    avertissement: str = ""
    danger: bool = False


def montrer(
    request: HttpRequest, page: Page, form: Any, gabarit: str = "adhesions/saisie.html", **plus: Any
) -> HttpResponse:
    """La page ; 422 si le formulaire porte des erreurs."""
    contexte = {"page_de_saisie": page, "form": form} | plus
    return render(request, gabarit, contexte, status=422 if form.errors else 200)


def tenter(request: HttpRequest, form: Any, acte: Callable[[dict[str, Any]], Any], fait: str) -> Any | None:
    """Joue l'acte si la saisie est lisible ; rend son résultat, ou None (les refus sont alors dans le formulaire)."""
    if not form.is_valid():
        return None
    form.saisie = dict(form.cleaned_data)  # un champ refusé quitte cleaned_data
    try:
        resultat = acte(form.cleaned_data)
    except ErreurMetier as refus:
        form.refus = refus
        reporter(form, refus)
        return None
    messages.success(request, fait)
    return resultat


def recu(request: HttpRequest) -> Any:
    """Ce qui est envoyé, ou None si la page est seulement ouverte."""
    return request.POST if request.method == "POST" else None


def refusee(form: Any, code: str) -> bool:
    """Vrai si le service a refusé la saisie pour cette raison."""
    return getattr(getattr(form, "refus", None), "code", "") == code


def deja_fait(request: HttpRequest, message: str) -> None:
    """Un second envoi de la même saisie n'est pas une faute."""
    messages.warning(request, f"{message} Rien n'a changé.")


def collectivite_gardee(request: HttpRequest, uid: Any, roles: Any) -> Any:
    """La collectivité où le compte tient l'un de ces rôles ; 404 s'il n'en voit rien, 403 sinon."""
    collectivite = ou_404(collectivite_par_uid(uid, au=aujourdhui()))
    if not tient_un_role(request, collectivite.pk, roles):
        raise PermissionDenied("Votre rôle sur cette collectivité ne permet pas cet acte.")
    return collectivite
