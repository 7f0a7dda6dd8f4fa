"""Écrans des dossiers de sinistre."""
