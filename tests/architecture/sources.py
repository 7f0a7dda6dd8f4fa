"""Lecture du code par son arbre syntaxique, pour les règles qu'aucun import ne montre."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
METIER = ("adhesions", "sinistres", "cotisations", "prevention", "prevoyance")
PORTAIL = ("comptes", "perimetres", "journal", "documents", "travaux", "echanges")
APPS = (*METIER, *(f"cdg_portal/{nom}" for nom in PORTAIL))


def fichiers(*couches: str) -> list[Path]:
    """Les modules Python de ces couches (`regles`, `services`…) dans toutes les apps."""
    trouves: list[Path] = []
    for app in APPS:
        for couche in couches:
            trouves += [RACINE / app / f"{couche}.py"]
            trouves += sorted((RACINE / app / couche).rglob("*.py"))
    return [f for f in trouves if f.exists()]


def tout_le_code() -> list[Path]:
    """Tous les modules livrés, migrations exceptées."""
    racines = [RACINE / "cdg_portal", *(RACINE / app for app in METIER)]
    return sorted(f for r in racines for f in r.rglob("*.py") if "migrations" not in f.parts)


@cache
def arbre(fichier: Path) -> ast.Module:
    """L'arbre du module."""
    return ast.parse(fichier.read_text(encoding="utf-8"), filename=str(fichier))


def lieu(fichier: Path, noeud: ast.AST) -> str:
    """« sinistres/services/arrets.py:12 »."""
    return f"{fichier.relative_to(RACINE)}:{getattr(noeud, 'lineno', 1)}"


def nom_complet(noeud: ast.AST) -> str:
    """« timezone.now » d'un attribut, « float » d'un nom."""
    if isinstance(noeud, ast.Attribute):
        return f"{nom_complet(noeud.value)}.{noeud.attr}"
    return noeud.id if isinstance(noeud, ast.Name) else ""


def publics(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Fonctions et classes publiques du module, et méthodes publiques de ces classes."""
    for noeud in module.body:
        if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if noeud.name.startswith("_"):
                continue
            yield noeud
            if isinstance(noeud, ast.ClassDef):
                for membre in noeud.body:
                    if isinstance(membre, ast.FunctionDef) and not membre.name.startswith("_"):
                        yield membre
