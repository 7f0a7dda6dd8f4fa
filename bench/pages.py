"""Poids et vitesse des pages : l'accueil, une liste de 50, un dossier, dans Chromium bridé à 1,6 Mbit/s et 150 ms.

    make bench NOM=pages
    TOURS=3 make bench NOM=pages     moins de mesures

Le portail est servi avec les réglages de production (gzip, fichiers à empreinte gardés un an), sur une base jetable de
3 000 dossiers. Chaque page est ouverte une fois, puis mesurée cache chaud ; les médianes font foi. Le poids à froid
(premier passage, polices à part) est dit aussi.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
from typing import Any

os.environ.setdefault("SINISTRES", "3000")

from bench.cloisonnement_outils.bases import AVEC, base_jetable, url
from bench.cloisonnement_outils.serveurs import RACINE, serveur
from outils.captures import OPTIONS_CHROMIUM
from outils.paquets_systeme import NAVIGATEURS

TOURS = int(os.environ.get("TOURS", "7"))
DEBIT, LATENCE = 1_600_000 / 8, 150
OBJECTIFS = {"octets": 100_000, "demandes": 3, "decalage": 0, "premier_affichage_ms": 1000}
# Ce qu'aucune de ces pages ne demande : rassemblé et comprimé en production, une fois, à la construction de l'image.
INUTILES = (
    "axe-core", "@popperjs", "scss", "drf_spectacular_sidecar", "*rtl*", "bootstrap-*", "bootstrap.css*",
    "bootstrap/js/*", "bootstrap/dist/js/*", "admin",
)  # fmt: skip
RELEVE = """() => new Promise((fini) => {
  let decalage = 0;
  const bouge = new Set();
  new PerformanceObserver((liste) => {
    for (const e of liste.getEntries()) {
      decalage += e.value;
      for (const s of e.sources) bouge.add(s.node ? (s.node.className || s.node.nodeName) : "?");
    }
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => fini({
    decalage, bouge: [...bouge].join(", "),
    premier_affichage_ms: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  }), 500);
})"""


def milieu_de_production() -> dict[str, str]:
    """Ce que demandent les réglages de production ; rien n'est envoyé nulle part."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "CLES_DE_CHIFFREMENT": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "EMAIL_URL": "smtp://localhost:1",
        "DEFAULT_FROM_EMAIL": "banc@localhost",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "ADRESSE_DU_PORTAIL": "http://localhost",
        "SECURE_SSL_REDIRECT": "false",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DJANGO_SETTINGS_MODULE": "cdg_portal.settings.production",
    }


def preparer() -> tuple[dict[str, str], str]:
    """Fichiers rassemblés, base chargée ; rend les pages et la session d'un RH."""
    ignores = [f"--ignore={motif}" for motif in INUTILES]
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0", *ignores],
        cwd=RACINE,
        check=True,
    )
    import django

    django.setup()
    from django.core.management import call_command

    from bench.cloisonnement_outils.donnees import charger

    call_command("migrate", verbosity=0)
    charger(url("postgres", AVEC))
    return _pages()


def _pages() -> tuple[dict[str, str], str]:
    from datetime import date

    from django.db import connections
    from django.test import Client

    from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
    from cdg_portal.comptes.models import Compte
    from cdg_portal.perimetres.models import Habilitation
    from sinistres.models import Decompte

    with perimetre(Perimetre(cdg=True)):
        compte = Compte.objects.create_user("banc@exemple.fr", prenom="Banc", nom="Pages")
        dossier = Decompte.objects.select_related("sinistre").order_by("pk").first()
        assert dossier
        Habilitation.objects.create(
            compte=compte, role="RH_VALIDEUR", collectivite_id=dossier.collectivite_id, du=date(2020, 1, 1)
        )
        # De quoi emplir une liste : le RH d'autant de collectivités qu'il faut.
        for collectivite in range(1, 41):
            if collectivite != dossier.collectivite_id:
                Habilitation.objects.create(
                    compte=compte, role="RH_SAISIE", collectivite_id=collectivite, du=date(2020, 1, 1)
                )
        client = Client()
        client.force_login(compte)
    connections.close_all()
    pages = {
        "accueil": "/",
        "liste des sinistres (25)": "/sinistres/",
        "liste de 50 (sinistres)": "/sinistres/?par=50",
        "dossier": f"/sinistres/{dossier.sinistre.uid}/",
    }
    return pages, client.cookies["sessionid"].value


