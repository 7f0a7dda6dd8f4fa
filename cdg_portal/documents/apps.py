"""Configuration de l'app des documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents produits et numéros."""

    name = "cdg_portal.documents"
    label = "documents"
    verbose_name = "Documents"
