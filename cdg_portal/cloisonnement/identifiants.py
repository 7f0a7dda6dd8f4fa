"""Identifiant public : UUIDv7, le seul montré hors de la base."""

from typing import Any

import uuid6
from django.db import models

from cdg_portal.cloisonnement.modeles import ModeleCloisonne, collectivite


def nouvel_uid() -> Any:
    """Un UUIDv7 neuf (ordonné dans le temps, opaque)."""
    return uuid6.uuid7()


class AvecUid(models.Model):
    """Objet désigné au-dehors par son `uid`."""

    uid = models.UUIDField("identifiant", default=nouvel_uid, unique=True, editable=False)

    class Meta:
        abstract = True


class ObjetCloisonne(AvecUid, ModeleCloisonne):
    """Objet d'une collectivité, avec son `uid` et sa date de création."""

    collectivite = collectivite()
    cree_a = models.DateTimeField("créé le", auto_now_add=True)

    class Meta(ModeleCloisonne.Meta):
        abstract = True
