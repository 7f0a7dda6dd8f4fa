"""Coût du cloisonnement en base : les mêmes pages, par HTTP, avec et sans sécurité de ligne.

    make bench NOM=cloisonnement
    PAIRES=100 make bench NOM=cloisonnement                plus de paires
    SINISTRES=3000 PAIRES=4 make bench NOM=cloisonnement   essai du banc lui-même

Une base jetable de 1 000 collectivités, 100 000 agents et 300 000 dossiers chargés par COPY ; sa jumelle, copiée
fichier à fichier, a la sécurité de ligne levée. Deux serveurs réels, un par base. Chaque paire demande la même page
aux deux, l'ordre changeant d'une paire à l'autre ; la mesure est la médiane des rapports. Les deux pages doivent être
identiques, au jeton près : même nombre exact de résultats.
"""

from __future__ import annotations

import json
import os
import re
import statistics
from typing import Any

from bench.cloisonnement_outils.bases import AVEC, SANS, base_jetable, creer_la_jumelle, url
from bench.cloisonnement_outils.serveurs import Navigateur, serveur

PAIRES, PAIRES_EXIGEES = int(os.environ.get("PAIRES", "60")), 30
SINISTRES_EXIGES = 300_000
ECHAUFFEMENT = 4
OBJECTIF = 1.05
COMMUNE, COMMUNES = 501, range(401, 501)
_NOMBRE = re.compile(rb'data-annonce="([^"]*)"')


def preparer() -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    """Base migrée, chargée, avec ses comptes ; rend les pages, les sessions par profil et les nombres de lignes."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "cdg_portal.settings.dev"
    django.setup()
    from django.core.management import call_command

    from bench.cloisonnement_outils.donnees import charger

    call_command("migrate", verbosity=0)
    lignes = charger(url("postgres", AVEC))
    pages, sessions = _comptes()
    return pages, sessions, lignes


def _comptes() -> tuple[dict[str, str], dict[str, str]]:
    """Une RH d'une collectivité, une secrétaire de cent, un gestionnaire du CDG."""
    from datetime import date

    from django.db import connections
    from django.test import Client

    from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
    from cdg_portal.comptes.models import Compte
    from cdg_portal.comptes.selectors import SECOND_FACTEUR
    from cdg_portal.perimetres.models import Habilitation
    from sinistres.models import Decompte

    droits = {
        "RH d'une collectivité": ("RH_VALIDEUR", [COMMUNE]),
        "secrétaire de 100": ("RH_SAISIE", list(COMMUNES)),
        "gestionnaire du CDG": ("GESTIONNAIRE_CDG", [1]),
    }
    sessions = {}
    with perimetre(Perimetre(cdg=True)):
        for rang, (nom, (role, collectivites)) in enumerate(droits.items()):
            compte = Compte.objects.create_user(f"banc{rang}@exemple.fr", prenom="Banc", nom=nom)
            for collectivite in collectivites:
                Habilitation.objects.create(
                    compte=compte, role=role, collectivite_id=collectivite, du=date(2020, 1, 1)
                )
            client = Client()
            client.force_login(compte)
            session = client.session
            session[SECOND_FACTEUR] = "local"
            session.save()
            sessions[nom] = client.cookies["sessionid"].value
        # Une fiche que les trois ouvrent : dossier décompté d'une commune commune aux trois.
        fiche = Decompte.objects.filter(collectivite_id=COMMUNES[-1]).select_related("sinistre").first()
        fiche_rh = Decompte.objects.filter(collectivite_id=COMMUNE).select_related("sinistre").first()
        assert fiche and fiche_rh
    connections.close_all()
    dossiers = {n: fiche for n in droits} | {"RH d'une collectivité": fiche_rh}
    return {n: f"/sinistres/{d.sinistre.uid}/" for n, d in dossiers.items()}, sessions


def mesurer(page: str, avec: Navigateur, sans: Navigateur) -> dict[str, Any]:
    """Médiane des rapports d'une page, sur des paires entrelacées ; le nombre de résultats qu'elle annonce."""
    rapports, durees = [], []
    for rang in range(PAIRES + ECHAUFFEMENT):
        if rang % 2:
            (avec_s, corps), (sans_s, temoin) = avec.ouvrir(page), sans.ouvrir(page)
        else:
            (sans_s, temoin), (avec_s, corps) = sans.ouvrir(page), avec.ouvrir(page)
        if corps != temoin:
            raise SystemExit(f"{page} : les deux serveurs ne rendent pas la même page.")
        if rang >= ECHAUFFEMENT:
            rapports.append(avec_s / sans_s)
            durees.append(avec_s)
    annonce = _NOMBRE.search(corps)
    return {
        "rapport": round(statistics.median(rapports), 3),
        "avec_ms": round(statistics.median(durees) * 1000, 1),
        "compte": int(re.sub(rb"\D", b"", annonce[1])) if annonce else None,
    }


def principal() -> None:
    """Charge, mesure chaque page pour chaque profil, puis l'objet JSON."""
    mesures: dict[str, dict[str, Any]] = {}
    with base_jetable():
        print("Chargement…", flush=True)
        fiches, sessions, lignes = preparer()
        ouvertes = creer_la_jumelle()
        print(json.dumps({"lignes": lignes, "tables_ouvertes": ouvertes}), flush=True)
        with (
            serveur("cdg_portal.wsgi:application", url("cdg_app", AVEC)) as port_avec,
            serveur(
                "bench.cloisonnement_outils.sans_controle:application", url("cdg_app", SANS)
            ) as port_sans,
        ):
            for profil, session in sessions.items():
                avec, sans = Navigateur(port_avec, session), Navigateur(port_sans, session)
                pages = {
                    "dossiers": "/sinistres/", "recherche": "/sinistres/?q=dupre", "agents": "/agents/",
                    "fiche": fiches[profil],
                }  # fmt: skip
                for nom, page in pages.items():
                    mesures[f"{profil} : {nom}"] = mesure = mesurer(page, avec, sans)
                    print(f"  {profil} : {nom} : {json.dumps(mesure)}", flush=True)
    pire = max(m["rapport"] for m in mesures.values())
    print(
        json.dumps({
            "bench": "cloisonnement",
            "mesures": mesures,
            "sinistres": lignes["Sinistre"],
            "collectivites": lignes["Collectivite"],
            "paires": PAIRES,
            "charge_machine": round(os.getloadavg()[1], 1),
            "ratio": pire,
            "objectif": OBJECTIF,
            "tenu": pire <= OBJECTIF and PAIRES >= PAIRES_EXIGEES and lignes["Sinistre"] >= SINISTRES_EXIGES,
        }, ensure_ascii=False)
    )  # fmt: skip


if __name__ == "__main__":
    principal()
