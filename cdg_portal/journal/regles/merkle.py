"""Arbre de Merkle et racine chaînée d'un scellement. Des octets en entrée, des octets en sortie."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

VIDE = bytes(32)
NOEUD, RACINE = b"\x01", b"\x02"


@dataclass(frozen=True, slots=True)
class Entete:
    """Ce qu'une racine engage, outre ses maillons. `instant` : ISO 8601 en UTC."""

    n: int
    instant: str
    premier: int
    dernier: int
    nombre: int
    horizon: int


def racine_de_merkle(feuilles: Iterable[bytes]) -> bytes:
    """Racine des empreintes dans leur ordre ; une feuille sans voisine monte telle quelle. Aucune : 32 octets nuls.

    Feuilles et nœuds sont préfixés différemment : l'un ne passe pas pour l'autre.
    """
    niveau = list(feuilles)
    if not niveau:
        return VIDE
    while len(niveau) > 1:
        montes = [sha256(NOEUD + niveau[i] + niveau[i + 1]).digest() for i in range(0, len(niveau) - 1, 2)]
        if len(niveau) % 2:
            montes.append(niveau[-1])
        niveau = montes
    return niveau[0]


def racine_chainee(precedent: bytes, arbre: bytes, entete: Entete) -> bytes:
    """La racine à garder au-dehors : elle engage tout ce qui précède."""
    texte = f"{entete.n}|{entete.instant}|{entete.premier}|{entete.dernier}|{entete.nombre}|{entete.horizon}"
    return sha256(RACINE + precedent + arbre + texte.encode()).digest()


def authentifier(cle: str, racine: bytes) -> bytes:
    """HMAC-SHA-256 de la racine ; vide sans clé."""
    return hmac.new(cle.encode(), racine, sha256).digest() if cle else b""
