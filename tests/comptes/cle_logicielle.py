"""Une clé d'accès tenue par l'essai : elle signe ce qu'on lui demande, avec ou sans vérification de la personne."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.utils import websafe_encode

HOTE, ORIGINE = "testserver", "https://testserver"
PRESENTE, VERIFIEE, ATTESTEE = 0x01, 0x04, 0x40


class Cle:
    """Une paire de clés, son identifiant, et le compte qu'elle a retenu."""

    def __init__(self) -> None:
        self.secrete = ec.generate_private_key(ec.SECP256R1())
        self.numero = secrets.token_bytes(16)
        self.compte = ""
        self.usages = 0

    def inscrire(self, demande: dict[str, Any], *, verifiee: bool) -> str:
        """La réponse à une demande d'inscription."""
        self.compte = demande["user"]["id"]
        point = self.secrete.public_key().public_numbers()
        publique = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        donnees = self._donnees(ATTESTEE | (VERIFIEE if verifiee else 0))
        donnees += bytes(16) + len(self.numero).to_bytes(2, "big") + self.numero + cbor.encode(publique)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": donnees})
        return self._reponse(
            clientDataJSON=_client("webauthn.create", demande), attestationObject=attestation
        )

    def signer(self, demande: dict[str, Any], *, verifiee: bool) -> str:
        """La réponse à une demande d'authentification."""
        self.usages += 1
        donnees = self._donnees(VERIFIEE if verifiee else 0)
        client = _client("webauthn.get", demande)
        signature = self.secrete.sign(donnees + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._reponse(
            clientDataJSON=client, authenticatorData=donnees, signature=signature, userHandle=self.compte
        )

    def _donnees(self, drapeaux: int) -> bytes:
        entete = hashlib.sha256(HOTE.encode()).digest() + bytes([PRESENTE | drapeaux])
        return entete + self.usages.to_bytes(4, "big")

    def _reponse(self, **contenu: Any) -> str:
        numero = websafe_encode(self.numero)
        return json.dumps(
            {
                "id": numero,
                "rawId": numero,
                "type": "public-key",
                # ce que dit un téléphone, qui garde toute clé, même inscrite comme second facteur seulement
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": {
                    nom: websafe_encode(valeur) if isinstance(valeur, bytes) else valeur
                    for nom, valeur in contenu.items()
                },
            }
        )


def _client(genre: str, demande: dict[str, Any]) -> bytes:
    contenu = {"type": genre, "challenge": demande["challenge"], "origin": ORIGINE}
    return json.dumps(contenu).encode()
