"""Portail d'assurance statutaire d'un Centre de Gestion."""
