"""Lecture des brouillons : ceux d'une personne, jamais ceux d'un collègue."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cdg_portal.saisies.jeton import Jeton
from cdg_portal.saisies.models import SaisieGardee


def saisies_de(compte: Any, *, maintenant: datetime) -> QuerySet[SaisieGardee]:
    """Les brouillons de cette personne dans le périmètre, le plus récent d'abord."""
    siennes: QuerySet[SaisieGardee] = SaisieGardee.objects.filter(auteur=compte, expire_a__gt=maintenant)
    return siennes.select_related("collectivite")


def saisie_par_uid(uid: UUID, *, compte: Any, maintenant: datetime) -> SaisieGardee | None:
    """Un brouillon de cette personne, ou None."""
    return saisies_de(compte, maintenant=maintenant).filter(uid=uid).first()


def saisies_de_la_page(jeton: Jeton, *, compte: Any, maintenant: datetime) -> list[SaisieGardee]:
    """Les brouillons de cette page, le plus récent d'abord : deux onglets tapent deux saisies."""
    page = {
        "formulaire": jeton.formulaire,
        "objet": jeton.objet,
        "collectivite__uid": jeton.collectivite,
    }
    return list(saisies_de(compte, maintenant=maintenant).filter(**page))
