"""Mesures. `make bench NOM=…` ; la dernière ligne de sortie est un objet JSON."""
