"""Clés de chiffrement : leur forme, et celle d'essai qu'une installation réelle refuse."""

import base64
import binascii
from collections.abc import Sequence

LONGUEUR = 32  # octets
CLE_D_ESSAI = b"essai-local-sans-valeur-refusee-"


def verifier_les_cles(cles: Sequence[str]) -> None:
    """Lève ValueError si une clé n'a pas 32 octets en base64 « url », est répétitive ou est celle d'essai."""
    for rang, cle in enumerate(cles, start=1):
        try:
            octets = base64.b64decode(cle, altchars=b"-_", validate=True)
        except binascii.Error:
            octets = b""
        if len(octets) != LONGUEUR or len(set(octets)) < 10 or octets == CLE_D_ESSAI:
            raise ValueError(
                f"CLES_DE_CHIFFREMENT : la clé n° {rang} n'a pas la forme attendue (Fernet.generate_key),"
                " ou est celle d'essai."
            )
