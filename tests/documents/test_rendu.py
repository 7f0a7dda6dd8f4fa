"""Le rendu : aucun accès, un seul document par source, des fichiers intacts ou pas de document."""

import io
import subprocess
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from cdg_portal.documents import archive, rendu
from cdg_portal.documents.models import Document
from cdg_portal.documents.selectors import document_de
from sinistres.pdf import contexte_decompte
from tests.documents.fabrique import creer_monde
from tests.documents.lecture import editer, texte_de
from tests.documents.test_decompte import requalifie

RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture
def espion():
    """Un serveur local ; rend (adresse, appels reçus)."""
    appels: list[str] = []

    class Reponse(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            appels.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"body{color:red}")

        def log_message(self, *args: object) -> None: ...

    serveur = HTTPServer(("127.0.0.1", 0), Reponse)
    fil = threading.Thread(target=serveur.serve_forever)
    fil.start()
    yield f"http://127.0.0.1:{serveur.server_port}", appels
    serveur.shutdown()
    fil.join()
    serveur.server_close()


def vecteurs(adresse: str, secret: Path) -> list[str]:
    """Ce qu'un texte hostile peut vouloir charger."""
    fichier = secret.as_uri()
    return [
        f'<img src="{cible}/a.png"><object data="{cible}/b"></object><embed src="{cible}/c">'
        f'<link rel="stylesheet" href="{cible}/d.css"><link rel="attachment" href="{cible}/e">'
        f"<style>@import url({cible}/f.css); @font-face {{ font-family: x; src: url({cible}/g) }}"
        f" body {{ background: url({cible}/h); font-family: x }} p::before {{ content: url({cible}/i) }}</style>"
        f'<svg><image href="{cible}/j"/><use href="{cible}/k#x"/></svg>'
        f'<a rel="attachment" href="{cible}/l">x</a><iframe src="{cible}/m"></iframe><p>texte</p>'
        for cible in (adresse, fichier, "ftp://127.0.0.1", "FiLe:///etc/passwd")
    ]


def test_le_chargeur_n_accede_a_rien(espion, tmp_path):
    """Même si du HTML hostile arrivait jusqu'au rendu : ni réseau, ni fichier, ni pièce jointe."""
    adresse, appels = espion
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-A-NE-PAS-LIRE")
    for corps in vecteurs(adresse, secret):
        contenu = rendu.rendre(f"<!doctype html><html lang=fr><title>t</title>{corps}")
        assert b"SECRET" not in contenu and "SECRET" not in texte_de(contenu)
        assert not PdfReader(io.BytesIO(contenu)).attachments
    assert appels == []


def test_une_denomination_hostile_reste_du_texte(cdg, espion, tmp_path):
    """Le gabarit échappe : la balise s'imprime, elle ne s'exécute pas."""
    adresse, appels = espion
    (tmp_path / "s").write_text("SECRET")
    denomination = f'<img src="{adresse}/x"><link rel=attachment href="file:{tmp_path}/s">'
    monde = creer_monde(denomination=denomination)
    agent = monde.agent(nom='Le<style>@import "http://127.0.0.1"</style>', prenom="{{ 7|add:7 }}")

    sinistre = monde.sinistre(agent, risque="CMO", certificats=[(date(2024, 1, 1), date(2024, 3, 1))])
    decompte = monde.decompte(sinistre)
    contenu = editer("sinistres/decompte", decompte, contexte_decompte(decompte))
    texte = texte_de(contenu).replace(" ", "")
    assert f'<imgsrc="{adresse}/x">' in texte and "{{7|add:7}}" in texte
    assert appels == [] and b"SECRET" not in contenu
    assert not PdfReader(io.BytesIO(contenu)).attachments


def test_aucun_gabarit_de_pdf_ne_leve_l_echappement():
    """Ni `safe`, ni `autoescape off`, ni ressource extérieure dans templates/pdf."""
    for gabarit in (RACINE / "templates" / "pdf").rglob("*"):
        if gabarit.is_file():
            source = gabarit.read_text()
            assert "|safe" not in source and "autoescape off" not in source, gabarit
            assert "mark_safe" not in source and "url(" not in source, gabarit


def test_meme_html_meme_octets():
    """L'empreinte vaut preuve : le rendu est reproductible."""
    html = "<!doctype html><html lang=fr><title>t</title><h1>Titre</h1><p>8 680,00 €"
    assert rendu.rendre(html) == rendu.rendre(html)


def test_le_pdf_est_balise_et_porte_ses_metadonnees(cdg):
    """PDF/UA-1 : structure, langue, titre."""
    _, premier, _ = requalifie()
    lecteur = PdfReader(io.BytesIO(editer("sinistres/decompte", premier, contexte_decompte(premier))))
    racine = lecteur.trailer["/Root"]
    assert racine["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in racine and racine["/Lang"] == "fr"
    assert premier.numero in lecteur.metadata.title
    assert b"pdfuaid" in racine["/Metadata"].get_object().get_data()


def test_produire_deux_fois_rend_le_meme_document(cdg, monkeypatch):
    """Et ne refait pas le rendu."""
    _, premier, second = requalifie()
    document = produire(premier)
    monkeypatch.setattr(rendu, "rendre", lambda html: pytest.fail("rendu une seconde fois"))
    assert produire(premier) == document
    assert Document.objects.count() == 1
    monkeypatch.undo()
    assert produire(second) != document


def produire(decompte, **options):
    """Le document d'un décompte."""
    return rendu.produire(
        modele="sinistres/decompte",
        source=decompte,
        contexte=contexte_decompte(decompte),
        titre="Décompte",
        nom_fichier="decompte.pdf",
        **options,
    )


def test_une_nouvelle_version_du_gabarit_est_un_autre_document(cdg):
    """L'ancienne reste."""
    _, premier, _ = requalifie()
    ancien, neuf = produire(premier), produire(premier, version=2)
    assert ancien != neuf

    assert document_de(source=premier) == neuf and document_de(source=premier, version=1) == ancien


def test_un_fichier_a_moitie_ecrit_est_remplace(cdg):
    """Un arrêt brutal pendant l'écriture ne condamne pas le document."""
    _, premier, _ = requalifie()
    document = produire(premier)
    chemin = Path(default_storage.path(document.chemin))
    bon = chemin.read_bytes()
    chemin.write_bytes(bon[: len(bon) // 2])
    with pytest.raises(archive.FichierAltere):
        archive.lire(document)
    archive.ecrire(document.chemin, bon)
    assert archive.lire(document) == bon
    assert [p.name for p in chemin.parent.iterdir()] == [chemin.name], "aucun fichier provisoire ne reste"
    assert chemin.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("outil", ["qpdf"])
def test_le_fichier_est_sain(cdg, outil, tmp_path):
    """Contrôlé par un autre programme."""
    _, premier, _ = requalifie()
    fichier = tmp_path / "d.pdf"
    fichier.write_bytes(archive.lire(produire(premier)))
    controle = subprocess.run([outil, "--check", str(fichier)], capture_output=True, text=True, check=False)
    assert controle.returncode == 0, controle.stderr
