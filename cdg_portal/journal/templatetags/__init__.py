"""Balises du journal."""
