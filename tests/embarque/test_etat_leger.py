"""Les migrations allégées mènent au même état que celles de Django."""

from types import SimpleNamespace
from typing import Any

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from cdg_portal.cloisonnement.etat_leger import etat_leger

SANS_BASE = SimpleNamespace(atomic_migration=True)


def plan(chargeur: MigrationLoader) -> list[Any]:
    """Toutes les migrations, chacune une fois, dans l'ordre."""
    cles: dict[Any, None] = {}
    for feuille in sorted(chargeur.graph.leaf_nodes()):
        cles.update(dict.fromkeys(chargeur.graph.forwards_plan(feuille)))
    return [chargeur.graph.nodes[cle] for cle in cles]


def etat_de_reference() -> ProjectState:
    """L'état de Django, rien n'étant dessiné avant la fin."""
    chargeur = MigrationLoader(None)
    etat = ProjectState(real_apps=chargeur.unmigrated_apps)
    for migration in plan(chargeur):
        etat = migration.mutate_state(etat, preserve=False)
    return etat


def etat_allege() -> ProjectState:
    """L'état tenu à jour opération par opération comme le fait `migrate`, sans écrire en base."""
    chargeur = MigrationLoader(None)
    etat = ProjectState(real_apps=chargeur.unmigrated_apps)
    with etat_leger():
        for migration in plan(chargeur):
            for operation in migration.operations:
                operation.database_forwards = lambda *_: None
            etat.apps  # noqa: B018 - dessine les modèles
            etat = migration.apply(etat, SANS_BASE)
    return etat


def description(etat: ProjectState) -> dict[Any, Any]:
    """Ce que portent l'état et les modèles dessinés, relations inverses comprises."""
    decrits = {}
    for cle, modele in etat.models.items():
        meta = etat.apps.get_model(*cle)._meta
        decrits[cle] = [
            {nom: repr(champ.deconstruct()[1:]) for nom, champ in modele.fields.items()},
            {nom: _noms(modele.options.get(nom, [])) for nom in ("indexes", "constraints", "triggers")},
            {nom: _noms(getattr(meta, nom)) for nom in ("indexes", "constraints")},
            sorted(
                f"{relation.related_model._meta.label}.{relation.field.name}" for relation in _inverses(meta)
            ),
        ]
    return decrits


def _inverses(meta: Any) -> list[Any]:
    return [
        relation
        for relation in meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation and not relation.concrete
    ]


def _noms(objets: list[Any]) -> list[str]:
    return [objet.name for objet in objets]


def test_meme_etat_avec_et_sans() -> None:
    assert description(etat_allege()) == description(etat_de_reference())


def test_l_ordinaire_est_rendu_apres() -> None:
    avant = ProjectState._append_option, ProjectState.add_model
    with etat_leger():
        assert ProjectState.add_model is not avant[1]
    assert (ProjectState._append_option, ProjectState.add_model) == avant
