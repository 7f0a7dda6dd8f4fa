"""La seule horloge du portail, lue par les écrans, l'API et les travaux, jamais par les règles ni les services."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def aujourdhui() -> date:
    """La date locale, ou la date de référence figée d'une démonstration."""
    if settings.DATE_DE_REFERENCE:
        return date.fromisoformat(settings.DATE_DE_REFERENCE)
    return timezone.localdate()
