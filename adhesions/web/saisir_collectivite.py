"""Créer une collectivité, noter son mandat : actes du CDG."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from adhesions.services.mandats import mandat_enregistrer
from adhesions.web.formulaires_collectivite import SaisieCollectivite, SaisieMandat
from adhesions.web.saisie import Page, deja_fait, montrer, refusee
from cdg_portal.formulaires import Avertissement, recu, tenter, une_seule_fois
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import requiert
from cdg_portal.perimetres.selectors import (
    collectivite_de_siren,
    collectivite_de_uid,
    collectivites_de_ce_nom,
    organisme_gestionnaire,
)
from cdg_portal.perimetres.services import collectivite_creer
from cdg_portal.perimetres.web.gardes import collectivite_gardee
from cdg_portal.socle.siret import normaliser_siret


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("collectivites.ecrire")
@une_seule_fois
def creer(request: HttpRequest) -> HttpResponse:
    """Une collectivité de plus ; un second envoi ouvre celle qui vient d'être créée."""
    form: Any = SaisieCollectivite(recu(request))
    if request.method == "POST":
        if form.is_valid():
            form.avertir(_memes_noms(form.cleaned_data))
        creee = tenter(
            request,
            form,
            lambda d: collectivite_creer(**d, le=aujourdhui()),
            "La collectivité est enregistrée. Notez son mandat, puis enregistrez ses agents.",
        )
        if creee is None and refusee(form, "collectivite-en-double"):
            existante = collectivite_de_siren(normaliser_siret(form.saisie["siret"])[:9])
            if existante and existante.denomination == form.saisie["denomination"].strip():
                deja_fait(request, "Cette collectivité est déjà enregistrée : la voici.")
                creee = existante
            elif existante:
                form.add_error(
                    "siret",
                    f"C'est celui de {existante.denomination} : ouvrez sa fiche depuis la liste des collectivités.",
                )
        if creee is not None:
            return redirect("adhesions:collectivite", uid=creee.uid)
    liste = reverse("adhesions:collectivites")
    page = Page(
        titre="Enregistrer une collectivité",
        bouton="Enregistrer la collectivité",
        retour=liste,
        fil=((liste, "Collectivités"),),
        collectivite=organisme_gestionnaire(),
        action="collectivites.ecrire",
    )
    return montrer(request, page, form)


def _memes_noms(saisie: dict[str, Any]) -> list[Avertissement]:
    """Le même nom sous un autre SIREN : un établissement déjà connu, ou une faute dans le SIRET."""
    return [
        Avertissement(
            f"meme-nom-{c.uid}",
            f"{c.denomination} (SIREN {c.siren}) porte déjà ce nom.",
            reverse("adhesions:collectivite", args=[c.uid]),
            "Voir sa fiche",
        )
        for c in collectivites_de_ce_nom(saisie["denomination"])
        if c.siren != saisie["siret"][:9]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("collectivites.ecrire", sur=collectivite_de_uid)
@une_seule_fois
def mandat(request: HttpRequest, uid: UUID) -> HttpResponse:
    """La délibération qui donne mandat au CDG."""
    collectivite = collectivite_gardee(request, uid, "collectivites.ecrire")
    form = SaisieMandat(recu(request))
    retour = reverse("adhesions:collectivite", args=[uid])
    if request.method == "POST":
        enregistre = tenter(
            request,
            form,
            lambda d: mandat_enregistrer(collectivite=collectivite, **d, le=aujourdhui()),
            "Le mandat est enregistré.",
        )
        if enregistre is not None:
            return redirect(retour)
        if refusee(form, "mandat-en-double"):
            deja_fait(request, "La collectivité a déjà donné mandat pour ce contrat.")
            return redirect(retour)
    page = Page(
        titre="Enregistrer un mandat",
        bouton="Enregistrer le mandat",
        retour=retour,
        fil=((reverse("adhesions:collectivites"), "Collectivités"), (retour, collectivite.denomination)),
        sous_titre=collectivite.denomination,
        explication="La collectivité charge le Centre de gestion de conduire la consultation. "
        "Le mandat vaut intention : il ne l'engage pas à adhérer.",
        collectivite=collectivite,
        action="collectivites.ecrire",
    )
    return montrer(request, page, form)
