"""Déclaration guidée : une question par page, un brouillon gardé à chaque pas, rien de perdu."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from adhesions.selectors import agents_liste
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import collectivites_du_role, ou_404, roles_requis
from cdg_portal.perimetres.roles import ROLES_DE_SAISIE
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Brouillon
from sinistres.selectors.dossiers import (
    brouillon_par_uid,
    brouillons_de,
    dossier_par_saisie,
    intitule_du_brouillon,
)
from sinistres.services.brouillons import BrouillonDisparu, brouillon_abandonner, brouillon_enregistrer
from sinistres.web.declaration_formulaires import ChoixMotif, SaisieEvenement, autres_dossiers
from sinistres.web.declaration_saisie import (
    ETAPE_DU_CHAMP,
    ETAPES,
    LIGNES_MAX,
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
@roles_requis(*ROLES_DE_SAISIE)
def agent(request: HttpRequest, uid: UUID | None = None) -> HttpResponse:
    """Premier pas : choisir l'agent, ou reprendre un brouillon."""
    brouillon = _brouillon(request, uid) if uid else None
    borne = collectivites_du_role(request, ROLES_DE_SAISIE)
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
@roles_requis(*ROLES_DE_SAISIE)
def etape(request: HttpRequest, uid: UUID, nom: str) -> HttpResponse:
    """Un pas de la déclaration."""
    if nom not in _PAS:
        raise Http404("Étape inconnue.")
    brouillon = brouillon_par_uid(uid, compte=request.user)
    if brouillon is None:
        return _deja_declare(request, uid)
    _exiger_saisie(request, brouillon)
    saisie = lire_brouillon(brouillon, aujourdhui=aujourdhui())
    a_reprendre = saisie.etape_a_reprendre()
    rangs = list(ETAPES)
    if rangs.index(a_reprendre) < rangs.index(nom):
        if nom == "verification":
            messages.warning(request, "Il reste à compléter cette étape avant de déclarer.")
        return _aller(saisie, a_reprendre)
    try:
        return _PAS[nom](request, saisie)
    except BrouillonDisparu as refus:
        return _disparu(request, brouillon, refus)


def _disparu(request: HttpRequest, brouillon: Brouillon | None, refus: BrouillonDisparu) -> HttpResponse:
    """Le brouillon a disparu pendant l'envoi : on va au dossier qu'il est devenu, ou au premier pas."""
    messages.warning(request, refus.message)
    borne = collectivites_du_role(request, ROLES_DE_SAISIE)
    sinistre = dossier_par_saisie(brouillon.uid, collectivites=borne) if brouillon else None
    if sinistre is None:
        return redirect("sinistres:declarer")
    return redirect("sinistres:dossier", uid=sinistre.uid)


def _deja_declare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Second clic sur « Déclarer » : le brouillon est devenu un dossier, on y va."""
    borne = collectivites_du_role(request, ROLES_DE_SAISIE)
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
    """Quitter ou revenir en arrière : ce qui est tapé vient d'être gardé, juste ou non."""
    if "quitter" in request.POST:
        messages.success(request, "Le brouillon est gardé : vous le retrouverez ici et sur votre accueil.")
        return redirect("sinistres:declarer")
    if "precedente" in request.POST:
        noms = list(ETAPES)
        return _aller(saisie, noms[noms.index(nom) - 1])
    return None


def _texte(valeur: str, longueur: int) -> str:
    """Ce qui est tapé, sans le caractère nul que la base refuse."""
    return valeur.replace("\x00", "").strip()[:longueur]


def _motif(request: HttpRequest, saisie: Saisie) -> HttpResponse:
    if request.method == "POST":
        form = ChoixMotif(request.POST)
        _garder(request, saisie, motif=_texte(request.POST.get("motif", ""), 25))
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
        gardees = {champ: _texte(request.POST.get(champ, ""), 100) for champ in SaisieEvenement.base_fields}
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
        lignes = _lignes_envoyees(request)
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


def _lignes_envoyees(request: HttpRequest) -> list[dict[str, str]]:
    """Les lignes du formulaire, dans l'ordre, textes tels que tapés."""
    nombre = request.POST.get("lignes", "1")
    total = min(int(nombre), LIGNES_MAX) if nombre.isdecimal() and len(nombre) < 5 else 1
    champs = ("debut", "fin", "quotite_travail")
    return [{c: _texte(request.POST.get(f"c{i}-{c}", ""), 20) for c in champs} for i in range(total)]


def _verification(request: HttpRequest, saisie: Saisie) -> HttpResponse:
    refus: ErreurMetier | None = None
    if request.method == "POST":
        if sortie := _sortie(request, saisie, "verification"):
            return sortie
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
        "recapitulatif": recapituler(saisie),
        "refus": refus,
        "etape_du_refus": ETAPE_DU_CHAMP.get(refus.champ, "evenement") if refus else "",
    }
    return _rendre(request, saisie, "verification", contexte)


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
    borne = collectivites_du_role(request, ROLES_DE_SAISIE)
    if borne is not None and brouillon.collectivite_id not in borne:
        raise Http404("Brouillon introuvable.")


def _brouillon(request: HttpRequest, uid: UUID) -> Brouillon:
    brouillon = ou_404(brouillon_par_uid(uid, compte=request.user))
    _exiger_saisie(request, brouillon)
    return brouillon


@require_POST
@roles_requis(*ROLES_DE_SAISIE)
def abandonner(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Supprime un brouillon."""
    brouillon_abandonner(brouillon=_brouillon(request, uid))
    messages.success(request, "Le brouillon est abandonné.")
    return redirect("sinistres:declarer")
