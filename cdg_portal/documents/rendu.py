"""Le seul module qui importe WeasyPrint : gabarit Django → HTML échappé → PDF/UA archivé.

Le chargeur de ressources n'admet que `data:` : ni réseau, ni fichier local, quoi que contiennent les textes imprimés.
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from cdg_portal.documents import archive
from cdg_portal.documents.models import Document
from cdg_portal.documents.selectors import document_de

PROTOCOLES = ("data",)


def rendre(html: str) -> bytes:
    """PDF d'une page HTML complète ; le même HTML donne le même fichier, octet pour octet."""
    # Importé ici : le web inscrit des PDF et n'en produit que pour une simulation, jamais archivée.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    chargeur = URLFetcher(allowed_protocols=PROTOCOLES, allow_redirects=False)
    return bytes(HTML(string=html, url_fetcher=chargeur).write_pdf(pdf_variant="pdf/ua-1"))


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
