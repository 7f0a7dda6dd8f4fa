"""Outillage de la copie de travail. Python standard seulement : il tourne avant toute installation."""
