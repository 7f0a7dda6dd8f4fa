"""Un numéro de sécurité sociale collé dans une recherche ne reste pas dans l'adresse.

Les listes se filtrent par GET : ce qui est tapé entre dans l'adresse, donc dans l'historique du navigateur. Le
navigateur l'efface avant l'envoi (static/js/portail.js) ; sans script, ou d'une adresse écrite à la main, la page se
redemande sans lui. L'adresse dit alors quels champs ont été vidés, pour que leur formulaire en donne la raison.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import escape_leading_slashes

from cdg_portal.socle.nir import EFFACE, contient_un_nir

# L'API refuse par un problème, l'administration ne connaît pas ce paramètre.
_SANS_MARQUE = ("/admin/",)
_HORS = ("/api/",)


class AdressesSansNir:
    """Avant la session et la base : rien de ce qui suit n'a vu l'adresse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """La page, ou son adresse sans numéro de sécurité sociale."""
        if request.method not in ("GET", "HEAD") or request.path.startswith(_HORS):
            return self.get_response(request)
        fautifs = [nom for nom in request.GET if any(map(contient_un_nir, request.GET.getlist(nom)))]
        if not fautifs:
            return self.get_response(request)
        propre: QueryDict = request.GET.copy()
        for nom in fautifs:
            del propre[nom]
        if not request.path.startswith(_SANS_MARQUE):
            propre.setlist(EFFACE, [nom for nom in fautifs if not contient_un_nir(nom)])
        suite = f"?{propre.urlencode()}" if propre else ""
        # « //ailleurs.fr » serait l'adresse d'un autre site.
        return HttpResponseRedirect(f"{escape_leading_slashes(request.path)}{suite}")
