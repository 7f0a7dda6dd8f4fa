"""Chiffrement des secrets gardés dans la base (second facteur), avec des clés que l'on fait tourner."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class SecretIllisible(Exception):
    """Aucune des clés données n'a chiffré ce secret : une clé a été retirée trop tôt, ou la base altérée."""


def _trousseau() -> MultiFernet:
    if not settings.CLES_DE_CHIFFREMENT:
        raise ImproperlyConfigured("CLES_DE_CHIFFREMENT n'est pas donnée.")
    return MultiFernet([Fernet(cle) for cle in settings.CLES_DE_CHIFFREMENT])


def chiffrer(clair: str) -> str:
    """Chiffre avec la première clé."""
    return _trousseau().encrypt(clair.encode()).decode()


def dechiffrer(chiffre: str) -> str:
    """Déchiffre avec la clé qui convient ; lève SecretIllisible si aucune ne convient."""
    try:
        return _trousseau().decrypt(chiffre.encode()).decode()
    except InvalidToken as refus:
        raise SecretIllisible from refus


def rechiffrer(chiffre: str) -> str:
    """Le même secret, chiffré avec la première clé ; lève SecretIllisible."""
    return chiffrer(dechiffrer(chiffre))
