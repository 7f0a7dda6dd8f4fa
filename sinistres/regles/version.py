"""Version des règles : portée par chaque décompte, pour pouvoir le rejouer et l'expliquer plus tard."""

VERSION_REGLES = "2026.11"
