"""Historique par déclencheurs PostgreSQL, cloisonné comme la table suivie et en ajout seul."""

from typing import Any

import pghistory
import pghistory.models
import pgtrigger
from django.db import models

from cdg_portal.cloisonnement.modeles import ModeleCloisonne


class EvenementCloisonne(ModeleCloisonne, pghistory.models.Event):  # type: ignore[misc]
    """Base des tables d'historique."""

    AJOUT_SEUL = True

    class Meta(ModeleCloisonne.Meta):
        abstract = True


class EvenementDeCollectivite(EvenementCloisonne):
    """Base de l'historique de la collectivité elle-même : sa clé de cloisonnement est son propre numéro."""

    # Calculée par la base : le déclencheur de l'historique ne recopie que les champs de la table suivie.
    collectivite_id = models.GeneratedField(
        expression=models.ExpressionWrapper(models.F("id"), models.BigIntegerField()),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta(EvenementCloisonne.Meta):
        abstract = True


class EvenementCommun(pghistory.models.Event):  # type: ignore[misc]
    """Base des historiques de tables sans collectivité (contrats) : écrites par le Centre de gestion seul."""

    AJOUT_SEUL = True

    class Meta:
        abstract = True


class EvenementDeCompte(EvenementCommun):
    """Base des historiques de comptes : sans collectivité, et écrits d'où que l'on vienne, même sans périmètre."""

    DE_COMPTE = True

    class Meta(EvenementCommun.Meta):
        abstract = True


def suivre(nom: str, **options: Any) -> Any:
    """Décorateur : suit créations, modifications et suppressions d'un modèle dans la table `nom`."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        **{"base_model": EvenementCloisonne, "model_name": nom, **options},
    )


def suivre_commun(nom: str) -> Any:
    """Décorateur : comme `suivre`, pour une table commune à toutes les collectivités."""
    return suivre(nom, base_model=EvenementCommun)


def suivre_compte(nom: str, *, champs: tuple[str, ...], tus: tuple[str, ...] = ()) -> Any:
    """Décorateur : suit ces champs d'un compte ou de ce qui l'ouvre.

    `tus` : un secret. Son changement fait une ligne, qui dit quand et par qui ; sa valeur n'est jamais gardée.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pgtrigger.AnyChange(*champs, *tus)),
        pghistory.DeleteEvent(),
        fields=list(champs),
        base_model=EvenementDeCompte,
        model_name=nom,
    )
