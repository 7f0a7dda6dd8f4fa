"""Chaque PDF du produit : PDF/UA réellement balisé, en-tête, pied, page x/y, polices embarquées, identité commune."""

import io
import re
import subprocess
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from adhesions.pdf import contexte_certificat
from cotisations.pdf import contexte_appel
from sinistres.pdf import contexte_bordereau, contexte_decompte
from tests.accueil.test_jetons import CLAIR
from tests.accueil.test_simulateurs import tapes_de
from tests.aides import client_de
from tests.documents.fabrique import creer_monde
from tests.documents.lecture import editer, normaliser

PDF = Path(settings.TEMPLATES[0]["DIRS"][0]) / "pdf"
# Un gabarit de document par fichier sans « _ » ; en ajouter un fait échouer l'essai tant qu'il n'est pas produit ici.
GABARITS = {
    str(g.relative_to(PDF).with_suffix("")) for g in PDF.rglob("*.html") if not g.name.startswith("_")
} - {"base"}


def produire() -> dict[str, bytes]:
    """Un exemplaire de chaque document, d'une page ou de plusieurs."""
    monde = creer_monde(elements=["TIB", "NBI", "SFT", "IR", "RI"])
    sinistre = monde.sinistre(
        monde.agent(), risque="CMO", certificats=[(date(2024, 1, 1), date(2024, 6, 28))]
    )
    premier = monde.decompte(sinistre)
    monde.requalifier(sinistre, vers="CLM")
    second = monde.decompte(sinistre)
    monde.activer()
    bordereau, appel = monde.bordereau([premier, second]), monde.appel()
    simulation = client_de("GESTIONNAIRE_CDG").post(
        reverse("accueil:simuler", args=["indemnisation"]), {**tapes_de("indemnisation"), "pdf": "1"}
    )
    assert simulation["Content-Type"] == "application/pdf"
    return {
        "sinistres/decompte": editer("sinistres/decompte", second, contexte_decompte(second)),
        "sinistres/bordereau": editer("sinistres/bordereau", bordereau, contexte_bordereau(bordereau)),
        "cotisations/appel": editer("cotisations/appel", appel, contexte_appel(appel)),
        "adhesions/certificat": editer(
            "adhesions/certificat", monde.adhesion, contexte_certificat(monde.adhesion)
        ),
        "simulateurs/simulation": simulation.content,
    }


def elements(noeud, roles) -> list[tuple[str, DictionaryObject]]:
    """Les éléments de structure dans l'ordre de lecture, chacun avec son type standard."""
    noeud = noeud.get_object()
    if isinstance(noeud, ArrayObject):
        return [e for enfant in noeud for e in elements(enfant, roles)]
    if not isinstance(noeud, DictionaryObject):
        return []
    nom = str(noeud.get("/S", ""))
    suite = elements(noeud["/K"], roles) if "/K" in noeud else []
    return ([(str(roles.get(nom, nom)).lstrip("/"), noeud)] if nom else []) + suite


def descendants(noeud, roles, type_) -> list[DictionaryObject]:
    """Les éléments de ce type sous un autre."""
    return [e for t, e in elements(noeud["/K"], roles) if t == type_] if "/K" in noeud else []


def attributs(element) -> dict:
    """Les attributs de structure (/A), réunis."""
    bruts = element.get("/A", ArrayObject())
    bruts = bruts.get_object()
    liste = bruts if isinstance(bruts, ArrayObject) else [bruts]
    return {cle: valeur for a in liste for cle, valeur in a.get_object().items()}


def examiner(nom: str, contenu: bytes) -> list[str]:
    """Ce qui manque à ce document."""
    lecteur = PdfReader(io.BytesIO(contenu))
    racine, fautes = lecteur.trailer["/Root"], []

    def exiger(vrai: object, quoi: str) -> None:
        if not vrai:
            fautes.append(f"{nom} : {quoi}")

    exiger(racine.get("/Lang") == "fr", "la langue")
    exiger(racine.get("/MarkInfo", {}).get("/Marked"), "les marques")
    exiger(lecteur.metadata.title, "le titre")
    exiger(racine.get("/ViewerPreferences", {}).get("/DisplayDocTitle"), "le titre affiché")
    exiger(b"pdfuaid" in racine["/Metadata"].get_object().get_data(), "la déclaration PDF/UA")
    arbre = racine["/StructTreeRoot"]
    roles = arbre.get("/RoleMap", {})
    tous = elements(arbre["/K"], roles)
    titres = [int(t[1]) for t, _ in tous if re.fullmatch("H[1-6]", t)]
    exiger(titres[:1] == [1] and titres.count(1) == 1, f"un titre de niveau 1, le premier : {titres}")
    exiger(all(b <= a + 1 for a, b in pairwise(titres)), f"un niveau de titre sauté : {titres}")
    for tableau in (e for t, e in tous if t == "Table"):
        entetes = descendants(tableau, roles, "TH")
        exiger(entetes, "un tableau sans en-tête")
        cellules = descendants(tableau, roles, "TD")
        reliees = [c for c in cellules if attributs(c).get("/Headers")]
        exiger(reliees == cellules, f"{len(cellules) - len(reliees)} cellules sans en-tête désigné")
    exiger(all("/Alt" in e for t, e in tous if t == "Figure"), "une image sans texte")
    nombre = len(lecteur.pages)
    for rang, page in enumerate(lecteur.pages, start=1):
        texte = normaliser(page.extract_text())
        exiger(f"page {rang}/{nombre}" in texte, f"« page {rang}/{nombre} »")
        exiger("Statutaire" in texte or "Simulation" in texte, f"le pied de la page {rang}")
        exiger(page.get("/Tabs") == "/S", f"l'ordre de tabulation de la page {rang}")
        for police in page["/Resources"]["/Font"].values():
            descente = police.get_object()
            descente = descente.get("/DescendantFonts", [descente])[0].get_object()
            decrite = descente.get("/FontDescriptor", DictionaryObject()).get_object()
            exiger({"/FontFile", "/FontFile2", "/FontFile3"} & set(decrite), "une police non embarquée")
            exiger(
                "Source" in str(descente.get("/BaseFont")) or "Liberation" in str(descente.get("/BaseFont")),
                f"une autre police : {descente.get('/BaseFont')}",
            )
    return fautes


def test_chaque_document_est_balise_et_complet(cdg, tmp_path):
    documents = produire()
    assert set(documents) == GABARITS
    fautes = []
    for nom, contenu in documents.items():
        fautes += examiner(nom, contenu)
        fichier = tmp_path / f"{nom.replace('/', '-')}.pdf"
        fichier.write_bytes(contenu)
        controle = subprocess.run(["qpdf", "--check", fichier], capture_output=True, text=True, check=False)
        if controle.returncode:
            fautes.append(f"{nom} : {controle.stdout}{controle.stderr}")
    assert fautes == []


def test_l_examen_voit_un_document_sans_structure():
    from weasyprint import HTML

    nu = HTML(string="<!doctype html><title></title><h2>Sans langue</h2>").write_pdf(pdf_variant="pdf/ua-1")
    fautes = "\n".join(examiner("nu", nu))
    for attendue in ("la langue", "un titre de niveau 1", "page 1/1"):
        assert attendue in fautes


@pytest.mark.parametrize(
    "feuille", [PDF / "commun.css", PDF / "simulateurs" / "bande.css"], ids=lambda f: f.name
)
def test_les_couleurs_du_papier_sont_celles_du_portail(feuille):
    employees = set(re.findall(r"#[0-9a-f]{6}\b", feuille.read_text("utf-8")))
    assert employees - set(CLAIR.values()) == set()
