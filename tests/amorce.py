"""Première extension chargée par pytest : la base existe avant que Django ne lise ses réglages.

Un conftest serait lu trop tard, pytest-django chargeant les réglages avant lui. Sans effet si
DATABASE_URL est posée, donc aussi dans les processus de xdist, qui héritent de celle du principal.
"""

from cdg_portal.embarque import preparer_environnement

preparer_environnement()
