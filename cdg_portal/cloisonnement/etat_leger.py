"""Migrations quatre fois plus rapides sur une base neuve, donc pour chaque base d'essai.

À chaque opération, Django redessine le modèle historique touché et tous ses voisins, de proche en proche ;
nos modèles sont très reliés. Deux allègements, le temps d'une commande de migration :

- ajouter un index, une contrainte ou un déclencheur ne change ni champ ni relation : l'option est posée sur le
  modèle déjà dessiné (les retraits gardent le chemin ordinaire) ;
- créer un modèle ne dessine que lui. Ses voisins ignorent la relation inverse jusqu'à la fin de la migration,
  où tout est redessiné ; une opération Python placée avant redessine déjà d'elle-même (`is_delayed`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.migration import Migration
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger

_appliquer = Migration.apply


def _ajouter_option(etat: ProjectState, app_label: str, nom: str, option: str, objet: Any) -> None:
    modele = etat.models[app_label, nom.lower()]
    modele.options[option] = [*modele.options.get(option, []), objet]
    if "apps" in etat.__dict__:  # sinon rien n'est encore dessiné
        setattr(etat.apps.get_model(app_label, nom)._meta, option, list(modele.options[option]))


def _ajouter_declencheur(operation: AddTrigger, app_label: str, etat: ProjectState) -> None:
    _ajouter_option(etat, app_label, operation.model_name, "triggers", operation.trigger)


def _ajouter_modele(etat: Any, modele: ModelState) -> None:
    cle = modele.app_label, modele.name_lower
    etat.models[cle] = modele
    if etat._relations is not None:
        etat.resolve_model_relations(cle)
    if "apps" in etat.__dict__:
        etat.apps.render_multiple([modele])
        etat.is_delayed = True


def _appliquer_puis_redessiner(
    migration: Migration, etat: ProjectState, *args: Any, **options: Any
) -> ProjectState:
    resultat = _appliquer(migration, etat, *args, **options)
    if any(isinstance(operation, CreateModel) for operation in migration.operations):
        resultat.__dict__.pop("apps", None)  # redessinés au prochain accès
    return resultat


@contextmanager
def etat_leger() -> Iterator[None]:
    """Le temps d'une commande de migration."""
    with (
        patch.object(ProjectState, "_append_option", _ajouter_option),
        patch.object(ProjectState, "add_model", _ajouter_modele),
        patch.object(AddTrigger, "state_forwards", _ajouter_declencheur),
        patch.object(Migration, "apply", _appliquer_puis_redessiner),
    ):
        yield
