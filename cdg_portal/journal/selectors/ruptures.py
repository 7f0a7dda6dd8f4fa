"""Une rupture de la chaîne, et comment on nomme en français un maillon, une ligne, un scellement."""

from dataclasses import dataclass
from datetime import datetime

from cdg_portal.journal.selectors.instants import heure_locale

MONTREES = 20
SANS_NUMERO = 1 << 62


@dataclass(frozen=True, slots=True)
class Rupture:
    """Un endroit où la chaîne ne se referme pas. `maillon` ou `scellement` : 0 s'il n'est pas connu."""

    phrase: str
    maillon: int = 0
    scellement: int = 0

    @property
    def ordre(self) -> tuple[int, int]:
        """Du plus ancien au plus récent ; ce qui n'a pas de maillon vient après."""
        return (self.maillon or SANS_NUMERO, self.scellement or SANS_NUMERO)


def quand(instant: datetime) -> str:
    """« 12/03/2026 à 14:05:09 », heure locale."""
    return f"{heure_locale(instant):%d/%m/%Y à %H:%M:%S}"


def nommer(maillon: int, source: str, ligne: int, instant: datetime | None, objet: str = "") -> str:
    """Le maillon, sa table, sa ligne, l'objet s'il est connu, et quand il fut écrit."""
    quoi = f"table {source}, ligne {ligne}" + (f", objet {objet}" if objet else "")
    ecrit = f", écrit le {quand(instant)}" if instant else ""
    return (f"Maillon {maillon}" if maillon else "Sans maillon") + f" ({quoi}{ecrit})"
