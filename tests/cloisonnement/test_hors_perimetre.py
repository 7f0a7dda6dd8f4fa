"""Sortir du périmètre d'un utilisateur est un appel explicite, avec sa raison, écrite au journal technique."""

import ast

import pytest
import structlog

from cdg_portal.cloisonnement.perimetre import (
    MotifAbsent,
    Perimetre,
    PerimetreAbsent,
    hors_perimetre,
    perimetre,
    perimetre_courant,
)
from cdg_portal.perimetres.models import Collectivite
from tests.architecture.sources import RACINE, arbre, nom_complet, tout_le_code

# Les seuls endroits qui disent eux-mêmes ce que l'on voit du CDG, et pourquoi.
DECLARES = {
    "cdg_portal/cloisonnement/perimetre.py": "hors_perimetre lui-même, et les migrations du propriétaire",
    "cdg_portal/perimetres/selectors/habilitations.py": "le périmètre d'un compte vient de ses droits",
    "cdg_portal/travaux/execution.py": "relit le périmètre inscrit avec le travail",
    "cdg_portal/travaux/services.py": "inscrit le périmètre d'un travail quotidien, qui porte sur tout le CDG",
    "cdg_portal/accueil/jeu/acteurs.py": "joue un acte de la démonstration comme une personne du CDG",
}


def test_voit_tout_le_temps_du_bloc_et_le_journalise(monde):
    with perimetre(monde.a.perimetre):
        with structlog.testing.capture_logs() as faits, hors_perimetre("Essai de sortie.", utilisateur=7):
            assert Collectivite.objects.filter(pk=monde.b.collectivite.pk).exists()
            assert perimetre_courant() == Perimetre(cdg=True, utilisateur=7)
        assert not Collectivite.objects.filter(pk=monde.b.collectivite.pk).exists()
    (fait,) = faits
    assert (fait["event"], fait["motif"]) == ("perimetre_quitte", "Essai de sortie.")
    assert fait["appelant"].endswith("test_voit_tout_le_temps_du_bloc_et_le_journalise")
    assert set(fait) == {"event", "motif", "appelant", "log_level"}


@pytest.mark.parametrize("motif", ["", "  ", "\n"])
def test_sans_raison_rien_ne_s_ouvre(db, motif):
    with pytest.raises(MotifAbsent), hors_perimetre(motif):
        pytest.fail("ouvert sans raison")
    with pytest.raises(PerimetreAbsent):
        perimetre_courant()


def sorties(module: ast.Module) -> list[ast.Call]:
    """Les appels `Perimetre(cdg=…)`, quelle que soit la valeur."""
    return [
        n
        for n in ast.walk(module)
        if isinstance(n, ast.Call)
        and nom_complet(n.func).split(".")[-1] == "Perimetre"
        and (any(k.arg in ("cdg", None) for k in n.keywords) or n.args)
    ]


def test_aucun_perimetre_du_cdg_hors_des_lieux_declares():
    trouves = {str(f.relative_to(RACINE)) for f in tout_le_code() if sorties(arbre(f))}
    assert trouves == set(DECLARES)


def test_les_raisons_sont_des_phrases_fixes():
    """Une valeur saisie dans le motif finirait au journal technique."""
    fautifs = [
        f"{f.relative_to(RACINE)}:{n.lineno}"
        for f in tout_le_code()
        for n in ast.walk(arbre(f))
        if isinstance(n, ast.Call) and nom_complet(n.func).split(".")[-1] == "hors_perimetre"
        and not (n.args and isinstance(n.args[0], ast.Constant | ast.Name))
    ]  # fmt: skip
    assert fautifs == []


@pytest.mark.parametrize("faute", ["Perimetre(cdg=True)", "perimetre.Perimetre(True)", "Perimetre(**p)"])
def test_la_garde_voit_la_faute(faute):
    assert sorties(ast.parse(faute))
