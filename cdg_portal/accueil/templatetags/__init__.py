"""Balises et filtres d'affichage communs à tous les gabarits."""
