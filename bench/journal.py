"""Journal : retouches d'un superutilisateur, coût sur les écritures, vitesse de vérification.

    make bench NOM=journal                        toutes les mesures
    ALTERATIONS=100 make bench NOM=journal        moins de retouches
    GRAINE=7 make bench NOM=journal               d'autres retouches

1. Mille retouches au hasard de lignes scellées (modifier, supprimer, insérer, permuter, couper la fin, vider,
   réécrire toute la chaîne, masquer par un effacement), déclencheurs coupés, ou en place pour un effacement forgé ;
   chacune est vérifiée contre une seule racine gardée hors de la base, puis annulée. Ce que la base refuse, ou qui
   n'a pas de cible, n'est pas une retouche : compté à part, par geste.
2. Coût : les mêmes actes, par les mêmes services, dans deux copies de la base, l'une sans les déclencheurs de maillon
   (puis sans aucun historique) ; paires entrelacées, ordre alterné, médiane des rapports, validation comprise :
   temps processeur (client et serveur ensemble) et temps à l'horloge, que le reste de la machine trouble.
   L'objectif de 10 % porte sur les maillons, en temps processeur : ce que la preuve ajoute à un historique qu'un
   portail doit de toute façon tenir. Le coût de la trace entière (historique et maillons) est donné à côté.
3. Vérification : cent mille maillons, et ce que cela donne pour dix millions.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

GRAINE = int(os.environ.get("GRAINE", "20261126"))
ALTERATIONS = int(os.environ.get("ALTERATIONS", "1000"))
PAIRES = int(os.environ.get("PAIRES", "60"))
MAILLONS = int(os.environ.get("MAILLONS", "100000"))
OBJECTIF_COUT, OBJECTIF_MINUTES = 0.10, 10
DOSSIERS, SCELLEMENTS = 12, 4


def _preparer() -> None:
    from cdg_portal.embarque import preparer_environnement

    preparer_environnement()
    os.environ["DJANGO_SETTINGS_MODULE"] = "cdg_portal.settings.test"
    os.environ["CLE_DE_SCELLEMENT"] = "clé du banc"
    import django

    django.setup()


def peupler() -> Any:
    """Des dossiers déclarés, décomptés, transmis, réglés ; scellés en plusieurs fois. Rend l'adhésion."""
    from django.utils import timezone

    from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
    from cdg_portal.journal.services.scellement import sceller
    from tests.sinistres import dossiers as d

    with perimetre(Perimetre(cdg=True)):
        souscrite = d.souscrire()
    for rang in range(DOSSIERS):
        with perimetre(Perimetre(cdg=True)):
            debut = date(2026, 1, 5) + timedelta(days=rang)
            dossier = d.ouvrir(d.agent_de(souscrite), (debut, debut + timedelta(days=60)))
            decompte = d.decompter(dossier, debut + timedelta(days=60))
            if rang % 2:
                d.transmettre(dossier)
                d.regler(decompte, "10.00")
        if rang % (DOSSIERS // SCELLEMENTS) == 0:
            sceller(maintenant=timezone.now())
    sceller(maintenant=timezone.now())
    return souscrite


def alterer(base: str) -> dict[str, Any]:
    """Joue les retouches ; rend le compte des vues et des manquées."""
    from django.db import transaction
    from django.utils import timezone

    from bench.journal_outils.alterations import GESTES, SansCible
    from bench.journal_outils.bases import sur
    from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
    from cdg_portal.journal.models import Scellement
    from cdg_portal.journal.selectors.verification import verifier

    alea, vues, ecartees, manquees = Random(GRAINE), Counter[str](), Counter[str](), []
    with sur(base, superutilisateur=True) as cx, perimetre(Perimetre(cdg=True)):
        cx.cursor().execute("RESET ROLE")
        derniere = Scellement.objects.order_by("-n")[0]
        gardees = {derniere.n: bytes(derniere.racine).hex()}
        maintenant = timezone.now()
        assert verifier(gardees=gardees, maintenant=maintenant).ruptures == []
        lancees = 0
        while lancees < ALTERATIONS:
            nom = alea.choice(list(GESTES))
            try:
                with transaction.atomic(), cx.cursor() as c:
                    fait = _retoucher(c, alea, GESTES[nom])
                    ruptures = verifier(gardees=gardees, maintenant=maintenant).ruptures
                    transaction.set_rollback(True)
            except SansCible:
                ecartees[nom] += 1
                continue
            lancees += 1
            if ruptures:
                vues[nom] += 1
            else:
                manquees.append(f"{nom} : {fait}")
            if lancees % 100 == 0:
                print(f"  {lancees} retouches, {len(manquees)} manquée(s)", flush=True)
        assert verifier(gardees=gardees, maintenant=maintenant).ruptures == []
    return {"vues": dict(vues), "ecartees": dict(ecartees), "manquees": manquees, "lancees": lancees}


def _retoucher(c: Any, alea: Random, geste: Callable[[Any, Random], str]) -> str:
    """Joue le geste. Lève SansCible s'il n'a rien à altérer, ou si la base l'a refusé d'elle-même."""
    from django.db import DatabaseError

    from bench.journal_outils.alterations import SansCible

    c.execute("SET LOCAL session_replication_role = replica")
    try:
        return geste(c, alea)
    except DatabaseError as refus:
        raise SansCible from refus


def _actes() -> dict[str, Callable[[Any, int], Any]]:
    """Chaque acte prépare hors mesure et rend ce qui est à mesurer."""
    from adhesions.services.carriere import agent_retraiter
    from tests.sinistres import dossiers as d

    def declarer(souscrite: Any, rang: int) -> Any:
        agent = d.agent_de(souscrite)
        return lambda: d.declarer(agent, (date(2026, 2, 1), date(2026, 3, 1)))

    def decompter(souscrite: Any, rang: int) -> Any:
        dossier = d.ouvrir(d.agent_de(souscrite), (date(2026, 2, 1), date(2026, 3, 31)))
        return lambda: d.decompter(dossier, date(2026, 3, 31))

    def modifier(souscrite: Any, rang: int) -> Any:
        agent = d.agent_de(souscrite)
        return lambda: agent_retraiter(agent=agent, retraite_le=date(2027, 1, 1), le=d.LE)

    return {"declarer": declarer, "decompter": decompter, "modifier_un_agent": modifier}


def processeur_de(pid: int) -> float:
    """Secondes de processeur prises par ce processus du serveur, sur cette machine."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def chronometrer(
    base: str, acte: Callable[[Any, int], Any], souscrite: Any, rang: int
) -> tuple[float, float]:
    """Secondes (processeur, horloge) d'un acte et de sa validation dans cette base.

    Le processeur, client et serveur ensemble, parce que la machine fait aussi autre chose.
    """
    from bench.journal_outils.bases import sur
    from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre

    with sur(base) as cx:
        with perimetre(Perimetre(cdg=True)):
            jouer = acte(souscrite, rang)
        serveur = cx.connection.info.backend_pid
        debut, a = time.process_time() + processeur_de(serveur), time.perf_counter()
        with perimetre(Perimetre(cdg=True)):
            jouer()
        return time.process_time() + processeur_de(serveur) - debut, time.perf_counter() - a


def couts(base: str, temoin: str, souscrite: Any) -> dict[str, dict[str, float]]:
    """Surcoût médian de `base` sur `temoin`, par acte, au processeur et à l'horloge : 0,05 pour 5 %."""
    mesures = {}
    for nom, acte in _actes().items():
        rapports: dict[str, list[float]] = {"processeur": [], "horloge": []}
        for rang in range(PAIRES + 5):
            ordre = (base, temoin) if rang % 2 else (temoin, base)
            temps = {ou: chronometrer(ou, acte, souscrite, rang) for ou in ordre}
            if rang >= 5:  # les premiers échauffent les deux connexions
                for i, quoi in enumerate(rapports):
                    rapports[quoi].append(temps[base][i] / temps[temoin][i])
        mesures[nom] = {quoi: round(statistics.median(suite) - 1, 4) for quoi, suite in rapports.items()}
        print(f"  {nom} : " + ", ".join(f"{q} {v:+.1%}" for q, v in mesures[nom].items()), flush=True)
    return mesures


def vitesse(base: str) -> dict[str, float]:
    """Scelle puis relit MAILLONS évènements."""
    from django.db import connection
    from django.utils import timezone

    from bench.journal_outils.bases import executer, sur
    from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
    from cdg_portal.journal.selectors.verification import verifier
    from cdg_portal.journal.services.scellement import sceller_tout

    with sur(base):
        with perimetre(Perimetre(cdg=True)), connection.cursor() as c:
            c.execute(
                "INSERT INTO journal_evenement (uid, cree_a, collectivite_id, instant, le, action, objet_type,"
                " objet_uid, libelle, motif) SELECT gen_random_uuid(), now(), (SELECT min(id) FROM"
                " perimetres_collectivite), now(), current_date, 'banc', 'sinistres.sinistre', gen_random_uuid(),"
                " 'Évènement du banc, de longueur ordinaire, numéro ' || n, 'Motif ' || n"
                " FROM generate_series(1, %s) n",
                [MAILLONS],
            )
        debut = time.perf_counter()
        sceller_tout(maintenant=timezone.now())
        scelle = time.perf_counter() - debut
        executer("ANALYZE", base=base)
        debut = time.perf_counter()
        with perimetre(Perimetre(cdg=True)):
            bilan = verifier(gardees={}, maintenant=timezone.now())
        relu = time.perf_counter() - debut
    assert not bilan.ruptures
    return {
        "maillons": bilan.maillons,
        "scellement_s": round(scelle, 2),
        "verification_s": round(relu, 2),
        "dix_millions_min": round(relu / bilan.maillons * 1e7 / 60, 1),
    }


def _coupures(motif: str) -> list[str]:
    """Ordres qui coupent les déclencheurs dont le nom répond au motif."""
    return [
        "DO $$ DECLARE t record; BEGIN FOR t IN SELECT tgrelid::regclass AS r, tgname FROM pg_trigger WHERE NOT"  # noqa: S608
        f" tgisinternal AND tgname ~ '{motif}' LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', t.r, t.tgname);"
        " END LOOP; END $$"
    ]


def principal() -> None:
    """Toutes les mesures, puis l'objet JSON."""
    _preparer()
    from bench.journal_outils.bases import base_migree, cloner, sur

    print(f"Graine {GRAINE}. Base du banc…", flush=True)
    with base_migree() as base:
        with sur(base):
            souscrite = peupler()
        print("Retouches…", flush=True)
        bilan = alterer(base)
        for manquee in bilan["manquees"]:
            print("  manquée :", manquee)
        print("Coût des maillons…", flush=True)
        sans_maillon = cloner(base, f"{base}_sans_maillon", *_coupures("^journal_maillon$"))
        maillons = couts(base, sans_maillon, souscrite)
        print("Coût de tout l'historique…", flush=True)
        coupes = _coupures("^(journal_maillon$|pgtrigger_(insert|update|delete)_)")
        tout = couts(base, cloner(base, f"{base}_sans_historique", *coupes), souscrite)
        print("Vérification…", flush=True)
        rapide = vitesse(base)
    pire = max(mesure["processeur"] for mesure in maillons.values())
    pire_tout = max(mesure["processeur"] for mesure in tout.values())
    print(
        json.dumps({
            "bench": "journal",
            "graine": GRAINE,
            "alterations": bilan["lancees"],
            "detectees": sum(bilan["vues"].values()),
            "par_geste": bilan["vues"],
            "ecartees_par_geste": bilan["ecartees"],
            "cout_maillons": maillons,
            "cout_historique_et_maillons": tout,
            **rapide,
            "charge_machine": round(os.getloadavg()[1], 1),
            "ratio": pire,
            "ratio_de": "maillons, processeur, pire acte",
            "ratio_trace_entiere": pire_tout,
            "objectif": OBJECTIF_COUT,
            "objectif_minutes": OBJECTIF_MINUTES,
            "tenu": not bilan["manquees"]
            and pire <= OBJECTIF_COUT
            and rapide["dix_millions_min"] <= OBJECTIF_MINUTES,
        }, ensure_ascii=False)
    )  # fmt: skip


if __name__ == "__main__":
    principal()
