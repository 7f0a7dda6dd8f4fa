"""Empreintes : la base ne garde ni jeton de connexion, ni adresse de qui s'est trompé de mot de passe."""

import hashlib
import hmac


def empreinte_du_jeton(jeton: str) -> str:
    """Empreinte d'un jeton tiré au hasard (256 bits : un simple SHA-256 suffit)."""
    return hashlib.sha256(jeton.encode()).hexdigest()


def empreinte_de_tentative(*, email: str, adresse: str, cle: str) -> str:
    """Empreinte à clé du couple (compte visé, adresse du client) : illisible sans la clé du portail."""
    couple = f"comptes.tentative\n{email.strip().lower()}\n{adresse}"
    return hmac.new(cle.encode(), couple.encode(), hashlib.sha256).hexdigest()
