"""Un montant, jour par jour et en mots : le droit, la franchise, l'indemnité, le produit et leurs articles."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from adhesions.selectors import libelle_risque
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.references import Interpretation, interpretations_citees
from sinistres.regles.articles import DROITS, REFUS

RAISONS = {
    "franchise": "en franchise, à la charge de la collectivité",
    "carence": DROITS["CARENCE"],
    "droits-epuises": DROITS["EPUISE"],
    **{code: libelle for code, (libelle, _) in REFUS.items()},
}
_MONTANT = re.compile(r"-?\d+\.\d{2,}")


@dataclass(frozen=True, slots=True)
class LigneExpliquee:
    """Suite de jours de même traitement, prête à lire (et à dessiner dans la bande de jours)."""

    du: date
    au: date
    jours: int
    nature: str
    droit: str
    franchise: bool
    couvert: bool
    ij: Decimal
    pour_cent: Decimal
    montant: Decimal
    raison: str
    articles: tuple[str, ...]
    etapes: tuple[dict[str, Any], ...]

    @property
    def libelle(self) -> str:
        """Ce que dit la bande de jours de cette suite."""
        precision = f" : {self.raison}" if self.raison else " : remboursé"
        return f"{self.nature}, {self.droit}{precision}"


def expliquer(lignes: Iterable[Any]) -> list[LigneExpliquee]:
    """Met en mots les lignes d'un décompte (`explication`) ou d'un calcul non enregistré (`etapes`)."""
    return [_expliquer(ligne) for ligne in lignes]


def _expliquer(ligne: Any) -> LigneExpliquee:
    raisons = [RAISONS[motif] for motif in ligne.motifs if motif in RAISONS]
    if not raisons and not ligne.montant:
        raisons = ["aucun élément de rémunération assuré n'est maintenu ces jours-là"]
    return LigneExpliquee(
        du=ligne.du,
        au=ligne.au,
        jours=ligne.jours,
        nature=libelle_risque(ligne.nature),
        droit=DROITS[ligne.droit].split(",")[0],
        franchise=ligne.franchise,
        couvert=ligne.couvert,
        ij=ligne.ij,
        pour_cent=ligne.proportion * 100,
        montant=ligne.montant,
        raison=" ; ".join(raisons),
        articles=tuple(ligne.articles),
        etapes=tuple(_etapes(ligne)),
    )


def _etapes(ligne: Any) -> Iterable[dict[str, Any]]:
    """Les étapes en français ; les codes ne se montrent pas, le libellé les dit déjà."""
    enregistrees: Sequence[Any] = getattr(ligne, "explication", None) or [
        e.en_json() for e in getattr(ligne, "etapes", ())
    ]
    for etape in enregistrees:
        yield {
            "libelle": str(etape["libelle"]),
            "references": list(etape["references"]),
            "valeur": _en_euros(str(etape["valeur"])),
        }


def _en_euros(valeur: str) -> str:
    """« 59,175 € » : toutes ses décimales, une étape ne cache pas d'arrondi."""
    if not _MONTANT.fullmatch(valeur):
        return ""
    _, decimales = valeur.split(".")
    return en_francais(Decimal(valeur)) if len(decimales) == 2 else f"{valeur.replace('.', ',')}\u00a0€"


def interpretations_des(lignes: Iterable[LigneExpliquee]) -> tuple[Interpretation, ...]:
    """Lectures retenues (AMB-…) que citent les étapes : elles se disent à côté du résultat."""
    return interpretations_citees(
        [r for ligne in lignes for etape in ligne.etapes for r in etape["references"]]
    )


@dataclass(frozen=True, slots=True)
class Totaux:
    """Jours et euros d'une suite de lignes."""

    jours: int
    franchise: int
    rembourses: int
    montant: Decimal


def totaux(lignes: Sequence[LigneExpliquee]) -> Totaux:
    """Jours d'arrêt, jours en franchise, jours remboursés, montant dû."""
    return Totaux(
        jours=sum(ligne.jours for ligne in lignes),
        franchise=sum(ligne.jours for ligne in lignes if ligne.franchise),
        rembourses=sum(ligne.jours for ligne in lignes if ligne.montant),
        montant=sum((ligne.montant for ligne in lignes), Decimal("0.00")),
    )
