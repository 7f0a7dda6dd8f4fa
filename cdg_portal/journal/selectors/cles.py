"""Les clés de scellement, tenues hors de la base : la courante, puis celles qu'elle a remplacées."""

from django.conf import settings


def cle_courante() -> str:
    """Celle qui scelle et signe ; vide si aucune n'est réglée."""
    return str(settings.CLE_DE_SCELLEMENT)


def cles_connues() -> list[str]:
    """Toutes celles qui peuvent avoir scellé, la courante d'abord."""
    return [cle for cle in (cle_courante(), *settings.ANCIENNES_CLES_DE_SCELLEMENT) if cle]
