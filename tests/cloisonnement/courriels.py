"""Tout ce qu'un courriel donne à lire : destinataires cachés, version HTML, en-têtes ajoutés et pièces jointes."""

from email.message import Message
from typing import Any

from tests.cloisonnement.canaris import decoder


def lire_courriel(message: Any) -> str:
    """Le message avant transport : en base64 ou coupé en lignes, un canari ne se verrait plus."""
    tete = (message.from_email, message.to, message.cc, message.bcc, message.reply_to, message.subject)
    ajoutes = [f"{cle}: {valeur}" for cle, valeur in message.extra_headers.items()]
    versions = [contenu for contenu, _ in getattr(message, "alternatives", ())]
    jointes = [_jointe(piece) for piece in message.attachments]
    return "\n".join((*map(str, tete), *ajoutes, str(message.body), *map(str, versions), *jointes))


def _jointe(piece: Any) -> str:
    """Le nom de la pièce et son texte, PDF et archives compris."""
    if isinstance(piece, Message):
        return f"{piece.items()}\n{decoder(piece.get_payload(decode=True) or b'')}"
    nom, contenu, type_ = piece
    octets = contenu if isinstance(contenu, bytes) else str(contenu).encode()
    return f"{nom} {type_}\n{decoder(octets)}"
