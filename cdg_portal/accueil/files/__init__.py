"""La file de travail : ce qui est attendu de la personne connectée, jamais ce qui est le tour d'un autre.

Une source par module (dossiers, bordereaux, délais, cotisations, adhésions, accès, éditions). Chacune déclare ses
files : à qui elles s'adressent (`pour`), d'où vient leur chiffre (`source`) et comment elles se lisent (`lire`).
"""

from cdg_portal.accueil.files.forme import Action, File, Lecture, Lue, Regard
from cdg_portal.accueil.files.liste import TRIS, Criteres, actions_attendues
from cdg_portal.accueil.files.registre import FILES, charge_du_service, files_attendues, files_de

__all__ = [
    "FILES",
    "TRIS",
    "Action",
    "Criteres",
    "File",
    "Lecture",
    "Lue",
    "Regard",
    "actions_attendues",
    "charge_du_service",
    "files_attendues",
    "files_de",
]
