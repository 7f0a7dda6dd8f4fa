"""Produire un document et relire son texte."""

import io
import re

from pypdf import PdfReader

from cdg_portal.documents import archive, rendu
from cdg_portal.socle.montant import en_francais


def texte_de(contenu: bytes) -> str:
    """Texte du PDF sur une ligne (une police confond souvent l'espace insécable et l'espace)."""
    return normaliser(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(contenu)).pages))


def normaliser(texte: str) -> str:
    """Blancs, insécables compris, réduits à une espace."""
    return re.sub(r"\s+", " ", texte)


def euros(montant) -> str:
    """Montant tel qu'il se lit dans le texte extrait."""
    return normaliser(en_francais(montant))


def editer(modele, source, contexte):
    """Produit, archive et relit."""
    document = rendu.produire(modele=modele, source=source, contexte=contexte, titre="t", nom_fichier="f.pdf")
    return archive.lire(document)
