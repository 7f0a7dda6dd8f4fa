"""Nomenclatures de la prévoyance."""

from django.db.models import TextChoices


class Garantie(TextChoices):
    """Garantie du contrat de prévoyance ; le décès est l'option."""

    INCAPACITE = "INCAPACITE", "Incapacité temporaire"
    INVALIDITE = "INVALIDITE", "Invalidité permanente"
    RETRAITE = "RETRAITE", "Perte de retraite"
    DECES = "DECES", "Décès ou perte totale d'autonomie"
