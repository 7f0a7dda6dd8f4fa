"""Ce qui est envoyé et n'a pu s'enregistrer attend, chiffré, dans la session : session finie, brouillon refusé.

À la connexion, la session garde son contenu. Il ne revient qu'à la personne et à la page nommées par le jeton signé.
Chaque page ouverte a sa place : l'envoi d'un onglet ne chasse pas celui d'un autre.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from cdg_portal.saisies import jeton as jetons
from cdg_portal.saisies.contenu import OCTETS_AU_PLUS, Contenu, fermer, ouvrir, tapes

CLE = "saisies_en_attente"
DUREE = timedelta(hours=1)
PLACES = 6
# Un visiteur sans compte, une page d'ici en main, ne fait pas grossir la base à volonté.
OCTETS_SANS_COMPTE = 4 * OCTETS_AU_PLUS
# L'envoi d'une page qu'on quitte ne choisit pas ses en-têtes.
DISCRET = "_discret"


@dataclass(frozen=True, slots=True)
class Attente:
    """Une saisie revenue. `contenu` : None s'il est illisible ; `cause` : session ou refus."""

    jeton: jetons.Jeton
    contenu: Contenu | None
    cause: str
    depuis: datetime


def discret(request: HttpRequest) -> bool:
    """Vrai si c'est la frappe qui s'envoie, et non la personne."""
    return request.headers.get("Accept") == "application/json" or DISCRET in request.POST


def retenir(request: HttpRequest, *, maintenant: datetime, cause: str = "session") -> jetons.Jeton | None:
    """Garde l'envoi ; rend le jeton de sa page, ou None si elle n'est pas d'ici."""
    signe = request.POST.get(jetons.CHAMP, "")
    jeton = jetons.lire(signe)
    if jeton is None:
        return None
    contenu = fermer(tapes(request.POST)[0])
    if not request.user.is_authenticated and len(contenu) > OCTETS_SANS_COMPTE:
        return None
    places = _places(request)
    frappe = discret(request)
    # La frappe partie avant l'envoi peut arriver après lui : elle ne remplace pas ce qui a été envoyé.
    if frappe and jeton.cle in places and not places[jeton.cle]["frappe"]:
        return jeton
    places.pop(jeton.cle, None)
    if len(places) >= PLACES:
        # La frappe cède sa place la première, puis la plus ancienne.
        del places[min(places, key=lambda cle: (not places[cle]["frappe"], places[cle]["a"]))]
    # Un envoi se retient en entier, fût-il trop long pour un brouillon : c'est lui qui se perdrait.
    places[jeton.cle] = {
        "jeton": signe,
        "contenu": contenu,
        "a": maintenant.isoformat(),
        "cause": cause,
        "frappe": frappe,
    }
    request.session[CLE] = places
    return jeton


def rendre(request: HttpRequest, page: jetons.Jeton, *, maintenant: datetime) -> Attente | None:
    """Ce que cette personne avait envoyé d'ici, le plus récent s'il y en a plusieurs ; ou None."""
    places, trouvee = _places(request), None
    for cle, place in list(places.items()):
        jeton, depuis = jetons.lire(place["jeton"]), datetime.fromisoformat(place["a"])
        if jeton is None or maintenant - depuis > DUREE or jeton.compte != page.compte:
            oublier(request, cle)
        elif jeton.meme_page(page) and (trouvee is None or depuis >= trouvee[1]):
            trouvee = jeton, depuis, place
    if trouvee is None:
        return None
    return Attente(trouvee[0], ouvrir(trouvee[2]["contenu"]), trouvee[2]["cause"], trouvee[1])


def oublier(request: HttpRequest, cle: str) -> None:
    """Cette page est enregistrée, ou gardée ailleurs : les autres attendent toujours."""
    places = _places(request)
    if places.pop(cle, None) is None:
        return
    if places:
        request.session[CLE] = places
    else:
        del request.session[CLE]


def _places(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(CLE, {}))
