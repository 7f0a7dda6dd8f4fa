"""La déclaration d'accessibilité, publique : modèle du RGAA, complété par les réglages de l'exploitant."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

ETABLIE_LE = date(2026, 11, 26)
# Ce que l'on sait ne pas être conforme, ou ne pas avoir été examiné.
NON_ACCESSIBLES = (
    (
        "Administration technique (/admin/)",
        "Interface de Django, réservée aux administrateurs du portail : non évaluée.",
    ),
    (
        "Documentation interactive de l'API (/api/documentation/)",
        "Interface Swagger, produit d'un tiers : non évaluée. Le même contenu se lit dans le fichier du schéma.",
    ),
    (
        "Exports CSV",
        "Sans mise en forme : un tableur les lit, mais leurs en-têtes ne sont pas marqués comme tels.",
    ),
)


@login_not_required
@require_safe
def declaration(request: HttpRequest) -> HttpResponse:
    """État de conformité, résultats, contenus non accessibles, contact et voies de recours."""
    contexte = {
        "etat": settings.ACCESSIBILITE_ETAT,
        "audit": settings.ACCESSIBILITE_AUDIT,
        "contact": settings.ACCESSIBILITE_CONTACT,
        "courriel": "@" in settings.ACCESSIBILITE_CONTACT,
        "etablie_le": ETABLIE_LE,
        "non_accessibles": NON_ACCESSIBLES,
    }
    return render(request, "accueil/accessibilite.html", contexte)
