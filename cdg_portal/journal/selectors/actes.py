"""Lecture du journal des actes."""

from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Func, QuerySet

from cdg_portal.journal.models import Evenement


class RangDansLaTransaction(Func):
    """Rang de l'ordre qui a écrit la ligne, dans sa transaction : comparable d'une table à l'autre (`cmin`).

    Une base restaurée d'une sauvegarde logique l'a perdu : toutes ses lignes ont alors le même rang par table.
    """

    output_field = BigIntegerField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[()]]:
        """La colonne système de la table lue."""
        alias = compiler.quote_name_unless_alias(compiler.query.get_initial_alias())
        return f"({alias}.cmin::text)::bigint", ()


RANG = RangDansLaTransaction()


def evenements_de(*objets: Any) -> QuerySet[Evenement]:
    """Les actes portant sur ces objets, du plus récent au plus ancien, avec leur acteur."""
    return (
        Evenement.objects.filter(
            collectivite_id__in={o.collectivite_id for o in objets}, objet_uid__in=[o.uid for o in objets]
        )
        .annotate(rang=RANG)
        .select_related("acteur")
        .order_by("-instant", "-id")
    )


def actes_sur_compte(*, uid: UUID, limite: int) -> list[Evenement]:
    """Les derniers actes de sécurité sur un compte, le plus récent d'abord, avec leur acteur."""
    actes = Evenement.objects.filter(objet_type="comptes.compte", objet_uid=uid)
    return list(actes.select_related("acteur").order_by("-instant", "-id")[:limite])
