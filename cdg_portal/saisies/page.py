"""Ce qu'une vue de saisie demande : offrir le brouillon à l'ouverture, et ne jouer qu'une fois un envoi."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cdg_portal.echanges.services import demande_aboutie, demande_rendue, demande_reserver
from cdg_portal.formulaires import SANS_EFFET, PageDeSaisie
from cdg_portal.perimetres.selectors import collectivite_de_uid
from cdg_portal.saisies import attente
from cdg_portal.saisies import jeton as jetons
from cdg_portal.saisies.contenu import Contenu, ouvrir, tapes
from cdg_portal.saisies.models import SaisieGardee
from cdg_portal.saisies.selectors import saisies_de_la_page
from cdg_portal.saisies.services import saisie_aboutie, saisie_garder, saisie_verrouiller
from cdg_portal.socle.erreurs import ErreurMetier

Suite = Callable[[], HttpResponse]
DEJA = "Cette saisie était déjà enregistrée : la voici. Rien n'a été fait deux fois."
CONSERVEE = "Ce que vous aviez tapé n'a pas été enregistré : il reste dans « Mes brouillons »."
HORS_EMPREINTE = ("csrfmiddlewaretoken", jetons.CHAMP)


@dataclass(frozen=True, slots=True)
class Gardee:
    """Ce que le gabarit montre. `reprise` : brouillon, session, refus, illisible ou vide.

    `brouillon` : celui qui est repris, ou qu'on peut reprendre ; `a_garder` : l'écran porte ce que rien ne garde.
    `garder` : où la frappe se garde, si ce n'est pas dans les brouillons communs (les pas de la déclaration).
    """

    jeton: str
    adresse: str
    brouillon: SaisieGardee | None = None
    reprise: str = ""
    garder: str = ""
    a_garder: bool = False


@dataclass(frozen=True, slots=True)
class _Reprise:
    """Ce qui revient dans le formulaire, et la clé de la saisie qui continue."""

    cause: str
    cle: str
    contenu: Contenu | None


def proposer(request: HttpRequest, form: Any, **page: Unpack[PageDeSaisie]) -> None:
    """Attache au formulaire son jeton, son brouillon s'il en a un, et ce que la personne y avait tapé."""
    maintenant = timezone.now()
    envoye = jetons.recu(request) if request.method == "POST" else None
    jeton = jetons.composer(
        request,
        collectivite=str(page["collectivite"].uid),
        titre=page["titre"],
        action=page["action"],
        cle=envoye.cle if envoye else "",
        parametres=page.get("parametres", ()),
    )
    brouillon, reprise = None, None
    if not form.is_bound:
        brouillon, reprise = _a_reprendre(request, jeton, maintenant)
    if reprise is not None and reprise.contenu is not None:
        form.reprendre(reprise.contenu)
        jeton = replace(jeton, cle=reprise.cle)
    form.gardee = Gardee(
        jeton.signe(),
        jeton.adresse,
        brouillon,
        "" if reprise is None else "illisible" if reprise.contenu is None else reprise.cause,
        a_garder=form.is_bound or (reprise is not None and reprise.cause != "brouillon"),
    )


def _a_reprendre(
    request: HttpRequest, jeton: jetons.Jeton, maintenant: datetime
) -> tuple[SaisieGardee | None, _Reprise | None]:
    """Le brouillon demandé s'il est plus récent que ce qui attend dans la session ; sinon ce qui attend."""
    brouillons = saisies_de_la_page(jeton, compte=request.user, maintenant=maintenant)
    attend = attente.rendre(request, jeton, maintenant=maintenant)
    demande = request.GET.get("reprendre", "")
    choisi = next((b for b in brouillons if str(b.uid) == demande), None)
    if choisi is not None and (attend is None or choisi.modifie_a > attend.depuis):
        return choisi, _Reprise("brouillon", choisi.uid.hex, ouvrir(choisi.contenu))
    if attend is not None and attend.contenu is not None:
        return None, _Reprise(attend.cause, attend.jeton.cle, attend.contenu)
    return (brouillons[0] if brouillons else None), None


def jouer_une_fois(request: HttpRequest, suite: Suite) -> HttpResponse:
    """Un envoi rejoué mène au résultat du premier, même s'ils arrivent ensemble.

    La vue a déjà vérifié le droit. Une page dont la saisie est à corriger rend sa clé.
    """
    jeton = jetons.recu(request)
    if jeton is None or jeton.formulaire != getattr(request.resolver_match, "view_name", ""):
        return suite()
    collectivite = collectivite_de_uid(UUID(jeton.collectivite))
    if collectivite is None:
        return suite()
    saisie_verrouiller(cle=jeton.cle)
    empreinte = _empreinte(request)
    reservation = demande_reserver(
        collectivite=collectivite,
        emetteur=request.user.uid,  # type: ignore[union-attr]
        cle=f"{jeton.cle}:{empreinte[:32]}",
        empreinte=empreinte,
        maintenant=timezone.now(),
    )
    if not reservation.neuve:
        messages.info(request, DEJA)
        return redirect(reservation.adresse or request.path)
    reponse = suite()
    redirige = 300 <= reponse.status_code < 400
    if not redirige or getattr(request, SANS_EFFET, False):
        demande_rendue(reservation=reservation)
        if redirige:
            _conserver(request, jeton, collectivite)
        return reponse
    demande_aboutie(reservation=reservation, adresse=reponse["Location"])
    saisie_aboutie(auteur=request.user, jeton=jeton)
    attente.oublier(request, jeton.cle)
    return reponse


def _conserver(request: HttpRequest, jeton: jetons.Jeton, collectivite: Any) -> None:
    """Rien n'a été enregistré et la page n'est pas remontrée : ce qui y était tapé devient un brouillon."""
    maintenant, contenu = timezone.now(), tapes(request.POST)[0]
    if not any(any(valeurs) for valeurs in contenu.values()):
        return
    try:
        saisie_garder(
            auteur=request.user,
            collectivite=collectivite,
            jeton=jeton,
            contenu=contenu,
            maintenant=maintenant,
        )
    except ErreurMetier:
        attente.retenir(request, maintenant=maintenant, cause="refus")
        return
    attente.oublier(request, jeton.cle)
    messages.info(request, CONSERVEE)


def _empreinte(request: HttpRequest) -> str:
    """Ce qui est envoyé et où : revenir en arrière, changer un mot et renvoyer est une autre demande."""
    condense = hashlib.sha256(request.path.encode())
    for nom, valeurs in sorted(request.POST.lists()):
        if nom not in HORS_EMPREINTE:
            condense.update(repr((nom, valeurs)).encode())
    return condense.hexdigest()
