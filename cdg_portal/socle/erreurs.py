"""Erreurs métier : ce qui ne peut pas être, dit en français, avec sa référence."""

from __future__ import annotations

from collections.abc import Sequence


class ErreurMetier(Exception):
    """Refus prévu par le métier, à montrer tel quel à l'utilisateur.

    `code` est stable et lisible par une machine, `message` est en français, `references` nomme les
    articles en cause et `champ` le chemin du champ fautif (vide quand le refus ne vise aucun champ).
    """

    def __init__(self, code: str, message: str, references: Sequence[str] = (), champ: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.references = tuple(references)
        self.champ = champ

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        return (_recreer, (type(self), self.code, self.message, self.references, self.champ))


def _recreer(
    classe: type[ErreurMetier], code: str, message: str, references: tuple[str, ...], champ: str
) -> ErreurMetier:
    """Recrée l'erreur à l'identique, même si sa sous-classe a un constructeur plus étroit."""
    erreur = classe.__new__(classe)
    ErreurMetier.__init__(erreur, code, message, references, champ)
    return erreur
