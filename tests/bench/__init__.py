"""Essais de ce qui sert aux mesures."""
