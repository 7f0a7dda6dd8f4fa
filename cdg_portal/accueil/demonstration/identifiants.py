"""Numéros SIREN et SIRET inventés mais valides.

Le radical d'un organisme public local contient son département, et le département « 00 » n'existe pas ;
celui des organismes privés de la démonstration commence par « 0000 », jamais attribué. Aucun numéro
fabriqué ici ne peut donc être celui d'un organisme réel.
"""

from __future__ import annotations


def cle_luhn(chiffres: str) -> str:
    """Chiffre à ajouter à droite pour que la somme de Luhn soit un multiple de 10."""
    somme = 0
    for rang, chiffre in enumerate(reversed(chiffres)):
        valeur = int(chiffre) * (2 if rang % 2 == 0 else 1)
        somme += valeur - 9 if valeur > 9 else valeur
    return str(-somme % 10)


def siren(radical: str) -> str:
    """SIREN formé d'un radical de 8 chiffres et de sa clé."""
    if len(radical) != 8 or not radical.isdigit():
        raise ValueError(f"Un radical de SIREN compte 8 chiffres : {radical!r}.")
    return radical + cle_luhn(radical)


def siret(numero_siren: str, etablissement: int = 1) -> str:
    """SIRET de l'établissement de ce rang."""
    sans_cle = f"{numero_siren}{etablissement:04d}"
    return sans_cle + cle_luhn(sans_cle)
