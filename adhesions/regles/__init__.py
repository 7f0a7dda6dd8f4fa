"""Règles pures de « adhesions » : bibliothèque standard et socle seulement."""
