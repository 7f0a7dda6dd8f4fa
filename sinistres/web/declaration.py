"""Déclaration guidée : une question par page, un brouillon gardé à chaque pas, rien de perdu."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from adhesions.selectors import agents_liste
from cdg_portal.formulaires import Avertissement, Formulaire
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import bornes, ou_404, personne, requiert
from cdg_portal.saisies.attente import oublier, rendre
from cdg_portal.saisies.jeton import composer, recu
from cdg_portal.saisies.page import Gardee
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.nir import EFFACE, contient_un_nir
from cdg_portal.socle.nir import MESSAGE as NIR_REFUSE
from sinistres.models import Brouillon
from sinistres.selectors.dossiers import (
    brouillon_par_uid,
    brouillons_de,
    dossier_par_saisie,
    dossiers_proches,
    intitule_du_brouillon,
)
from sinistres.services.brouillons import BrouillonDisparu, brouillon_abandonner, brouillon_enregistrer
from sinistres.web.declaration_formulaires import ChoixMotif, SaisieEvenement, autres_dossiers
from sinistres.web.declaration_saisie import (
    ETAPE_DU_CHAMP,
    ETAPES,
    LIGNES_MAX,
    Recapitulatif,
    Saisie,
    declarer,
    erreurs_des_certificats,
    lire_brouillon,
    recapituler,
)
from sinistres.web.listes import rendre_liste

PROPOSES_AU_PLUS = 20
PAS_DE_VOTRE_COLLECTIVITE = (
    "Cet agent n'est pas de votre collectivité. Cherchez-le par son nom ou son matricule."
)


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("sinistres.declarer", sur=personne)
def agent(request: HttpRequest, uid: UUID | None = None) -> HttpResponse:
    """Premier pas : choisir l'agent, ou reprendre un brouillon."""
    brouillon = _brouillon(request, uid) if uid else None
    borne = bornes(request, "sinistres.declarer")
    demande = request.POST.get("agent", "") if request.method == "POST" else request.GET.get("agent", "")
    choisi, refus = None, ""
    if demande:
        choisi = _agent_de_la_collectivite(demande, borne)
        refus = "" if choisi else PAS_DE_VOTRE_COLLECTIVITE
        if choisi and request.method == "POST":
            try:
                return _choisir(request, choisi, brouillon)
            except BrouillonDisparu as refus_du_service:
                return _disparu(request, brouillon, refus_du_service)
    recherche = _texte(request.GET.get("q", ""), 80)
    trouves = agents_liste(recherche=recherche, collectivites=borne)
    if choisi:
        trouves = trouves.filter(pk=choisi.pk)
    contexte = {
        "brouillon": brouillon,
        "brouillons": [
            (b, intitule_du_brouillon(b))
            for b in brouillons_de(request.user).filter(collectivite_id__in=borne or ())
        ],
        "recherche": recherche,
        "recherche_refusee": NIR_REFUSE if EFFACE in request.GET else "",
        "refus": refus,
        "nombre": trouves.count(),
        "agents": trouves[:PROPOSES_AU_PLUS],
        "plusieurs": len(borne or ()) > 1,
        **_parcours("agent"),
    }
    return rendre_liste(
        request,
        contexte,
        page="sinistres/declarer/agent.html",
        fragment="sinistres/fragments/_agents_proposes.html",
    )


def _agent_de_la_collectivite(texte: str, borne: Any) -> Any:
    """L'agent désigné par son identifiant, s'il est d'une collectivité où l'on saisit."""
    try:
        uid = UUID(texte)
    except ValueError:
        return None
    return agents_liste(collectivites=borne).filter(uid=uid).first()


