"""Le périmètre courant : une ContextVar (couche 1) et des réglages de transaction (couche 2).

Un seul aller-retour pose les réglages lus par les politiques de sécurité de ligne.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

import structlog
from django.db import connection, connections, transaction

from cdg_portal.socle.erreurs import ErreurMetier

journal = structlog.get_logger(__name__)
ROLE_INTERNE = "cdg_interne"
T = TypeVar("T")


class PerimetreAbsent(ErreurMetier):
    """Une requête cloisonnée a été écrite sans périmètre : erreur de programme, jamais « toutes les lignes »."""

    def __init__(self) -> None:
        super().__init__("perimetre-absent", "Aucun périmètre n'est ouvert pour cette opération.")


class MotifAbsent(ErreurMetier):
    """On ne sort pas du périmètre d'un utilisateur sans dire pourquoi : erreur de programme."""

    def __init__(self) -> None:
        super().__init__("motif-absent", "Sortir du périmètre demande une raison écrite.")


@dataclass(frozen=True, slots=True)
class Perimetre:
    """Ce que l'on a le droit de voir : tout le CDG, ou une liste de collectivités."""

    cdg: bool = False
    collectivites: tuple[int, ...] = ()
    utilisateur: int | None = None

    @property
    def texte(self) -> str:
        """« cdg », ou les collectivités (« 3,12 ») : ce que l'historique garde avec chaque écriture."""
        return "cdg" if self.cdg else ",".join(str(c) for c in self.collectivites)

    @property
    def bits(self) -> str:
        """Hexadécimal, lu par la politique de ligne : le bit n (celui de `get_bit`) est mis pour la collectivité n."""
        masque = 0
        for collectivite in self.collectivites:
            masque |= 1 << collectivite
        return masque.to_bytes((masque.bit_length() + 7) // 8, "little").hex()


AUCUN = Perimetre()
_courant: ContextVar[Perimetre | None] = ContextVar("perimetre", default=None)


def perimetre_courant() -> Perimetre:
    """Le périmètre ouvert. Lève PerimetreAbsent s'il n'y en a pas."""
    courant = _courant.get()
    if courant is None:
        raise PerimetreAbsent
    return courant


def _poser(p: Perimetre, using: str) -> None:
    """Borne la transaction, et oublie l'auteur laissé par un acte précédent : l'historique le prêterait au suivant."""
    with connections[using].cursor() as curseur:
        curseur.execute(
            "SELECT set_config('app.perimetre', %s, true), set_config('app.utilisateur', %s, true),"
            " set_config('role', %s, true), set_config('pghistory.context_metadata', '', true),"
            " set_config('pghistory.context_id', '', true)",
            [p.bits, str(p.utilisateur or ""), ROLE_INTERNE if p.cdg else "none"],
        )


@contextmanager
def perimetre(p: Perimetre, using: str = "default") -> Iterator[Perimetre]:
    """Ouvre une transaction dont toutes les requêtes sont bornées à `p`."""
    precedent = _courant.get()
    jeton = _courant.set(p)
    try:
        with transaction.atomic(using=using):
            _poser(p, using)
            yield p
            # RELEASE SAVEPOINT garde les réglages posés dedans : remettre ceux d'avant.
            if not connections[using].needs_rollback:
                _poser(precedent or AUCUN, using)
    finally:
        _courant.reset(jeton)


@contextmanager
def hors_perimetre(motif: str, *, utilisateur: int | None = None) -> Iterator[Perimetre]:
    """Ouvre « tout le CDG » pour une raison dite et journalisée, le temps d'un acte borné par le code appelant.

    `motif` : une phrase fixe, jamais une valeur saisie. Lève MotifAbsent s'il est vide.
    """
    if not motif.strip():
        raise MotifAbsent
    journal.info("perimetre_quitte", motif=motif, appelant=_appelant())
    with perimetre(Perimetre(cdg=True, utilisateur=utilisateur)) as ouvert:
        yield ouvert


def _appelant() -> str:
    """« module.fonction » de qui a demandé à sortir du périmètre."""
    cadre = inspect.currentframe()
    while cadre and cadre.f_globals.get("__name__") in (__name__, "contextlib"):
        cadre = cadre.f_back
    return f"{cadre.f_globals.get('__name__')}.{cadre.f_code.co_name}" if cadre else "inconnu"


@contextmanager
def contexte_de_proprietaire() -> Iterator[None]:
    """Couche 1 seule, pour les commandes menées par le propriétaire (migrations)."""
    jeton = _courant.set(Perimetre(cdg=True))
    try:
        yield
    finally:
        _courant.reset(jeton)


def imposer_la_lecture() -> None:
    """Rend la transaction ouverte (ou le point de sauvegarde) incapable d'écrire, jusqu'à sa fin.

    Un filtre sur le texte des ordres ne suffirait pas : l'historique préfixe chaque écriture d'un SELECT.
    """
    with connection.cursor() as curseur:
        curseur.execute("SET TRANSACTION READ ONLY")


def flux_cloisonne(p: Perimetre, generateur: Callable[[], Iterable[T]]) -> Iterator[T]:
    """Réponse en flux : rouvre le périmètre, car la transaction de la requête est déjà finie. Elle ne fait que lire."""
    with perimetre(p):
        imposer_la_lecture()
        yield from generateur()
