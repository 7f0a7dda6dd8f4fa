"""Écrans : bases déclarées, appels, participations."""