def _choisir(request: HttpRequest, choisi: Any, brouillon: Brouillon | None) -> HttpResponse:
    contenu = {**(brouillon.contenu if brouillon else {}), "agent": str(choisi.uid), "nom": str(choisi)}
    if brouillon is not None and brouillon.collectivite_id != choisi.collectivite_id:
        brouillon_abandonner(brouillon=brouillon)
        brouillon = None
    garde = brouillon_enregistrer(
        collectivite=choisi.collectivite, auteur=request.user, contenu=contenu, brouillon=brouillon
    )
    return redirect("sinistres:declarer_etape", uid=garde.uid, nom="motif")


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("sinistres.declarer", sur=personne)
def etape(request: HttpRequest, uid: UUID, nom: str) -> HttpResponse:
    """Un pas de la déclaration."""
    if nom not in _PAS:
        raise Http404("Étape inconnue.")
    brouillon = brouillon_par_uid(uid, compte=request.user)
    if brouillon is None:
        return _deja_declare(request, uid)
    _exiger_saisie(request, brouillon)
    gardee = _revenir(request, brouillon, nom)
    saisie = replace(lire_brouillon(brouillon, aujourdhui=aujourdhui()), gardee=gardee)
    a_reprendre = saisie.etape_a_reprendre()
    rangs = list(ETAPES)
    if rangs.index(a_reprendre) < rangs.index(nom):
        if nom == "verification":
            messages.warning(request, "Il reste à compléter cette étape avant de déclarer.")
        return _aller(saisie, a_reprendre)
    try:
        reponse = _PAS[nom](request, saisie)
    except BrouillonDisparu as refus:
        return _disparu(request, brouillon, refus)
    envoye = recu(request) if request.method == "POST" else None
    if envoye is not None and reponse.status_code < 400:
        oublier(request, envoye.cle)  # ce pas est dans la déclaration
    return reponse


def _disparu(request: HttpRequest, brouillon: Brouillon | None, refus: BrouillonDisparu) -> HttpResponse:
    """Le brouillon a disparu pendant l'envoi : on va au dossier qu'il est devenu, ou au premier pas."""
    messages.warning(request, refus.message)
    borne = bornes(request, "sinistres.declarer")
    sinistre = dossier_par_saisie(brouillon.uid, collectivites=borne) if brouillon else None
    if sinistre is None:
        return redirect("sinistres:declarer")
    return redirect("sinistres:dossier", uid=sinistre.uid)


def _revenir(request: HttpRequest, brouillon: Brouillon, nom: str) -> Gardee:
    """Le jeton de ce pas ; ce qui y était tapé quand la session a pris fin revient à l'écran, pas encore gardé."""
    jeton = composer(
        request,
        collectivite=str(brouillon.collectivite.uid),
        titre="Déclarer un sinistre",
        action="sinistres.declarer",
    )
    attend = rendre(request, jeton, maintenant=timezone.now()) if request.method != "POST" else None
    tape = attend.contenu if attend else None
    if attend is not None and tape is not None:
        textes = {champ: valeurs[-1] for champ, valeurs in tape.items() if valeurs}
        brouillon.contenu = {**brouillon.contenu, **_contenu_du_pas(nom, textes)}
        jeton = replace(jeton, cle=attend.jeton.cle)
    return Gardee(
        jeton.signe(), request.path, reprise="session" if tape is not None else "", garder=request.path
    )


def _contenu_du_pas(nom: str, textes: Mapping[str, str]) -> dict[str, Any]:
    """Ce qui est tapé à ce pas, sous la forme que le brouillon garde."""
    if nom == "motif":
        return {"motif": _texte(textes.get("motif", ""), 25)}
    if nom == "evenement":
        return {"evenement": {c: _texte(textes.get(c, ""), 100) for c in SaisieEvenement.base_fields}}
    if nom == "certificats":
        return {"certificats": [ligne for ligne in _lignes_envoyees(textes) if any(ligne.values())]}
    return {}


