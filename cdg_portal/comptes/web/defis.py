"""Le défi envoyé à une clé d'accès : il vaut pour un parcours et un compte, et ne sert qu'une fois.

allauth garde un seul défi par session et l'accepte partout. Or l'étape du second facteur n'exige pas que la personne
soit vérifiée (code, empreinte) : détourné vers l'entrée par clé, son défi ouvrirait un compte sans mot de passe.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import structlog
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from cryptography.exceptions import UnsupportedAlgorithm
from django.contrib.sessions.backends.base import SessionBase
from django.forms import ValidationError

from cdg_portal.comptes.adaptateurs import ERREURS

journal = structlog.get_logger(__name__)

# Ce que lèvent fido2 et ses lecteurs (JSON, CBOR, clés) devant une réponse forgée : elle est fausse, rien de plus.
FORGEE = (
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)


class Parcours(StrEnum):
    """Ce que la personne était en train de faire quand le défi est parti."""

    ENTREE = "entree"
    ETAPE = "etape"
    PREUVE = "preuve"
    AJOUT = "ajout"


def defi_lier(session: SessionBase, parcours: Parcours, compte: Any = None) -> None:
    """Lie le défi qui vient de partir à ce parcours et à ce compte ; non lié, il ne servirait à rien."""
    session[STATE_SESSION_KEY] = session[STATE_SESSION_KEY] | _lien(parcours, compte)


@contextmanager
def defi_employer(session: SessionBase, parcours: Parcours, compte: Any = None) -> Iterator[None]:
    """Lit une réponse avec le défi de ce parcours, puis l'efface. Lève ValidationError si elle est fausse ou forgée."""
    faux = ValidationError(ERREURS["incorrect_code"], code="incorrect_code")
    try:
        if not _lien(parcours, compte).items() <= session.get(STATE_SESSION_KEY, {}).items():
            raise faux
        yield
    except FORGEE as cause:
        # Dit au journal technique : une panne de notre fait ne doit pas passer pour une réponse forgée.
        journal.warning("reponse_de_cle_illisible", parcours=parcours.value, cause=type(cause).__name__)
        raise faux from None
    finally:
        session.pop(STATE_SESSION_KEY, None)


def _lien(parcours: Parcours, compte: Any) -> dict[str, str]:
    return {"parcours": parcours.value, "compte": str(compte.pk) if compte else ""}
