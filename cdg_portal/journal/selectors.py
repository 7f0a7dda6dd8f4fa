"""Lecture du journal des actes."""

from typing import Any

from django.db.models import QuerySet

from cdg_portal.journal.models import Evenement


def evenements_de(*objets: Any) -> QuerySet[Evenement]:
    """Les actes portant sur ces objets, du plus récent au plus ancien, avec leur acteur."""
    return (
        Evenement.objects.filter(
            collectivite_id__in={o.collectivite_id for o in objets}, objet_uid__in=[o.uid for o in objets]
        )
        .select_related("acteur")
        .order_by("-instant", "-id")
    )
