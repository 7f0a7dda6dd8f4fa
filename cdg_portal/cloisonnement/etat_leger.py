"""Migrations deux fois plus rapides : ajouter un index, une contrainte ou un déclencheur ne redessine rien.

Django recharge alors le modèle historique et tous ses voisins, alors que ni champ ni relation ne change.
Sur un modèle aussi relié que le nôtre, c'était plus de la moitié du temps d'une base neuve (donc de chaque
base d'essai). L'option est posée sur le modèle déjà dessiné ; les retraits gardent le chemin ordinaire.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


def _ajouter_option(etat: ProjectState, app_label: str, nom: str, option: str, objet: Any) -> None:
    modele = etat.models[app_label, nom.lower()]
    modele.options[option] = [*modele.options.get(option, []), objet]
    if "apps" in etat.__dict__:  # sinon rien n'est encore dessiné
        setattr(etat.apps.get_model(app_label, nom)._meta, option, list(modele.options[option]))


def _ajouter_declencheur(operation: AddTrigger, app_label: str, etat: ProjectState) -> None:
    _ajouter_option(etat, app_label, operation.model_name, "triggers", operation.trigger)


@contextmanager
def etat_leger() -> Iterator[None]:
    """Le temps d'une commande de migration."""
    with (
        patch.object(ProjectState, "_append_option", _ajouter_option),
        patch.object(AddTrigger, "state_forwards", _ajouter_declencheur),
    ):
        yield
