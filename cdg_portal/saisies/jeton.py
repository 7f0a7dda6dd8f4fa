"""Le jeton d'une page de saisie : signé par le serveur, il dit pour qui, sur quoi et où elle a été montrée.

Il accompagne le formulaire. Sans lui, rien ne se garde : une page d'un autre site ne peut ni écrire un brouillon chez
quelqu'un, ni lire le sien.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest

from cdg_portal.cloisonnement.identifiants import nouvel_uid
from cdg_portal.socle.nir import contient_un_nir

CHAMP = "_saisie"
SEL = "cdg_portal.saisies"
DUREE = timedelta(days=30)
OBJET_AU_PLUS, ADRESSE_AU_PLUS = 150, 300


@dataclass(frozen=True, slots=True)
class Jeton:
    """`cle` distingue deux saisies de la même page : elle rend l'envoi unique, et désigne le brouillon."""

    compte: str
    formulaire: str
    objet: str
    collectivite: str
    action: str
    titre: str
    adresse: str
    cle: str

    def signe(self) -> str:
        """Le texte du champ caché."""
        return signing.dumps(asdict(self), salt=SEL, compress=True)

    def meme_page(self, autre: "Jeton") -> bool:
        """Même personne, même formulaire, même objet."""
        return (self.compte, self.formulaire, self.objet, self.collectivite) == (
            autre.compte,
            autre.formulaire,
            autre.objet,
            autre.collectivite,
        )


def composer(
    request: HttpRequest,
    *,
    collectivite: str,
    titre: str,
    action: str,
    cle: str = "",
    parametres: Iterable[str] = (),
) -> Jeton:
    """Le jeton de la page servie ; `parametres` : ceux de l'adresse sans lesquels elle ne se remontre pas.

    Le reste de l'adresse n'est pas gardé : il peut porter un nom cherché.
    """
    trouvee: Any = request.resolver_match
    return Jeton(
        compte=str(request.user.uid),  # type: ignore[union-attr]
        formulaire=trouvee.view_name,
        objet="/".join(str(v) for v in trouvee.kwargs.values())[:OBJET_AU_PLUS],
        collectivite=collectivite,
        action=action,
        titre=titre[:OBJET_AU_PLUS],
        adresse=_adresse(request, parametres),
        cle=cle or nouvel_uid().hex,
    )


def _adresse(request: HttpRequest, parametres: Iterable[str]) -> str:
    """Jamais coupée : une adresse tronquée mène ailleurs. Un formulaire rendu porte ses paramètres dans l'envoi."""
    lus = {nom: request.GET.get(nom) or request.POST.get(nom, "") for nom in parametres}
    suite = urlencode({nom: valeur for nom, valeur in lus.items() if valeur and not contient_un_nir(valeur)})
    entiere = f"{request.path}?{suite}" if suite else request.path
    return entiere if len(entiere) <= ADRESSE_AU_PLUS else request.path


def lire(signe: str) -> Jeton | None:
    """Le jeton signé par ce serveur il y a moins de trente jours, ou None."""
    try:
        return Jeton(**signing.loads(signe, salt=SEL, max_age=DUREE))
    except (signing.BadSignature, TypeError):
        return None


def recu(request: HttpRequest) -> Jeton | None:
    """Le jeton de l'envoi, s'il a été fait pour la personne connectée."""
    jeton = lire(request.POST.get(CHAMP, ""))
    if jeton is None or not request.user.is_authenticated or str(request.user.uid) != jeton.compte:
        return None
    return jeton
