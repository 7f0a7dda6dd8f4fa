"""Empreintes : la base ne garde ni jeton de connexion, ni adresse de qui s'est trompé de mot de passe."""

import hashlib
import hmac


def empreinte_du_jeton(jeton: str) -> str:
    """Empreinte d'un jeton tiré au hasard (256 bits : un simple SHA-256 suffit)."""
    return hashlib.sha256(jeton.encode()).hexdigest()


def empreinte_a_cle(cle: str, *parties: str) -> str:
    """Empreinte à clé d'une portée et de ce qu'elle limite (compte, poste) : illisible sans la clé du portail."""
    texte = "\n".join(("comptes.tentative", *(partie.strip().lower() for partie in parties)))
    return hmac.new(cle.encode(), texte.encode(), hashlib.sha256).hexdigest()
