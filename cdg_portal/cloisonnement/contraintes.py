"""Une contrainte de base violée devient une erreur métier nommée, en français."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from cdg_portal.socle.erreurs import ErreurMetier


def nom_de_contrainte(erreur: IntegrityError) -> str:
    """Nom de la contrainte violée, ou chaîne vide."""
    diagnostic = getattr(erreur.__cause__, "diag", None)
    return str(getattr(diagnostic, "constraint_name", "") or "")


@contextmanager
def traduire_contraintes(table: Mapping[str, tuple[str, str, str]]) -> Iterator[None]:
    """`table` : nom de contrainte → (code, message, champ). Une contrainte absente de la table remonte telle quelle."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as erreur:
        connue = table.get(nom_de_contrainte(erreur))
        if connue is None:
            raise
        code, message, champ = connue
        raise ErreurMetier(code, message, champ=champ) from erreur
