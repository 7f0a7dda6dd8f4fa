"""Barèmes : constantes légales et clauses types des règles, leurs versions datées, et celles à revérifier.

Chaque fichier `<app>/regles/parametres/<cle>.toml` est un barème.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from cdg_portal.socle.montant import INSECABLE
from cdg_portal.socle.parametres import lire_parametre
from cdg_portal.socle.periode import UN_JOUR, ajouter_annees
from cdg_portal.socle.texte import cle_tri

RACINE = Path(__file__).resolve().parents[2]
APPS = {
    "sinistres": "Sinistres",
    "adhesions": "Adhésions",
    "cotisations": "Cotisations",
    "prevention": "Prévention",
    "prevoyance": "Prévoyance",
}
ANNEES_DE_VERIFICATION = 1
# Une constante sans date d'entrée en vigueur connue est écrite depuis ce jour.
DEPUIS_TOUJOURS = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class LigneBareme:
    """Une version d'un barème ; `jusqu_au` (inclus) est None pour une version sans fin connue."""

    app: str
    cle: str
    titre: str
    precision: str
    unite: str
    depuis: date
    jusqu_au: date | None
    valeur: Decimal
    reference: str
    verifie_le: date
    a_confirmer: bool

    @property
    def libelle_app(self) -> str:
        """Le domaine, à l'écran."""
        return APPS[self.app]

    @property
    def toujours(self) -> bool:
        """Vrai si la version n'a pas de date d'effet connue."""
        return self.depuis <= DEPUIS_TOUJOURS

    @property
    def valeur_ecrite(self) -> str:
        """La valeur à la française, avec les décimales du fichier : « 1 801,80 »."""
        return f"{self.valeur:,f}".replace(",", INSECABLE).replace(".", ",")

    @property
    def a_reverifier_apres(self) -> date:
        """Dernier jour où la vérification a un an au plus, de date à date."""
        return ajouter_annees(self.verifie_le, ANNEES_DE_VERIFICATION)

    def a_reverifier(self, au: date) -> bool:
        """Vrai si la vérification a plus d'un an à la date `au`."""
        return au > self.a_reverifier_apres


@dataclass(frozen=True, slots=True)
class Baremes:
    """Les lignes cherchées, et le nombre de celles à revérifier parmi toutes."""

    lignes: tuple[LigneBareme, ...]
    total: int
    nb_a_reverifier: int


_TRIS: dict[str, Callable[[LigneBareme], date]] = {
    "depuis": lambda li: li.depuis,
    "verifie": lambda li: li.verifie_le,
}


def lire_bareme(app: str, texte: str) -> tuple[LigneBareme, ...]:
    """Les versions d'un barème écrit en TOML, de la plus ancienne à la plus récente."""
    parametre = lire_parametre(texte)
    fins = [*(v.depuis - UN_JOUR for v in parametre.versions[1:]), None]
    return tuple(
        LigneBareme(
            app=app,
            cle=parametre.cle,
            titre=parametre.titre,
            precision=parametre.precision,
            unite=parametre.unite,
            depuis=version.depuis,
            jusqu_au=version.jusqu_au or fin,
            valeur=version.valeur,
            reference=version.reference,
            verifie_le=version.verifie_le,
            a_confirmer=version.a_confirmer,
        )
        for version, fin in zip(parametre.versions, fins, strict=True)
    )


@lru_cache(maxsize=1)
def tous_les_baremes() -> tuple[LigneBareme, ...]:
    """Toutes les versions de tous les barèmes, rangées par domaine, par titre, puis par date."""
    lignes = [
        ligne
        for app in APPS
        for fichier in sorted((RACINE / app / "regles" / "parametres").glob("*.toml"))
        for ligne in lire_bareme(app, fichier.read_text(encoding="utf-8"))
    ]
    return tuple(sorted(lignes, key=_ordre))


def _ordre(ligne: LigneBareme) -> tuple[int, str, date]:
    return list(APPS).index(ligne.app), cle_tri(ligne.titre), ligne.depuis


def baremes(
    *, au: date, recherche: str = "", app: str = "", a_reverifier: bool = False, tri: str = ""
) -> Baremes:
    """Barèmes cherchés par mots (titre, clé, source), par domaine, ou à revérifier à la date `au`.

    `tri` : `depuis`, `verifie`, ou l'un d'eux précédé de `-` ; par domaine et par titre sinon.
    """
    toutes = tous_les_baremes()
    mots = cle_tri(recherche).split()
    lignes = [
        ligne
        for ligne in toutes
        if app in ("", ligne.app)
        and (not a_reverifier or ligne.a_reverifier(au))
        and all(mot in _cherchable(ligne) for mot in mots)
    ]
    if cle := _TRIS.get(tri.removeprefix("-")):
        lignes.sort(key=cle, reverse=tri.startswith("-"))
    return Baremes(tuple(lignes), len(toutes), sum(ligne.a_reverifier(au) for ligne in toutes))


def _cherchable(ligne: LigneBareme) -> str:
    return cle_tri(ligne.titre, ligne.precision, ligne.cle, ligne.unite, ligne.reference)
