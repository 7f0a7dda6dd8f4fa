"""Règles pures de « sinistres » : bibliothèque standard et socle seulement."""
