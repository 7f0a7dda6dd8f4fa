"""Calculs de la prévention."""

from __future__ import annotations

from typing import Any

from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.formes import Champ, Ici, Objet
from cdg_portal.socle.natures import Entier, Jour, Nombre
from prevention.regles.absenteisme import absenteisme

_POUR_CENT, _NOMBRE = Nombre(unite="%"), Nombre(unite="")


def dates_ordonnees(lu: dict[str, Any], ici: Ici) -> None:
    """La fin ne précède pas le début."""
    if ici.sain("debut", "fin") and lu["fin"] < lu["debut"]:
        ici.refuser("fin", "dates-inversees", "La fin de la période précède son début.")


CALCULS = (
    Calcul(
        "absenteisme",
        "Indicateurs d'absentéisme d'une période",
        Objet(
            Champ(
                "jours",
                "Jours d'absence dans la période",
                Entier(unite="jours"),
                aide="Jours calendaires, week-ends compris, sans ceux d'avant ou d'après la période",
                exemple=7428,
            ),
            Champ(
                "arrets",
                "Nombre d'arrêts",
                Entier(unite="arrêts"),
                aide="Un arrêt et ses prolongations sans reprise comptent pour un",
                exemple=210,
            ),
            Champ(
                "agents_absents",
                "Agents absents au moins une fois",
                Entier(unite="agents"),
                aide="Chaque agent compte une fois, quel que soit son nombre d'arrêts",
                exemple=150,
            ),
            Champ(
                "effectif",
                "Effectif de la période",
                Entier(1, unite="agents"),
                aide="Au dernier jour, ou en moyenne : dites lequel en publiant le résultat",
                exemple=354,
            ),
            Champ("debut", "Premier jour de la période", Jour(), exemple="2023-01-01"),
            Champ("fin", "Dernier jour de la période, inclus", Jour(), exemple="2023-12-31"),
            controle=dates_ordonnees,
        ),
        Objet(
            Champ("taux_calendaire", "Taux d'absentéisme calendaire", _POUR_CENT, False),
            Champ("gravite", "Jours par arrêt", _NOMBRE, False),
            Champ("frequence", "Arrêts pour 100 agents", _NOMBRE, False),
            Champ("exposition", "Agents absents au moins une fois", _POUR_CENT, False),
            Champ("repetition", "Arrêts par agent absent", _NOMBRE, False),
        ),
        absenteisme,
    ),
)
