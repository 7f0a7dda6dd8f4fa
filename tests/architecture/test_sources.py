"""Règles d'écriture que le code doit tenir, et preuve que chaque garde voit la faute."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import (
    RACINE,
    arbre,
    fichiers,
    lieu,
    nom_complet,
    publics,
    tout_le_code,
)

# Modules où passe l'argent : les règles, ce qui les prépare et ce qui les montre.
ARGENT = [
    *fichiers("regles", "services", "selectors", "models", "pdf"),
    *sorted((RACINE / "cdg_portal/socle").rglob("*.py")),
    *sorted((RACINE / "cdg_portal/calculs").rglob("*.py")),
]
HORLOGES = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "datetime.date.today",
    "datetime.datetime.now",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "localdate",
    "aujourdhui",
    "horloge.aujourdhui",
    "time.time",
}
# L'écran et l'API laissent remonter l'imprévu à Django, qui l'écrit au journal et répond 500 : seul le travail
# le rattrape, pour dater son échec et être rejoué.
BORDS = {"cdg_portal/travaux/execution.py"}


def flottants(module: ast.Module) -> list[ast.AST]:
    """Nombres à virgule écrits, et appels ou annotations `float`."""
    return [
        n
        for n in ast.walk(module)
        if (isinstance(n, ast.Constant) and isinstance(n.value, float))
        or (isinstance(n, ast.Name) and n.id == "float")
        or (isinstance(n, ast.Attribute) and n.attr == "FloatField")
    ]


def horloges(module: ast.Module) -> list[ast.AST]:
    """Appels qui lisent l'heure."""
    return [n for n in ast.walk(module) if isinstance(n, ast.Call) and nom_complet(n.func) in HORLOGES]


def sans_docstring(module: ast.Module) -> list[ast.AST]:
    """Le module lui-même et ses noms publics, s'ils ne se présentent pas."""
    return [n for n in (module, *publics(module)) if not ast.get_docstring(n)]


def attrape_tout(module: ast.Module) -> list[ast.AST]:
    """`except:`, `except Exception` et `except BaseException`, seuls ou dans une liste, sauf s'ils relancent."""
    trouves: list[ast.AST] = []
    for n in ast.walk(module):
        if isinstance(n, ast.ExceptHandler) and not _relance(n):
            types = n.type.elts if isinstance(n.type, ast.Tuple) else [n.type]
            if any(t is None or nom_complet(t) in ("Exception", "BaseException") for t in types):
                trouves.append(n)
    return trouves


def _relance(n: ast.ExceptHandler) -> bool:
    """Nettoie puis laisse remonter la même erreur."""
    return isinstance(n.body[-1], ast.Raise) and n.body[-1].exc is None


def arrondis_de_python(module: ast.Module) -> list[ast.AST]:
    """`round(...)` : arrondi au pair, jamais celui des textes."""
    return [n for n in ast.walk(module) if isinstance(n, ast.Call) and nom_complet(n.func) == "round"]


def _fautes(ou: list[Path], garde) -> list[str]:
    return [lieu(f, n) for f in ou for n in garde(arbre(f))]


def test_l_argent_ne_passe_jamais_par_un_flottant():
    assert len(ARGENT) > 50
    assert _fautes(ARGENT, flottants) == []


def test_l_argent_ne_s_arrondit_pas_au_pair():
    assert _fautes(ARGENT, arrondis_de_python) == []


def test_regles_services_et_selectors_ne_lisent_aucune_horloge():
    couches = [f for f in fichiers("regles", "services", "selectors") if f.name != "execution.py"]
    assert _fautes(couches, horloges) == []


def test_tout_ce_qui_est_public_se_presente():
    couches = fichiers("regles", "services", "selectors")
    socle = sorted((RACINE / "cdg_portal/socle").rglob("*.py")) + sorted(
        (RACINE / "cdg_portal/calculs").rglob("*.py")
    )
    assert _fautes([*couches, *socle], sans_docstring) == []


def test_aucune_erreur_imprevue_n_est_avalee():
    fautifs = {str(f.relative_to(RACINE)) for f in tout_le_code() if attrape_tout(arbre(f))}
    assert fautifs == BORDS


def test_les_essais_des_regles_sont_purs():
    """Ni base ni Django : ils tournent en quelques secondes, partout."""
    interdits = ("django", "psycopg", "rest_framework", "celery")
    for fichier in sorted((RACINE / "tests/regles").rglob("*.py")):
        for n in ast.walk(arbre(fichier)):
            noms = [a.name for a in n.names] if isinstance(n, ast.Import) else []
            noms += [n.module or ""] if isinstance(n, ast.ImportFrom) else []
            fautifs = [nom for nom in noms if nom.split(".")[0] in interdits or ".models" in nom]
            assert fautifs == [], lieu(fichier, n)


FAUTES = {
    "flottant écrit": (flottants, "taux = 0.9"),
    "conversion": (flottants, "montant = float('1.2')"),
    "annotation": (flottants, "def f(x: float) -> None: ..."),
    "colonne flottante": (flottants, "m = models.FloatField()"),
    "date du jour": (horloges, "x = date.today()"),
    "instant": (horloges, "x = timezone.now()"),
    "date locale": (horloges, "x = localdate()"),
    "horloge du portail": (horloges, "x = horloge.aujourdhui()"),
    "module muet": (sans_docstring, "x = 1"),
    "fonction muette": (sans_docstring, '"""M."""\ndef f(): ...'),
    "méthode muette": (sans_docstring, '"""M."""\nclass C:\n    """C."""\n    def f(self): ...'),
    "except nu": (attrape_tout, "try: ...\nexcept: ..."),
    "except Exception": (attrape_tout, "try: ...\nexcept Exception: ..."),
    "except qui traduit": (attrape_tout, "try: ...\nexcept Exception as e:\n    raise ValueError from e"),
    "except en liste": (attrape_tout, "try: ...\nexcept (ValueError, Exception): ..."),
    "arrondi au pair": (arrondis_de_python, "x = round(y, 2)"),
}


@pytest.mark.parametrize(("garde", "faute"), FAUTES.values(), ids=FAUTES.keys())
def test_chaque_garde_voit_sa_faute(garde, faute):
    assert len(garde(ast.parse(faute))) >= 1