class Compteur:
    """Ce que le réseau a porté depuis le dernier `remettre`."""

    def __init__(self, cdp: Any) -> None:
        self.remettre()
        cdp.on("Network.requestServedFromCache", lambda e: self.gardees.add(e["requestId"]))
        cdp.on("Network.responseReceived", self._reponse)
        cdp.on("Network.loadingFinished", self._fin)

    def remettre(self) -> None:
        self.gardees: set[str] = set()
        self.types: dict[str, str] = {}
        self.octets: dict[str, int] = {}

    def _reponse(self, e: dict[str, Any]) -> None:
        self.types[e["requestId"]] = e["type"]
        if e["response"].get("fromDiskCache") or e["response"].get("fromPrefetchCache"):
            self.gardees.add(e["requestId"])

    def _fin(self, e: dict[str, Any]) -> None:
        self.octets[e["requestId"]] = int(e["encodedDataLength"])

    def bilan(self) -> dict[str, int]:
        """Octets reçus (polices à part) et demandes qui ont pris le réseau."""
        prises = [i for i in self.octets if i not in self.gardees]
        return {
            "octets": sum(self.octets[i] for i in prises if self.types.get(i) != "Font"),
            "octets_polices": sum(self.octets[i] for i in prises if self.types.get(i) == "Font"),
            "demandes": len(prises),
        }


def mesurer(page: Any, cdp: Any, adresse: str) -> dict[str, Any]:
    """Une ouverture à froid, puis les médianes à chaud."""
    compteur = Compteur(cdp)
    cdp.send("Network.clearBrowserCache")
    froid = _ouvrir(page, compteur, adresse)
    tours = [_ouvrir(page, compteur, adresse) for _ in range(TOURS)]
    chaud = {cle: round(statistics.median(t[cle] for t in tours), 3) for cle in OBJECTIFS}
    # Ce qui a bougé, au moins une fois : où chercher si le décalage n'est pas nul.
    chaud["bouge"] = ", ".join(sorted({t["bouge"] for t in tours if t["bouge"]}))
    tenu = (
        all(chaud[cle] <= borne for cle, borne in OBJECTIFS.items())
        and froid["octets"] <= OBJECTIFS["octets"]
    )
    return {"chaud": chaud, "froid": froid, "tenu": tenu}


def _ouvrir(page: Any, compteur: Compteur, adresse: str) -> dict[str, Any]:
    page.goto("about:blank")
    compteur.remettre()
    reponse = page.goto(adresse, wait_until="networkidle")
    if reponse.status != 200:
        raise SystemExit(f"{adresse} : {reponse.status}")
    releve = page.evaluate(RELEVE)
    return {**compteur.bilan(), **releve}


def principal() -> None:
    """Charge, sert, mesure, puis l'objet JSON."""
    from playwright.sync_api import sync_playwright

    mesures: dict[str, Any] = {}
    os.environ.update(milieu_de_production())
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    chromium = next(trouve for nom in NAVIGATEURS if (trouve := shutil.which(nom)))
    with base_jetable():
        print("Fichiers statiques, base et données…", flush=True)
        pages, session = preparer()
        reglages = "cdg_portal.settings.production"
        with (
            serveur("cdg_portal.wsgi:application", url("cdg_app", AVEC), reglages) as port,
            sync_playwright() as p,
        ):
            navigateur = p.chromium.launch(executable_path=chromium, args=OPTIONS_CHROMIUM)
            racine = f"http://localhost:{port}"
            contexte = navigateur.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
            contexte.add_cookies([{"name": "sessionid", "value": session, "url": racine}])
            page = contexte.new_page()
            cdp = contexte.new_cdp_session(page)
            cdp.send("Network.enable")
            bride = {
                "offline": False,
                "latency": LATENCE,
                "downloadThroughput": DEBIT,
                "uploadThroughput": DEBIT,
            }
            cdp.send("Network.emulateNetworkConditions", bride)
            for nom, chemin in pages.items():
                mesures[nom] = mesurer(page, cdp, racine + chemin)
                print(f"  {nom} : {json.dumps(mesures[nom])}", flush=True)
            navigateur.close()
    print(
        json.dumps({
            "bench": "pages",
            "mesures": mesures,
            "tours": TOURS,
            "charge_machine": round(os.getloadavg()[1], 1),
            "objectifs": OBJECTIFS,
            "tenu": all(m["tenu"] for m in mesures.values()),
        }, ensure_ascii=False)
    )  # fmt: skip


if __name__ == "__main__":
    principal()
