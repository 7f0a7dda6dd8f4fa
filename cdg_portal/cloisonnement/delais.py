"""Les délais de PostgreSQL : une requête trop longue, un verrou qui ne vient pas, une transaction laissée ouverte.

Posés par les points d'entrée du web et du worker, sur toute connexion qu'ils ouvrent ensuite. Les commandes
(`migrate`, `verifier_journal`…) n'en ont pas : elles durent ce qu'elles durent.
"""

from collections.abc import Mapping

from django.conf import settings
from django.db import connections

REGLAGES = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def poser(qui: str, using: str = "default") -> None:
    """Borne toute connexion à venir de ce processus aux délais de `qui` (« web » ou « worker »), en secondes.

    Dans les paramètres de connexion : aucun aller-retour de plus, et `RESET` y revient. 0 : pas de limite.
    """
    delais: Mapping[str, int] = settings.DELAIS_SQL[qui]
    options = connections[using].settings_dict.setdefault("OPTIONS", {})
    bornes = " ".join(f"-c {reglage}={delais[reglage]}s" for reglage in REGLAGES)
    # En dernier : à réglage répété, PostgreSQL retient le dernier.
    options["options"] = f"{options.get('options', '')} {bornes}".strip()
