"""Lectures des dossiers de sinistre."""
