"""Devant Django : un corps annoncé dans un autre jeu de caractères qu'UTF-8 est refusé.

Django lit la requête avant tout intergiciel : un jeu qui n'est pas un texte (`rot13`, `zlib`) y lève une erreur que le
serveur écrirait entière à son journal, chaîne de recherche comprise.
"""

from collections.abc import Callable, Iterable
from email.message import Message
from typing import Any

ADMIS = frozenset({"", "utf-8", "utf8", "us-ascii"})
REFUS = "Jeu de caractères refusé : le portail ne lit que l'UTF-8.\n".encode()
STATUT = 415


def jeu_admis(type_de_contenu: str) -> bool:
    """Vrai si l'en-tête Content-Type n'annonce pas un autre jeu de caractères qu'UTF-8."""
    entete = Message()
    entete["content-type"] = (
        type_de_contenu.encode("ascii", "replace").decode().replace("\r", " ").replace("\n", " ")
    )
    return str(entete.get_param("charset", "")).lower() in ADMIS


def devant_wsgi(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """L'application WSGI, précédée de ce refus."""

    def servir(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if jeu_admis(environ.get("CONTENT_TYPE", "")):
            return application(environ, start_response)
        start_response(
            f"{STATUT} Unsupported Media Type",
            [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Length", str(len(REFUS))),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        return [REFUS]

    return servir


def devant_asgi(application: Callable[..., Any]) -> Callable[..., Any]:
    """L'application ASGI, précédée de ce refus."""

    async def servir(scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        entetes = dict(scope.get("headers", ()))
        if jeu_admis(entetes.get(b"content-type", b"").decode("latin-1")):
            await application(scope, receive, send)
            return
        await send(
            {
                "type": "http.response.start",
                "status": STATUT,
                "headers": [
                    (b"content-type", b"text/plain; charset=utf-8"),
                    (b"x-content-type-options", b"nosniff"),
                ],
            }
        )
        await send({"type": "http.response.body", "body": REFUS})

    return servir
