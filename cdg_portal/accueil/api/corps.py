"""Lecture du corps d'une requête de calcul, bornée à 1 Mio."""

from typing import Any

from rest_framework.parsers import BaseParser

from cdg_portal.accueil.api.exceptions import EntreeInvalide, TropVolumineux
from cdg_portal.calculs.registre import lire_json
from cdg_portal.socle.refus import EntreeRefusee

CORPS_MAXIMAL = 1024 * 1024


class JsonDeCalcul(BaseParser):
    """Le même lecteur que la ligne de commande."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Valeur JSON ; lève TropVolumineux ou EntreeInvalide (`json-invalide`)."""
        brut = stream.read(CORPS_MAXIMAL + 1)
        if len(brut) > CORPS_MAXIMAL:
            raise TropVolumineux
        try:
            return lire_json(brut)
        except EntreeRefusee as refus:
            raise EntreeInvalide(refus.en_json()["erreurs"]) from refus
