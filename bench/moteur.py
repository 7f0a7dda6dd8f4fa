"""Moteur d'indemnisation : égalité au centime avec un témoin jour par jour, rapport de vitesse, débit.

    make bench NOM=moteur                      toutes les mesures
    HISTOIRES=2000 make bench NOM=moteur       égalité vérifiée sur moins d'histoires

Le témoin (`moteur_outils/oracle.py`) est écrit d'après la seule page des calculs, sans rien prendre au moteur :
un objet par jour d'arrêt, `date` et `Decimal`. Trois mesures :

1. égalité : lignes, totaux et soldes de toutes les histoires, la moitié « réalistes », la moitié « tordues » ;
2. rapport : le moteur et le témoin calculent les mêmes histoires réalistes, tour à tour ; médiane des rapports.
   Le moteur part de l'entrée lue et rend ses lignes ; le témoin part du dictionnaire, qu'il ne contrôle pas ;
3. débit : `calculer indemnisation --ndjson` sur un cœur, du texte JSON au texte JSON, contrôles et étapes compris.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.moteur_outils.histoires import histoires
from bench.moteur_outils.oracle import calculer as temoin
from sinistres.regles.contrat_json import decider, ecrire, lire
from sinistres.regles.indemnisation import indemniser

RACINE = Path(__file__).resolve().parents[1]
HISTOIRES = int(os.environ.get("HISTOIRES", "100000"))
LOT = 1_000
LOTS = max(2, HISTOIRES // LOT)
TOURS, PAR_TOUR = 15, 300
LIGNES_NDJSON = 20_000
OBJECTIF_RAPPORT, OBJECTIF_DEBIT = 30, 5_000
GRAINE = 20261126


def comparer(lot: tuple[int, str]) -> list[str]:
    """Histoires d'un lot où le moteur et le témoin diffèrent."""
    graine, profil = lot
    return [
        json.dumps(entree, ensure_ascii=False)
        for entree in histoires(LOT, graine, profil)
        if _sans_motifs(ecrire(indemniser(lire(entree), avec_etapes=False))) != temoin(entree)
    ]


def _sans_motifs(resultat: dict[str, Any]) -> dict[str, Any]:
    for sinistre in resultat["sinistres"]:
        for ligne in sinistre["lignes"]:
            del ligne["motifs"]
    return resultat


def egalite() -> int:
    """Vérifie l'égalité sur tous les lots ; rend le nombre d'écarts, et montre le premier."""
    profils = ("realiste", "tordu")
    lots = [(GRAINE + rang, profils[rang % 2]) for rang in range(LOTS)]
    ecarts: list[str] = []
    with ProcessPoolExecutor(os.cpu_count()) as processus:
        for rang, trouves in enumerate(processus.map(comparer, lots), 1):
            ecarts += trouves
            if rang % 20 == 0 or rang == len(lots):
                print(f"  {rang * LOT} histoires comparées, {len(ecarts)} écart(s)", flush=True)
    if ecarts:
        print("  premier écart :", ecarts[0])
    return len(ecarts)


def duree(calculer: Callable[[Any], object], entrees: list[Any]) -> float:
    """Temps processeur (s) pour calculer toutes les entrées."""
    debut = time.process_time()
    for entree in entrees:
        calculer(entree)
    return time.process_time() - debut


def rapport() -> dict[str, float]:
    """Rapport médian des temps, tours entrelacés, et débits du moteur seul sur un cœur."""
    rapports, moteur, explique, etalon = [], [], [], []
    for tour in range(TOURS + 1):
        brutes = list(histoires(PAR_TOUR, GRAINE + 10_000 + tour))
        lues = [lire(entree) for entree in brutes]
        lent = duree(temoin, brutes)
        vite = duree(lambda entree: indemniser(entree, avec_etapes=False), lues)
        detail = duree(decider, lues)
        if tour:  # le premier tour chauffe les mémoires
            rapports.append(lent / vite)
            etalon.append(PAR_TOUR / lent)
            moteur.append(PAR_TOUR / vite)
            explique.append(PAR_TOUR / detail)
    return {
        "rapport": round(statistics.median(rapports), 1),
        "temoin_par_s": round(statistics.median(etalon)),
        "decomptes_par_s": round(statistics.median(moteur)),
        "decomptes_expliques_par_s": round(statistics.median(explique)),
    }


def debit() -> dict[str, float]:
    """Entrées par seconde de la commande, un processus : temps écoulé et temps processeur."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "entrees.ndjson"
        lignes = (json.dumps(e, ensure_ascii=False) for e in histoires(LIGNES_NDJSON, GRAINE + 50_000))
        fichier.write_text("\n".join(lignes), encoding="utf-8")
        commande = [sys.executable, "manage.py", "calculer", "indemnisation", str(fichier), "--ndjson"]
        avant, debut = os.times(), time.perf_counter()
        rendu = subprocess.run(commande, cwd=RACINE, capture_output=True, check=True)
        ecoule, apres = time.perf_counter() - debut, os.times()
    assert rendu.stdout.count(b"\n") == LIGNES_NDJSON
    processeur = apres.children_user + apres.children_system - avant.children_user - avant.children_system
    return {
        "ndjson_par_s": round(LIGNES_NDJSON / ecoule),
        "ndjson_par_s_de_processeur": round(LIGNES_NDJSON / processeur),
        "octets_par_reponse": round(len(rendu.stdout) / LIGNES_NDJSON),
    }


def demarrage() -> float:
    """Temps médian (s) pour nommer un calcul et le faire, processus compris."""
    commande = [sys.executable, "manage.py", "calculer", "annee-medicale"]
    temps = []
    for _ in range(7):
        debut = time.perf_counter()
        entree = b'{"jour": "2025-03-01"}'
        subprocess.run(commande, cwd=RACINE, input=entree, capture_output=True, check=True)
        temps.append(time.perf_counter() - debut)
    return round(statistics.median(temps), 3)


def principal() -> None:
    """Toutes les mesures, puis l'objet JSON."""
    print("Rapport et débit du moteur…", flush=True)
    mesures = {**rapport(), **debit(), "demarrage_s": demarrage()}
    print(json.dumps(mesures), flush=True)
    print("Égalité avec le témoin…", flush=True)
    ecarts = egalite()
    print(
        json.dumps({
            "bench": "moteur",
            **mesures,
            "histoires": LOTS * LOT,
            "ecarts": ecarts,
            "charge_machine": round(os.getloadavg()[1], 1),
            "ratio": mesures["rapport"],
            "objectif": OBJECTIF_RAPPORT,
            "objectif_ndjson_par_s": OBJECTIF_DEBIT,
            "tenu": mesures["rapport"] >= OBJECTIF_RAPPORT
            and mesures["ndjson_par_s"] >= OBJECTIF_DEBIT
            and not ecarts,
        })
    )  # fmt: skip


if __name__ == "__main__":
    principal()
