"""Commande `calculer` : un calcul en ligne, sans base de données ni Django.

    calculer NOM [FICHIER | -] [--ndjson]
    calculer NOM --schema
    calculer --liste

Un objet JSON en entrée donne un objet JSON en sortie ; avec --ndjson, chaque ligne non vide donne
une ligne. Code de sortie 0, ou 2 si au moins une entrée est refusée.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from typing import BinaryIO

from cdg_portal.calculs.formes import Calcul
from cdg_portal.calculs.registre import (
    CALCULS,
    CalculInconnu,
    ecrire_json,
    lire_json,
    trouver,
)
from cdg_portal.socle.refus import EntreeRefusee, Erreur

INTERROMPU = 130
USAGE = """Usage : calculer NOM [FICHIER | -] [--ndjson]   calcule une entrée JSON (une par ligne avec --ndjson)
        calculer NOM --schema                   écrit le schéma de l'entrée et de la réponse
        calculer --liste                        nomme tous les calculs
"""
# Un calcul fait beaucoup d'objets qui meurent aussitôt : le ramasse-miettes passe moins souvent.
OBJETS_ENTRE_DEUX_PASSAGES = 50_000


def principal(
    arguments: Sequence[str], entree: BinaryIO | None = None, sortie: BinaryIO | None = None
) -> int:
    """Exécute la commande et rend son code de sortie."""
    # Un descripteur fermé par l'appelant (« <&- ») n'a pas de flux : rien à lire, ou nulle part où écrire.
    entree = entree or (sys.stdin.buffer if sys.stdin else BytesIO())
    sortie = sortie or (sys.stdout.buffer if sys.stdout else open(os.devnull, "wb"))
    try:
        code = _aiguiller(arguments, entree, sortie)
        sortie.flush()
    except KeyboardInterrupt:
        code = INTERROMPU
    except OSError as erreur:
        # La sortie est fermée ou pleine : rien à écrire non plus à la fermeture de l'interprète.
        if not isinstance(erreur, BrokenPipeError):
            sys.stderr.write("Écriture impossible : la sortie est pleine ou fermée.\n")
        code = 1
    if code in (1, INTERROMPU) and sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _aiguiller(arguments: Sequence[str], entree: BinaryIO, sortie: BinaryIO) -> int:
    options = {a for a in arguments if a.startswith("--")}
    positions = [a for a in arguments if not a.startswith("--")]
    if options == {"--help"} or positions == ["-h"]:
        sortie.write(USAGE.encode())
        return 0
    if options == {"--liste"} and not positions:
        sortie.writelines(f"{nom}\t{calcul.titre}\n".encode() for nom, calcul in CALCULS.items())
        return 0
    schema = options == {"--schema"} and len(positions) == 1
    if not schema and (not 1 <= len(positions) <= 2 or options - {"--ndjson"}):
        sys.stderr.write(USAGE)
        return 2
    try:
        calcul = trouver(positions[0].encode("utf-8", "replace").decode())
    except CalculInconnu as erreur:
        return _refuser(Erreur("", erreur.code, erreur.message), sortie)
    if schema:
        sortie.write(ecrire_json(calcul.schema(), retrait=True) + b"\n")
        return 0
    try:
        ouvert = _ouvrir(positions[1] if len(positions) == 2 else "-", entree)
    except OSError:
        return _refuser(Erreur("", "fichier-illisible", "Ce fichier est absent ou illisible."), sortie)
    with ouvert as flux:
        return _par_lignes(calcul, flux, sortie) if "--ndjson" in options else _un(calcul, flux, sortie)


def _refuser(erreur: Erreur, sortie: BinaryIO) -> int:
    refus = EntreeRefusee([erreur])
    sortie.write(ecrire_json(refus.en_json(), retrait=True) + b"\n")
    return 2


def _ouvrir(chemin: str, entree: BinaryIO) -> AbstractContextManager[BinaryIO]:
    return nullcontext(entree) if chemin == "-" else open(chemin, "rb")


def _un(calcul: Calcul, flux: BinaryIO, sortie: BinaryIO) -> int:
    reponse, code = _repondre(calcul, flux.read())
    sortie.write(ecrire_json(reponse, retrait=True) + b"\n")
    return code


def _par_lignes(calcul: Calcul, flux: Iterable[bytes], sortie: BinaryIO) -> int:
    gc.freeze()
    gc.set_threshold(OBJETS_ENTRE_DEUX_PASSAGES, 10, 10)
    pire = 0
    for ligne in flux:
        if ligne.strip():
            reponse, code = _repondre(calcul, ligne)
            sortie.write(ecrire_json(reponse) + b"\n")
            pire = max(pire, code)
    return pire


def _repondre(calcul: Calcul, brut: bytes) -> tuple[object, int]:
    try:
        return calcul.executer(lire_json(brut)), 0
    except EntreeRefusee as refus:
        return refus.en_json(), 2
