"""Instants gardés en UTC, lus à l'heure de l'installation."""

from datetime import datetime

from django.utils.timezone import get_current_timezone


def heure_locale(instant: datetime) -> datetime:
    """Le même instant, à l'heure locale."""
    return instant.astimezone(get_current_timezone())
