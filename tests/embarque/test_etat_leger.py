"""Les migrations allégées mènent au même état que celles de Django."""

from typing import Any

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from cdg_portal.cloisonnement.etat_leger import etat_leger


def rejouer(*, dessine: bool) -> ProjectState:
    """Rejoue toutes les migrations ; `dessine` : sur des modèles tenus à jour, comme le fait `migrate`."""
    chargeur = MigrationLoader(None)
    etat = ProjectState(real_apps=chargeur.unmigrated_apps)
    vus: set[Any] = set()
    for feuille in sorted(chargeur.graph.leaf_nodes()):
        for cle in chargeur.graph.forwards_plan(feuille):
            if cle in vus:
                continue
            vus.add(cle)
            if dessine:
                etat.apps  # noqa: B018
            etat = chargeur.graph.nodes[cle].mutate_state(etat, preserve=False)
    return etat


def options(etat: ProjectState) -> dict[Any, Any]:
    """Ce que portent l'état et les modèles dessinés."""
    return {
        cle: [
            {nom: _noms(modele.options.get(nom, [])) for nom in ("indexes", "constraints", "triggers")},
            {
                nom: _noms(getattr(etat.apps.get_model(*cle)._meta, nom, []))
                for nom in ("indexes", "constraints")
            },
            {nom: repr(champ.deconstruct()[1:]) for nom, champ in modele.fields.items()},
        ]
        for cle, modele in etat.models.items()
    }


def _noms(objets: list[Any]) -> list[str]:
    return [objet.name for objet in objets]


def test_meme_etat_avec_et_sans() -> None:
    ordinaire = rejouer(dessine=False)
    with etat_leger():
        allege = rejouer(dessine=True)
    assert options(allege) == options(ordinaire)


def test_l_ordinaire_est_rendu_apres() -> None:
    avant = ProjectState._append_option
    with etat_leger():
        assert ProjectState._append_option is not avant
    assert ProjectState._append_option is avant
