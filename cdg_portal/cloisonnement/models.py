"""Aucune table : ce module existe parce qu'une app sans `models.py` ne reçoit jamais post_migrate."""
