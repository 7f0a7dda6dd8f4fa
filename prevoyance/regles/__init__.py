"""Règles pures de « prevoyance » : bibliothèque standard et socle seulement."""
