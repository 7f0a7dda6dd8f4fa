"""Outils du banc du journal."""
