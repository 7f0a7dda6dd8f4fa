"""Une base de formation porte une marque ; la formation n'en ouvre pas d'autre, la production n'en ouvre aucune."""

from typing import Any

MARQUE = "Statutaire, base de formation"
_LIRE = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"


def est_marquee(c: Any) -> bool:
    """Vrai si la base est une base de formation."""
    c.execute(_LIRE)
    return bool(c.fetchone()[0] == MARQUE)


def fautes_de_la_formation(c: Any, *, attendue: bool) -> list[str]:
    """Ce qui ferait prendre une base pour l'autre."""
    marquee = est_marquee(c)
    if attendue and not marquee:
        return [
            "MODE_FORMATION est posé, mais cette base n'est pas une base de formation : visez-en une à part,"
            " préparée vide par `manage.py formation`"
        ]
    if marquee and not attendue:
        return ["cette base est une base de formation : posez MODE_FORMATION=1, ou visez la vraie base"]
    return []
