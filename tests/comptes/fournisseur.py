"""Un fournisseur OpenID Connect local, obéissant : il signe ce que l'essai lui dit de signer, vrai ou faux."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "statutaire-essai", "secret-du-client"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
RSA_AUTRE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())


def _publique(cle: Any, kid: str, algorithme: str) -> dict[str, Any]:
    classe = jwt.algorithms.RSAAlgorithm if algorithme == "RS256" else jwt.algorithms.ECAlgorithm
    return {**json.loads(classe.to_jwk(cle.public_key())), "kid": kid, "alg": algorithme, "use": "sig"}


CLES = [_publique(RSA, "rsa", "RS256"), _publique(EC, "ec", "ES256")]
PEM = RSA.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


def signe(contenu: dict[str, Any]) -> str:
    """Comme il faut : RS256."""
    return jwt.encode(contenu, RSA, algorithm="RS256", headers={"kid": "rsa"})


def signe_es(contenu: dict[str, Any]) -> str:
    """Comme il faut aussi : ES256."""
    return jwt.encode(contenu, EC, algorithm="ES256", headers={"kid": "ec"})


def sans_signature(contenu: dict[str, Any]) -> str:
    """alg=none."""
    return jwt.encode(contenu, None, algorithm="none", headers={"kid": "rsa"})


def clef_publique_pour_secret(contenu: dict[str, Any]) -> str:
    """Confusion HS/RS : HMAC dont le secret est la clé publique, écrit à la main (PyJWT s'y refuse)."""

    def b64(octets: bytes) -> bytes:
        return base64.urlsafe_b64encode(octets).rstrip(b"=")

    import hmac

    corps = b".".join(
        b64(json.dumps(partie).encode()) for partie in ({"alg": "HS256", "kid": "rsa", "typ": "JWT"}, contenu)
    )
    return (corps + b"." + b64(hmac.new(PEM, corps, hashlib.sha256).digest())).decode()


def mauvaise_cle(contenu: dict[str, Any]) -> str:
    """Signé par une autre clé sous le même nom."""
    return jwt.encode(contenu, RSA_AUTRE, algorithm="RS256", headers={"kid": "rsa"})


def cle_inconnue(contenu: dict[str, Any]) -> str:
    """Signé par une clé qui n'est pas publiée."""
    return jwt.encode(contenu, RSA_AUTRE, algorithm="RS256", headers={"kid": "ailleurs"})


def hs_du_secret_du_client(contenu: dict[str, Any]) -> str:
    """HS256 avec le secret du client : un algorithme que nous n'acceptons pas."""
    return jwt.encode(contenu, SECRET * 4, algorithm="HS256", headers={"kid": "rsa"})


@dataclass
class Fournisseur:
    """L'état du fournisseur : qui se présente, et comment il se trompe."""

    adresse: str = ""
    personne: dict[str, Any] = field(default_factory=dict)
    id_token: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    signer: Callable[[dict[str, Any]], str] = signe
    signer_userinfo: Callable[[dict[str, Any]], str] = signe
    configuration: dict[str, Any] = field(default_factory=dict)
    userinfo_en_clair: bool = False
    muet: str = ""
    demande: dict[str, str] = field(default_factory=dict)
    cles: list[dict[str, Any]] = field(default_factory=lambda: list(CLES))
    lus: list[str] = field(default_factory=list)
    echanges: list[dict[str, str]] = field(default_factory=list)

    def commun(self) -> dict[str, Any]:
        """Ce que portent les deux jetons."""
        maintenant = int(time.time())
        return {
            "iss": self.adresse,
            "aud": CLIENT,
            "sub": self.personne["sub"],
            "iat": maintenant,
            "exp": maintenant + 60,
        }

    def repondre(self, methode: str, chemin: str, corps: str, entetes: Any) -> tuple[int, str, str]:
        """Statut, genre et corps de la réponse."""
        self.lus.append(chemin)
        if self.muet and self.muet in chemin:
            time.sleep(1.5)
            return 504, "text/plain", ""
        if chemin.endswith("/openid-configuration"):
            adresses = {
                "issuer": self.adresse,
                "authorization_endpoint": f"{self.adresse}/authorize",
                "token_endpoint": f"{self.adresse}/token",
                "userinfo_endpoint": f"{self.adresse}/userinfo",
                "jwks_uri": f"{self.adresse}/jwks",
                "end_session_endpoint": f"{self.adresse}/session/end",
            }
            return 200, "application/json", json.dumps(adresses | self.configuration)
        if chemin == "/jwks":
            return 200, "application/json", json.dumps({"keys": self.cles})
        if chemin == "/token" and methode == "POST":
            return self._jetons({cle: valeurs[0] for cle, valeurs in parse_qs(corps).items()})
        if chemin == "/userinfo" and entetes["Authorization"] == "Bearer jeton-d-acces":
            affirme = self.commun() | self.personne | self.userinfo
            if self.userinfo_en_clair:
                return 200, "application/json", json.dumps(affirme)
            return 200, "application/jwt", self.signer_userinfo(affirme)
        return 404, "text/plain", ""

    def _jetons(self, recu: dict[str, str]) -> tuple[int, str, str]:
        """Vérifie ce que le portail doit prouver : secret, adresse de retour, PKCE."""
        self.echanges.append(recu)
        defi = base64.urlsafe_b64encode(hashlib.sha256(recu["code_verifier"].encode()).digest()).decode()
        juste = (
            recu["client_secret"] == SECRET
            and recu["redirect_uri"] == self.demande["redirect_uri"]
            and defi.rstrip("=") == self.demande["code_challenge"]
        )
        if not juste:
            return 400, "application/json", json.dumps({"error": "invalid_grant"})
        identite = self.commun() | {"nonce": self.demande["nonce"], "acr": "eidas1"} | self.id_token
        jetons = {"access_token": "jeton-d-acces", "token_type": "Bearer", "id_token": self.signer(identite)}
        return 200, "application/json", json.dumps(jetons)

    def autoriser(self, adresse: str) -> dict[str, str]:
        """La personne s'identifie : rend ce que le navigateur rapporte au portail."""
        self.demande = {cle: valeurs[0] for cle, valeurs in parse_qs(urlsplit(adresse).query).items()}
        return {"code": "code-d-essai", "state": self.demande["state"]}


def servir(fournisseur: Fournisseur) -> ThreadingHTTPServer:
    """Lance le fournisseur sur un port libre ; `shutdown` puis `server_close` l'arrêtent."""

    class Traitement(BaseHTTPRequestHandler):
        def _traiter(self) -> None:
            corps = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            statut, genre, texte = fournisseur.repondre(self.command, self.path, corps, self.headers)
            self.send_response(statut)
            self.send_header("Content-Type", genre)
            self.end_headers()
            self.wfile.write(texte.encode())

        do_GET = do_POST = _traiter

        def log_message(self, *args: Any) -> None:
            """Rien à dire."""

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Traitement)
    fournisseur.adresse = f"http://127.0.0.1:{serveur.server_port}"
    threading.Thread(target=serveur.serve_forever, args=(0.05,), daemon=True).start()
    return serveur
