"""Les règles que citent les articles des documents sources : ce que chacune dit d'elle-même, ce qu'elle applique."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from inspect import cleandoc
from re import compile

from cdg_portal.calculs.formes import Calcul
from cdg_portal.calculs.registre import CALCULS
from cdg_portal.socle.references import Article, ancre, articles

# Ce qui, dans un titre, précise au lieu de nommer.
_SUITE = compile(r" : | \(|\.$")


@dataclass(frozen=True, slots=True)
class FonctionCitee:
    """Une fonction citée par son nom, et la première phrase de sa présentation."""

    nom: str
    titre: str


@dataclass(frozen=True, slots=True)
class RegleCitee:
    """Un module de règles : son titre et sa présentation, les articles qu'il applique."""

    module: str
    titre: str
    texte: str
    fonctions: tuple[FonctionCitee, ...]
    articles: tuple[Article, ...]

    @property
    def court(self) -> str:
        """Le début du titre : « Règle 5, franchise »."""
        return _SUITE.split(self.titre)[0]

    @property
    def fichier(self) -> str:
        """Chemin du module dans le dépôt."""
        return f"{self.module.replace('.', '/')}.py"

    @property
    def ancre(self) -> str:
        """Ancre de la règle dans sa page."""
        return ancre(self.module)


@dataclass(frozen=True, slots=True)
class CalculCite:
    """Un calcul public et les articles qu'il applique."""

    nom: str
    titre: str
    articles: tuple[Article, ...]

    @property
    def ancre(self) -> str:
        """Ancre du calcul dans sa page."""
        return ancre(f"calcul {self.nom}")


@dataclass(frozen=True, slots=True)
class ReglesCitees:
    """Tout ce que citent les articles."""

    regles: tuple[RegleCitee, ...]
    calculs: tuple[CalculCite, ...]


@dataclass(frozen=True, slots=True)
class Lien:
    """Vers une règle ou un calcul de la page des règles."""

    ancre: str
    libelle: str


def module_de(citation: str) -> str:
    """Le module d'une citation « module » ou « module:fonction »."""
    return citation.partition(":")[0]


@lru_cache(maxsize=1)
def regles_citees() -> ReglesCitees:
    """Règles rangées par module, puis tous les calculs publics."""
    modules = sorted({module_de(citation) for a in articles() for citation in a.regles})
    return ReglesCitees(tuple(map(_regle, modules)), tuple(map(_calcul, CALCULS.values())))


def liens_de(article: Article) -> tuple[Lien, ...]:
    """Les règles et les calculs d'un article, chacun une fois."""
    par_module = {r.module: r for r in regles_citees().regles}
    modules = dict.fromkeys(map(module_de, article.regles))
    return (
        *(Lien(par_module[m].ancre, par_module[m].court) for m in modules),
        *(Lien(c.ancre, c.nom) for c in regles_citees().calculs if c.nom in article.calculs),
    )


def _regle(module: str) -> RegleCitee:
    objet = import_module(module)
    qui_citent = tuple(a for a in articles() if any(module_de(c) == module for c in a.regles))
    noms = sorted({c.partition(":")[2] for a in qui_citent for c in a.regles if module_de(c) == module})
    titre, _, texte = cleandoc(objet.__doc__ or module).partition("\n\n")
    return RegleCitee(
        module=module,
        titre=" ".join(titre.split()),
        texte=" ".join(texte.split()),
        fonctions=tuple(
            FonctionCitee(nom, _premiere_phrase(getattr(objet, nom).__doc__)) for nom in noms if nom
        ),
        articles=qui_citent,
    )


def _premiere_phrase(presentation: str | None) -> str:
    return " ".join(cleandoc(presentation or "").partition("\n\n")[0].split())


def _calcul(calcul: Calcul) -> CalculCite:
    return CalculCite(calcul.nom, calcul.titre, tuple(a for a in articles() if calcul.nom in a.calculs))
