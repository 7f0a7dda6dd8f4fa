"""Argon2id, réglé ici : ce que coûte un mot de passe est une décision, pas un défaut d'une bibliothèque."""

from typing import Any

from argon2 import Parameters, Type
from argon2.low_level import ARGON2_VERSION
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """64 Mio, 3 passes, 2 voies : plus que le minimum de l'OWASP (19 Mio, 2 passes, 1 voie)."""

    time_cost = 3
    memory_cost = 64 * 1024  # Kio
    parallelism = 2

    def params(self) -> Any:
        """Les paramètres écrits dans chaque empreinte ; un changement rehache à la connexion suivante."""
        return Parameters(
            type=Type.ID,
            version=ARGON2_VERSION,
            salt_len=16,
            hash_len=32,
            time_cost=self.time_cost,
            memory_cost=self.memory_cost,
            parallelism=self.parallelism,
        )
