"""Le seul module qui importe WeasyPrint : gabarit Django → HTML échappé → PDF/UA archivé.

Le chargeur de ressources n'admet que `data:` : ni réseau, ni fichier local, quoi que contiennent les textes imprimés.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from cdg_portal.documents import archive
from cdg_portal.documents.models import Document
from cdg_portal.documents.selectors import document_de

PROTOCOLES = ("data",)
# La police du portail, celle que l'interface installe ; absente, le document s'imprime en Liberation Sans.
POLICES = Path(settings.RACINE) / "node_modules" / "@fontsource" / "source-sans-3" / "files"
GRAISSES = (400, 700)


@cache
def _polices() -> str:
    """Les `@font-face` de la police, chacune écrite dans la feuille : le rendu ne lit aucun fichier."""
    regles = []
    for graisse in GRAISSES:
        fichier = POLICES / f"source-sans-3-latin-{graisse}-normal.woff2"
        if fichier.exists():
            code = b64encode(fichier.read_bytes()).decode("ascii")
            regles.append(
                f'@font-face {{ font-family: "Source Sans 3"; font-weight: {graisse};'
                f' src: url("data:font/woff2;base64,{code}") format("woff2") }}'
            )
    return "\n".join(regles)


# En formation, en travers de chaque page : la position fixe se répète, le texte n'en dépend pas.
FILIGRANE = """
body::after { content: "FORMATION"; position: fixed; top: 45%; left: 0; right: 0; text-align: center;
  font-size: 84pt; font-weight: 700; color: rgba(176, 42, 32, 0.16); transform: rotate(-30deg); }
"""


def rendre(html: str) -> bytes:
    """PDF d'une page HTML complète ; le même HTML donne le même fichier, octet pour octet."""
    # Importé ici : le web inscrit des PDF et n'en produit que pour une simulation, jamais archivée.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    chargeur = URLFetcher(allowed_protocols=PROTOCOLES, allow_redirects=False)
    reglages = FontConfiguration()
    police = CSS(string=_polices(), url_fetcher=chargeur, font_config=reglages)
    styles = [police, *([CSS(string=FILIGRANE)] if settings.MODE_FORMATION else [])]
    page = HTML(string=html, url_fetcher=chargeur)
    return bytes(page.write_pdf(stylesheets=styles, font_config=reglages, pdf_variant="pdf/ua-1"))


def produire(
    *, modele: str, source: Any, contexte: dict[str, Any], titre: str, nom_fichier: str, version: int = 1
) -> Document:
    """Produit et archive le document d'une source, une seule fois par (modèle, source, version du gabarit).

    `modele` nomme le gabarit (`pdf/<modele>.html`) ; `source` est un objet cloisonné (uid, collectivite_id).
    Le fichier est écrit avant la ligne : un arrêt entre les deux laisse un fichier sans effet, jamais l'inverse.
    """
    deja = document_de(source=source, modele=modele, version=version)
    if deja is not None:
        return deja
    contenu = rendre(render_to_string(f"pdf/{modele}.html", {**_communs(), **contexte}))
    document = Document(
        collectivite_id=source.collectivite_id,
        modele=modele,
        version_modele=version,
        source_type=source._meta.label_lower,
        source_uid=source.uid,
        titre=titre,
        nom_fichier=nom_fichier,
        sha256=sha256(contenu).hexdigest(),
        taille=len(contenu),
    )
    archive.ecrire(document.chemin, contenu)
    return _inscrire(document)


def _inscrire(document: Document) -> Document:
    """La ligne, ou celle qu'une production simultanée vient d'inscrire."""
    with transaction.atomic():
        inscrit, _ = Document.objects.get_or_create(
            collectivite_id=document.collectivite_id,
            modele=document.modele,
            source_uid=document.source_uid,
            version_modele=document.version_modele,
            defaults={
                champ: getattr(document, champ)
                for champ in ("source_type", "titre", "nom_fichier", "sha256", "taille")
            },
        )
    return inscrit


def _communs() -> dict[str, Any]:
    return {"date_de_reference": settings.DATE_DE_REFERENCE or None}
