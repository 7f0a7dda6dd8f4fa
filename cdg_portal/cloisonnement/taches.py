"""Classe de toutes les tâches Celery (`task_cls`) : aucune n'hérite d'un périmètre, aucune n'en laisse."""

from contextvars import copy_context
from typing import Any

from celery import Task

from cdg_portal.cloisonnement.perimetre import PerimetreAbsent, perimetre_courant


class PerimetreResiduel(RuntimeError):
    """Une tâche a commencé avec le périmètre d'une autre : erreur de programme."""


class TacheCloisonnee(Task):
    """Chaque tâche part sans périmètre et n'en laisse aucun : elle s'exécute dans une copie du contexte.

    Le périmètre vient de la ligne du travail, jamais du message.
    """

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse un périmètre déjà ouvert, puis isole l'exécution."""
        try:
            perimetre_courant()
        except PerimetreAbsent:
            return copy_context().run(super().__call__, *args, **kwargs)
        raise PerimetreResiduel(self.name)
