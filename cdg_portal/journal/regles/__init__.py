"""Règles pures du journal."""
