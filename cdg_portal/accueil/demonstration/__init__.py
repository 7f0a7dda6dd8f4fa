"""Données de la démonstration : chiffres des documents sources, noms inventés, date de référence figée.

Paquet pur (ni base, ni horloge) : des fichiers TOML et des générateurs déterministes. `charger()` rend
tout ; le chargement en base passe par les services que suivrait un utilisateur.
"""

from cdg_portal.accueil.demonstration.chargement import charger

__all__ = ["charger"]
