"""Lecture des documents archivés, dans le périmètre courant."""

from typing import Any

from django.db.models import QuerySet

from cdg_portal.documents.models import Document


def documents_de(*, source: Any) -> QuerySet[Document]:
    """Les documents produits pour une source, le plus récent d'abord."""
    return Document.objects.filter(
        collectivite_id=source.collectivite_id, source_type=source._meta.label_lower, source_uid=source.uid
    ).order_by("-version_modele", "-id")


def document_de(*, source: Any, modele: str = "", version: int | None = None) -> Document | None:
    """Le document d'une source (le plus récent, ou celui de ce modèle et de cette version), s'il est produit."""
    trouves = documents_de(source=source)
    if modele:
        trouves = trouves.filter(modele=modele)
    if version is not None:
        trouves = trouves.filter(version_modele=version)
    return trouves.first()


def document_par_uid(uid: Any) -> Document | None:
    """Le document de cet identifiant, s'il est dans le périmètre."""
    return Document.objects.filter(uid=uid).first()
