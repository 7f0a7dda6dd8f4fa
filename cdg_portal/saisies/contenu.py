"""Le contenu d'une saisie : ce qu'on en garde, et sa forme chiffrée. Aucun secret, aucun NIR, rien au journal."""

import json
from collections.abc import Mapping
from typing import Any

import structlog

from cdg_portal.comptes.chiffrement import SecretIllisible, chiffrer, dechiffrer
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.nir import contient_un_nir

journal = structlog.get_logger(__name__)
OCTETS_AU_PLUS = 64 * 1024
CHAMPS_AU_PLUS = 300
# Les champs de service commencent par un soulignement. Les secrets sont nommés en entier : « depassement » n'en est
# pas un. Un essai vérifie que tout champ de mot de passe y est.
_JAMAIS = frozenset(
    {"csrfmiddlewaretoken", "mot_de_passe", "nouveau", "confirmation", "password", "jeton", "secret"}
)
Contenu = dict[str, list[str]]


class SaisieTropLongue(ErreurMetier):
    """Ce qui est tapé dépasse ce qu'un brouillon garde."""

    def __init__(self) -> None:
        super().__init__(
            "saisie-trop-longue",
            "Cette saisie est trop longue pour un brouillon "
            f"({OCTETS_AU_PLUS // 1024} ko et {CHAMPS_AU_PLUS} champs au plus) : enregistrez-la.",
        )


def tapes(donnees: Any) -> tuple[Contenu, bool]:
    """Ce qui se garde d'un envoi ; vrai si un numéro de sécurité sociale en a été effacé."""
    garde: Contenu = {}
    efface = False
    for nom, lues in donnees.lists():
        if not se_garde(nom):
            continue
        valeurs = [str(v) for v in lues]
        if any(contient_un_nir(v) for v in valeurs):
            efface = True
            valeurs = [""]
        garde[nom] = [v.replace("\x00", "") for v in valeurs]
    return garde, efface


def se_garde(nom: str) -> bool:
    """Ni champ de service, ni secret ; le préfixe d'une ligne (« c0-nom ») ne change rien."""
    return not nom.startswith("_") and nom.rsplit("-", 1)[-1] not in _JAMAIS


def fermer(contenu: Mapping[str, list[str]]) -> str:
    """Le contenu chiffré."""
    return chiffrer(_clair(contenu))


def exiger_une_longueur(contenu: Mapping[str, list[str]]) -> None:
    """Rien ne se garde à moitié : lève `saisie-trop-longue`."""
    if len(contenu) > CHAMPS_AU_PLUS or len(_clair(contenu).encode()) > OCTETS_AU_PLUS:
        raise SaisieTropLongue


def ouvrir(chiffre: str) -> Contenu | None:
    """Le contenu en clair ; None si la clé qui l'a chiffré a été retirée : un contenu vide dirait « rien de coché »."""
    try:
        lu = json.loads(dechiffrer(chiffre))
    except SecretIllisible:
        journal.warning("saisie_illisible")
        return None
    return {str(nom): [str(v) for v in valeurs] for nom, valeurs in lu.items()}


def _clair(contenu: Mapping[str, list[str]]) -> str:
    return json.dumps(contenu, ensure_ascii=False, separators=(",", ":"))
