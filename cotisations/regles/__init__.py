"""Règles pures de « cotisations » : bibliothèque standard et socle seulement."""
