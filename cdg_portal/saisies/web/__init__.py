"""Garder un brouillon, le reprendre, l'abandonner ; rendre ce qui était tapé."""
