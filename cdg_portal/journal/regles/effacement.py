"""La signature d'un effacement : elle ne se fait qu'avec une clé tenue hors de la base."""

import hmac
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from hashlib import sha256

USAGE = b"effacement"  # la même clé scelle les racines : une signature ne passe pas pour l'autre


@dataclass(frozen=True, slots=True)
class Engagement:
    """Ce qu'une signature engage. `uid` : celui de l'effacement, il ne se recopie pas ; `instant` : ISO 8601 en UTC."""

    uid: str
    maillon: int
    champs: str
    motif: str
    colonnes: int
    sel: str
    empreinte: str
    instant: str


def signer(cle: str, engagement: Engagement) -> bytes:
    """HMAC-SHA-256 de tout l'engagement ; vide sans clé. Chaque valeur est précédée de sa longueur."""
    if not cle:
        return b""
    octets = [str(valeur).encode() for valeur in astuple(engagement)]
    texte = USAGE + b"".join(len(mot).to_bytes(4, "big") + mot for mot in octets)
    return hmac.new(cle.encode(), texte, sha256).digest()


def signature_juste(cles: Iterable[str], engagement: Engagement, signature: bytes) -> bool:
    """Vrai si l'une de ces clés a fait cette signature."""
    return any(cle and hmac.compare_digest(signer(cle, engagement), signature) for cle in cles)
