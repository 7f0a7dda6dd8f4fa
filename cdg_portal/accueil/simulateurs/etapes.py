"""Les étapes d'un calcul, prêtes à lire : groupées par segment de jours, valeurs à la française."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.simulateurs.valeurs import date_tapee, grouper
from cdg_portal.socle.formes import Liste, Objet
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.natures import Nature, Nombre

TOTAUX = "Totaux"
_NOMBRE = re.compile(r"-?\d+(?:\.\d+)?")
_CENTIMES = re.compile(r"-?\d+\.\d{2}")
_DATE_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[A-Z][A-Z0-9_]+|oui|non|[a-z]+(?:-[a-z]+)+")
_SEGMENT = re.compile(r"^(\S.*?, (?:le|du) \d\d/\d\d/\d{4}(?: au \d\d/\d\d/\d{4})?, \d+ j) : (.*)$")


@dataclass(frozen=True, slots=True)
class EtapeLue:
    """Une étape du raisonnement : ce qui est dit, sa valeur si la phrase ne la dit pas, ses références."""

    libelle: str
    valeur: str
    references: tuple[str, ...]


@dataclass(slots=True)
class GroupeDEtapes:
    """Les étapes d'un même segment de jours ; sans titre, celles de tout le calcul."""

    titre: str
    etapes: list[EtapeLue]


def champ_de(etape: Any, cle: str) -> Any:
    """Champ d'une étape, objet ou dictionnaire."""
    return etape[cle] if isinstance(etape, dict) else getattr(etape, cle)


def montants(nature: Nature, valeur: Any) -> Iterator[str]:
    """Tous les montants en euros du résultat, tels qu'ils sont publiés."""
    if isinstance(nature, Objet) and isinstance(valeur, dict):
        for champ in nature.champs:
            yield from montants(champ.nature, valeur.get(champ.cle))
    elif isinstance(nature, Liste) and isinstance(valeur, list):
        for element in valeur:
            yield from montants(nature.element, element)
    elif isinstance(nature, Nombre) and nature.unite == "€" and valeur is not None:
        yield str(valeur)


def grouper_les_etapes(etapes: Iterable[Any], en_euros: set[str]) -> list[GroupeDEtapes]:
    """Les étapes par segment de jours quand elles le disent, puis les totaux ; sinon toutes ensemble.

    `en_euros` : les montants du résultat, qui s'écrivent avec leur signe.
    """
    groupes = [GroupeDEtapes("", [])]
    for etape in etapes:
        libelle, references = str(champ_de(etape, "libelle")), tuple(champ_de(etape, "references"))
        trouve = _SEGMENT.match(libelle)
        if trouve:
            groupes.append(GroupeDEtapes(trouve[1], []))
            libelle = f"{trouve[2][0].upper()}{trouve[2][1:]}"
        elif groupes[-1].titre not in ("", TOTAUX) and _finit(groupes[-1]):
            groupes.append(GroupeDEtapes(TOTAUX, []))
        brute = str(champ_de(etape, "valeur"))
        valeur = valeur_lisible(libelle, brute)
        if valeur and brute in en_euros and _CENTIMES.fullmatch(brute):
            valeur = en_francais(Decimal(brute))
        groupes[-1].etapes.append(EtapeLue(libelle, valeur, references))
    return [g for g in groupes if g.etapes]


def _finit(groupe: GroupeDEtapes) -> bool:
    return bool(groupe.etapes) and groupe.etapes[-1].libelle.startswith("Montant")


def valeur_lisible(libelle: str, valeur: str) -> str:
    """La valeur d'une étape à la française, ou rien si la phrase la dit déjà."""
    if _CODE.fullmatch(valeur):
        return ""
    if _NOMBRE.fullmatch(valeur):
        ecrite = grouper(valeur)
        courte = ecrite.rstrip("0").rstrip(",") if "," in ecrite else ecrite
        dite = ecrite in libelle or re.search(rf"(?<![\d,]){re.escape(courte)}(?!\d)", libelle)
        return "" if dite else ecrite
    lisible = _DATE_ISO.sub(lambda t: date_tapee(t[0]), valeur)
    return "" if lisible in libelle else lisible
