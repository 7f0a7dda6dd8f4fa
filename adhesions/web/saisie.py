"""Une page de saisie : ce qui est tapé ne se perd pas, un refus se lit sur son champ, un second clic ne refait rien."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cdg_portal.formulaires import proposer, sans_effet


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
    # Où et à quel titre la saisie s'enregistrera : elle peut alors se garder en brouillon.
    collectivite: Any = None
    action: str = ""


def montrer(
    request: HttpRequest, page: Page, form: Any, gabarit: str = "adhesions/saisie.html", **plus: Any
) -> HttpResponse:
    """La page ; 422 si le formulaire porte des erreurs."""
    if page.collectivite is not None:
        titre = f"{page.titre} : {page.sous_titre}" if page.sous_titre else page.titre
        proposer(request, form, collectivite=page.collectivite, titre=titre, action=page.action)
    contexte = {"page_de_saisie": page, "form": form} | plus
    a_revoir = form.errors or form.avertissements
    return render(request, gabarit, contexte, status=422 if a_revoir else 200)


def refusee(form: Any, code: str) -> bool:
    """Vrai si le service a refusé la saisie pour cette raison."""
    return getattr(getattr(form, "refus", None), "code", "") == code


def deja_fait(request: HttpRequest, message: str) -> None:
    """Un collègue l'a déjà fait : ce n'est pas une faute, mais rien n'est enregistré et ce qui est tapé se garde."""
    sans_effet(request)
    messages.warning(request, f"{message} Rien n'a changé.")
