"""Clés de tri et de recherche : sans accents, en minuscules, sans ponctuation (jamais une collation de base)."""

import unicodedata


def cle_tri(*morceaux: str) -> str:
    """« Élodie d'Ombrée » → « elodie d ombree ». Sert au tri et à la recherche par préfixe."""
    texte = unicodedata.normalize("NFKD", " ".join(m for m in morceaux if m))
    sans_accents = "".join(c for c in texte if not unicodedata.combining(c)).lower()
    sans_accents = sans_accents.replace("œ", "oe").replace("æ", "ae")
    return " ".join("".join(c if c.isalnum() else " " for c in sans_accents).split())