def _deja_declare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Second clic sur « Déclarer » : le brouillon est devenu un dossier, on y va."""
    borne = bornes(request, "sinistres.declarer")
    sinistre = ou_404(dossier_par_saisie(uid, collectivites=borne))
    return redirect("sinistres:dossier", uid=sinistre.uid)


def _aller(saisie: Saisie, nom: str) -> HttpResponse:
    if nom == "agent":
        return redirect("sinistres:declarer_agent", uid=saisie.brouillon.uid)
    return redirect("sinistres:declarer_etape", uid=saisie.brouillon.uid, nom=nom)


def _garder(request: HttpRequest, saisie: Saisie, **contenu: Any) -> Saisie:
    brouillon_enregistrer(
        collectivite=saisie.brouillon.collectivite,
        auteur=request.user,
        contenu={**saisie.contenu, **contenu},
        brouillon=saisie.brouillon,
    )
    return saisie


def _sortie(request: HttpRequest, saisie: Saisie, nom: str) -> HttpResponse | None:
    """Quitter ou revenir en arrière : ce qui est tapé vient d'être gardé, juste ou non.

    `garder` : la frappe marque une pause ; le brouillon est écrit, on reste sur la page.
    """
    if "garder" in request.POST:
        return JsonResponse({"heure": f"{timezone.localtime():%H:%M}", "message": ""})
    if "quitter" in request.POST:
        messages.success(request, "Le brouillon est gardé : vous le retrouverez ici et sur votre accueil.")
        return redirect("sinistres:declarer")
    if "precedente" in request.POST:
        noms = list(ETAPES)
        return _aller(saisie, noms[noms.index(nom) - 1])
    return None


def _texte(valeur: str, longueur: int) -> str:
    """Ce qui est tapé, sans le caractère nul que la base refuse ni numéro de sécurité sociale."""
    return "" if contient_un_nir(valeur) else valeur.replace("\x00", "").strip()[:longueur]


def _motif(request: HttpRequest, saisie: Saisie) -> HttpResponse:
    if request.method == "POST":
        form = ChoixMotif(request.POST)
        _garder(request, saisie, **_contenu_du_pas("motif", request.POST))
        if sortie := _sortie(request, saisie, "motif"):
            return sortie
        if form.is_valid():
            return _aller(saisie, "evenement")
    else:
        form = ChoixMotif(initial={"motif": saisie.motif})
    contexte = {"form": form, "autres": autres_dossiers(saisie.agent)}
    return _rendre(request, saisie, "motif", contexte)


def _evenement(request: HttpRequest, saisie: Saisie) -> HttpResponse:
    form = saisie.evenement()
    if request.method == "POST":
        gardees = _contenu_du_pas("evenement", request.POST)["evenement"]
        _garder(request, saisie, evenement=gardees)
        if sortie := _sortie(request, saisie, "evenement"):
            return sortie
        form = saisie.evenement(gardees)
        if form.is_valid():
            return _aller(saisie, "certificats")
    return _rendre(request, saisie, "evenement", {"form": form})


def _certificats(request: HttpRequest, saisie: Saisie) -> HttpResponse:
    lignes, erreurs = saisie.contenu.get("certificats", []), None
    survenance = saisie.evenement()
    survenance.is_valid()
    if request.method == "POST":
        lignes = _lignes_envoyees(request.POST)
        _garder(request, saisie, certificats=[ligne for ligne in lignes if any(ligne.values())])
        if sortie := _sortie(request, saisie, "certificats"):
            return sortie
        if "ajouter" in request.POST:
            lignes = [*lignes, {}][:LIGNES_MAX]
        else:
            erreurs = erreurs_des_certificats(
                saisie.certificats(lignes),
                survenance.cleaned_data.get("survenance"),
                le=saisie.aujourdhui,
            )
            if erreurs is None:
                return _aller(saisie, "verification")
    formulaires = list(erreurs.formulaires) if erreurs else saisie.certificats(lignes or [{}])
    contexte = {
        "formulaires": formulaires,
        "erreurs": erreurs,
        "survenance": survenance.cleaned_data.get("survenance"),
        "tpt": saisie.risque == "TPT",
    }
    return _rendre(request, saisie, "certificats", contexte)


def _lignes_envoyees(textes: Mapping[str, str]) -> list[dict[str, str]]:
    """Les lignes du formulaire, dans l'ordre, textes tels que tapés."""
    nombre = textes.get("lignes", "1")
    total = min(int(nombre), LIGNES_MAX) if nombre.isdecimal() and len(nombre) < 5 else 1
    champs = ("debut", "fin", "quotite_travail")
    return [{c: _texte(textes.get(f"c{i}-{c}", ""), 20) for c in champs} for i in range(total)]


