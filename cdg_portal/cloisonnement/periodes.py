"""Contraintes « deux périodes ne se recouvrent pas », sans extension PostgreSQL (btree_gist absent de l'embarqué)."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db.models import CheckConstraint, F, Func, Q, Value


def seul(champ: str) -> Func:
    """L'intervalle réduit à un identifiant : son recouvrement vaut égalité."""
    return Func(F(champ), F(champ), Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def jours(debut: str, fin: str) -> Func:
    """Les jours de `debut` à `fin` inclus (`fin` nulle = sans terme)."""
    return Func(F(debut), F(fin), Value("[]"), function="daterange", output_field=DateRangeField())


class _SansChevauchement(ExclusionConstraint):
    """Contrainte ordinaire, qui se tait à la saisie sur une période renversée : `ordre` le dit déjà.

    PostgreSQL ne sait pas même écrire un tel intervalle : la vérification s'arrêterait sur une erreur.
    """

    def deconstruct(self) -> Any:
        """Dans les migrations, la contrainte de Django."""
        _, args, kwargs = super().deconstruct()
        return f"{ExclusionConstraint.__module__}.{ExclusionConstraint.__name__}", args, kwargs

    def validate(self, model: Any, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Vérifie, si la période se lit."""
        intervalle: Any = self.expressions[-1][0]
        bornes = intervalle.get_source_expressions()[:2]
        debut, fin = (getattr(instance, borne.name) for borne in bornes)
        if debut is None or fin is None or debut <= fin:
            super().validate(model, instance, *args, **kwargs)


def sans_chevauchement(
    nom: str, *cles: str, debut: str = "du", fin: str = "au", condition: Q | None = None, message: str
) -> ExclusionConstraint:
    """Au plus une ligne par jour pour les mêmes `cles` (identifiants entiers)."""
    return _SansChevauchement(
        name=nom,
        index_type="gist",
        condition=condition,
        violation_error_message=message,
        expressions=[(seul(c), RangeOperators.OVERLAPS) for c in cles]
        + [(jours(debut, fin), RangeOperators.OVERLAPS)],
    )


def ordre(nom: str, debut: str = "du", fin: str = "au") -> CheckConstraint:
    """La fin ne précède pas le début."""
    return CheckConstraint(
        name=nom,
        condition=Q(**{f"{fin}__isnull": True}) | Q(**{f"{fin}__gte": F(debut)}),
        violation_error_message="La date de fin précède la date de début.",
    )
