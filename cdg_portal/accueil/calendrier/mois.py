"""Un mois en semaines, du lundi au dimanche."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cdg_portal.accueil.calendrier.echeances import Echeance

PAR_CASE = 3
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_PREMIER, _DERNIER = date(1990, 1, 1), date(2099, 12, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """Un jour du calendrier : ses premières échéances, et combien d'autres."""

    jour: date
    du_mois: bool
    echeances: list[Echeance]

    @property
    def premieres(self) -> list[Echeance]:
        """Celles qui tiennent dans la case."""
        return self.echeances[:PAR_CASE]

    @property
    def autres(self) -> int:
        """Le nombre des suivantes, toutes dans la liste du mois."""
        return max(len(self.echeances) - PAR_CASE, 0)

    @property
    def nom(self) -> str:
        """« lundi »."""
        return JOURS[self.jour.weekday()]


@dataclass(frozen=True, slots=True)
class Mois:
    """Les semaines d'un mois, et ses voisins (vide : le calendrier s'arrête là)."""

    premier: date
    semaines: list[list[Case]]
    precedent: str
    suivant: str

    @property
    def jours(self) -> list[Case]:
        """Les jours du mois qui portent une échéance : la même chose en liste."""
        return [case for semaine in self.semaines for case in semaine if case.du_mois and case.echeances]


def mois_demande(texte: str, *, jour: date) -> date:
    """Le premier jour du mois écrit « 2026-06 » ; une valeur fausse ou lointaine donne le mois courant."""
    try:
        demande = date.fromisoformat(f"{texte}-01") if len(texte) == 7 else jour
    except ValueError:
        demande = jour
    return (demande if _PREMIER <= demande <= _DERNIER else jour).replace(day=1)


def bornes_du_mois(premier: date) -> tuple[date, date]:
    """Premier et dernier jour."""
    return premier, (premier + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def mois_de(premier: date, echeances: Iterable[Echeance]) -> Mois:
    """Le mois en semaines, chaque jour avec ses échéances."""
    par_jour: dict[date, list[Echeance]] = defaultdict(list)
    for e in echeances:
        par_jour[e.le].append(e)
    semaines = [
        [Case(j, j.month == premier.month, par_jour[j] if j.month == premier.month else []) for j in semaine]
        for semaine in Calendar().monthdatescalendar(premier.year, premier.month)
    ]
    _, dernier = bornes_du_mois(premier)
    return Mois(
        premier=premier,
        semaines=semaines,
        precedent=f"{premier - timedelta(days=1):%Y-%m}" if premier > _PREMIER else "",
        suivant=f"{dernier + timedelta(days=1):%Y-%m}" if premier < _DERNIER else "",
    )
