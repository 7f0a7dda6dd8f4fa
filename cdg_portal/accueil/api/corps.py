"""Lecture du corps d'une requête de calcul, bornée à 1 Mio."""

from typing import Any

from rest_framework.parsers import BaseParser

from cdg_portal.accueil.api.exceptions import EntreeInvalide, TropVolumineux
from cdg_portal.accueil.simulateurs.personnel import textes
from cdg_portal.calculs.registre import lire_json
from cdg_portal.socle.nir import contient_un_nir
from cdg_portal.socle.refus import EntreeRefusee

CORPS_MAXIMAL = 1024 * 1024
NIR_REFUSE = {
    "champ": "",
    "code": "nir-refuse",
    "message": "L'entrée contient un numéro de sécurité sociale : il n'a pas sa place ici, rien n'a été calculé.",
}


class JsonDeCalcul(BaseParser):
    """Le même lecteur que la ligne de commande."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Valeur JSON ; lève TropVolumineux ou EntreeInvalide (`json-invalide`, `nir-refuse`)."""
        brut = stream.read(CORPS_MAXIMAL + 1)
        if len(brut) > CORPS_MAXIMAL:
            raise TropVolumineux
        try:
            lu = lire_json(brut)
        except EntreeRefusee as refus:
            raise EntreeInvalide(refus.en_json()["erreurs"]) from refus
        if any(contient_un_nir(texte) for texte in textes(lu)):
            raise EntreeInvalide([NIR_REFUSE])
        return lu
