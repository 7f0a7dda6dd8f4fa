"""Essais joués dans un navigateur."""
