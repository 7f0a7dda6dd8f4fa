"""Balises de gabarit des périmètres."""