def _verification(request: HttpRequest, saisie: Saisie) -> HttpResponse:
    refus: ErreurMetier | None = None
    recapitulatif = recapituler(saisie)
    confirmation = Formulaire(request.POST if request.method == "POST" else None)
    sans_doublon = confirmation.avertir(_doublons(saisie, recapitulatif))
    if request.method == "POST":
        if sortie := _sortie(request, saisie, "verification"):
            return sortie
    if request.method == "POST" and sans_doublon:
        try:
            sinistre = declarer(saisie, le=aujourdhui())
        except ErreurMetier as faute:
            refus = faute
        else:
            brouillon_abandonner(brouillon=saisie.brouillon)
            messages.success(
                request, f"Le dossier {sinistre.numero} est déclaré. Le Centre de gestion va le contrôler."
            )
            return redirect("sinistres:dossier", uid=sinistre.uid)
    contexte = {
        "recapitulatif": recapitulatif,
        "confirmation": confirmation,
        "refus": refus,
        "etape_du_refus": ETAPE_DU_CHAMP.get(refus.champ, "evenement") if refus else "",
    }
    return _rendre(request, saisie, "verification", contexte)


def _doublons(saisie: Saisie, recapitulatif: Recapitulatif) -> list[Avertissement]:
    """Un dossier du même jour : le même évènement, déclaré deux fois ? Des dates qui se recouvrent sont refusées."""
    proches = dossiers_proches(
        saisie.agent,
        survenance=recapitulatif.evenement.cleaned_data["survenance"],
        periodes=[(c.debut, c.fin) for c in recapitulatif.certificats],
    )
    return [
        Avertissement(
            f"dossier-{s.uid}",
            f"Le dossier {s.numero} ({s.get_motif_display().lower()}, {s.survenance:%d/%m/%Y}) est du même jour. "
            "Une prolongation ou une rechute s'ajoute à ce dossier.",
            reverse("sinistres:dossier", args=[s.uid]),
            "Voir ce dossier",
        )
        for s in proches
        if s.cle_saisie != saisie.brouillon.uid
    ]


def _rendre(request: HttpRequest, saisie: Saisie, nom: str, contexte: dict[str, Any]) -> HttpResponse:
    commun = {"brouillon": saisie.brouillon, "agent": saisie.agent, "saisie": saisie, **_parcours(nom)}
    return render(request, f"sinistres/declarer/{nom}.html", {**commun, **contexte})


def _parcours(nom: str) -> dict[str, Any]:
    noms = list(ETAPES)
    rang = noms.index(nom)
    return {
        "etapes": list(ETAPES.values()),
        "courante": rang + 1,
        "titre_etape": ETAPES[nom],
    }


_PAS: dict[str, Callable[[HttpRequest, Saisie], HttpResponse]] = {
    "motif": _motif,
    "evenement": _evenement,
    "certificats": _certificats,
    "verification": _verification,
}


def _exiger_saisie(request: HttpRequest, brouillon: Brouillon) -> None:
    borne = bornes(request, "sinistres.declarer")
    if borne is not None and brouillon.collectivite_id not in borne:
        raise Http404("Brouillon introuvable.")


def _brouillon(request: HttpRequest, uid: UUID) -> Brouillon:
    brouillon = ou_404(brouillon_par_uid(uid, compte=request.user))
    _exiger_saisie(request, brouillon)
    return brouillon


@require_POST
@requiert("sinistres.declarer", sur=personne)
def abandonner(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Supprime un brouillon."""
    brouillon_abandonner(brouillon=_brouillon(request, uid))
    messages.success(request, "Le brouillon est abandonné.")
    return redirect("sinistres:declarer")
