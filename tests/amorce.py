"""Première extension chargée par pytest : la base existe avant que Django ne lise ses réglages.

Un conftest serait lu trop tard, pytest-django chargeant les réglages avant lui. Les processus de xdist
héritent de tout ce qui est posé ici. Chaque suite lancée dans la copie prend la première place libre : deux
suites à la fois ont chacune leur base d'essai, et le verrou tombe avec le processus.
"""

import fcntl
import itertools
import os
from typing import IO

from cdg_portal.embarque import preparer_environnement
from cdg_portal.embarque.chemins import dossier_var

VARIABLE = "BASE_D_ESSAI"
_place: IO[str] | None = None


def prendre_une_place() -> None:
    """Pose BASE_D_ESSAI, nom d'une base que nulle autre suite de cette copie n'utilise."""
    global _place
    var = dossier_var()
    var.mkdir(parents=True, exist_ok=True)
    for rang in itertools.count():
        _place = (var / f".essais-{rang}.verrou").open("a")
        try:
            fcntl.flock(_place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _place.close()
            continue
        os.environ[VARIABLE] = f"test_statutaire_{rang}"
        return


preparer_environnement()
if VARIABLE not in os.environ:
    prendre_une_place()
