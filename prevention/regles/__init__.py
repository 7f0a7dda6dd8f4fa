"""Règles pures de « prevention » : bibliothèque standard et socle seulement."""
