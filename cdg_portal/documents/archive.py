"""Fichiers adressés par leur contenu : écrits d'un bloc, relus avec leur empreinte."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from django.core.files.storage import default_storage

from cdg_portal.documents.models import Document
from cdg_portal.socle.erreurs import ErreurMetier


class FichierAltere(ErreurMetier):
    """Le fichier archivé manque ou ne correspond plus à son empreinte : il n'est pas servi."""

    def __init__(self) -> None:
        super().__init__(
            "document-altere",
            "Le fichier archivé ne correspond plus à son empreinte : il n'est pas remis.",
        )


def ecrire(chemin: str, contenu: bytes) -> None:
    """Écrit le fichier, sauf s'il y est déjà intact.

    Écriture à côté, synchronisée, puis renommage : un arrêt brutal ne laisse jamais un fichier à moitié écrit.
    """
    if _octets(chemin) == contenu:
        return
    definitif = Path(default_storage.path(chemin))
    definitif.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    poignee, provisoire = tempfile.mkstemp(dir=definitif.parent, suffix=".neuf")
    try:
        with os.fdopen(poignee, "wb") as sortie:
            sortie.write(contenu)
            sortie.flush()
            os.fsync(sortie.fileno())
        os.replace(provisoire, definitif)
    except BaseException:
        Path(provisoire).unlink(missing_ok=True)
        raise


def lire(document: Document) -> bytes:
    """Les octets du document ; lève FichierAltere si un seul a changé."""
    contenu = _octets(document.chemin)
    if contenu is None or sha256(contenu).hexdigest() != document.sha256:
        raise FichierAltere
    return contenu


def _octets(chemin: str) -> bytes | None:
    try:
        with default_storage.open(chemin) as fichier:
            return bytes(fichier.read())
    except FileNotFoundError:
        return None
