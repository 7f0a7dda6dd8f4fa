"""Écritures sur les dossiers de sinistre."""
