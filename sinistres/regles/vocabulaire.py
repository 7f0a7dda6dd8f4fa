"""Droits d'un jour d'arrêt, et parts du traitement en dix-millièmes."""

PLEIN, DEMI, DEMI_MAINTENU = "PLEIN", "DEMI", "DEMI_MAINTENU"
CARENCE, EPUISE = "CARENCE", "EPUISE"
ENTIER, MOITIE = 10_000, 5_000
