"""Les étapes d'un calcul, prêtes à lire : groupées par segment de jours, valeurs à la française."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.simulateurs.valeurs import date_tapee, grouper
from cdg_portal.accueil.templatetags.bande import TEINTES
from cdg_portal.socle.formes import Liste, Objet
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.natures import Nature, Nombre

TOTAL_DE_L_AGENT = "Total de l'agent"
_NOMBRE = re.compile(r"-?\d+(?:\.\d+)?")
_CENTIMES = re.compile(r"-?\d+\.\d{2}")
_DATE_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[A-Z][A-Z0-9_]+|oui|non|[a-z]+(?:-[a-z]+)+")
# Un nombre écrit dans une phrase ; suivi de « … », il n'est pas exact.
_ECRIT = re.compile(r"-?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:,\d+)?…?")
_BLANCS = re.compile(r"[ \u00a0\u202f]")
_DATE = re.compile(r"\d\d/\d\d/\d{4}")
_NEANT = re.compile(r"\b(?:franchise|rien|aucune?)\b", re.IGNORECASE)
_AVANT = re.compile(r"^(\S.*?) sans requalification, (?:le|du) ")
_TOTAUX = re.compile(r"^(\S.*?), (?:total|solde)\b")
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
    lues = list(etapes)
    groupes = [GroupeDEtapes("", [])]
    for titre, etape in zip(_titres(str(champ_de(e, "libelle")) for e in lues), lues, strict=True):
        libelle, brute = str(champ_de(etape, "libelle")), str(champ_de(etape, "valeur"))
        if trouve := _SEGMENT.match(libelle):
            groupes.append(GroupeDEtapes(titre, []))
            libelle = f"{trouve[2][0].upper()}{trouve[2][1:]}"
        elif titre and titre != groupes[-1].titre:
            # Les totaux d'un sinistre se lisent ensemble, après ce qui précède sa requalification.
            deja = next((g for g in groupes if g.titre == titre), None)
            if deja is not None:
                groupes.remove(deja)
            groupes.append(deja or GroupeDEtapes(titre, []))
        valeur = valeur_lisible(libelle, brute)
        if valeur and brute in en_euros and _CENTIMES.fullmatch(brute):
            valeur = en_francais(Decimal(brute))
        groupes[-1].etapes.append(EtapeLue(libelle, valeur, tuple(champ_de(etape, "references"))))
    return [g for g in groupes if g.etapes]


def _titres(libelles: Iterable[str]) -> list[str]:
    """Le groupe que dit chaque libellé, vide s'il suit le précédent.

    Après un total, une étape sans groupe prépare ce qui la suit.
    """
    titres = [(_titre_dit(libelle), bool(_TOTAUX.match(libelle))) for libelle in libelles]
    rendus, apres_total = [], False
    for rang, (titre, est_un_total) in enumerate(titres):
        suivant = next((t for t, _ in titres[rang:] if t), "") if apres_total and not titre else titre
        rendus.append(suivant)
        apres_total = est_un_total
    return rendus


def _titre_dit(libelle: str) -> str:
    if segment := _SEGMENT.match(libelle):
        return segment[1]
    if avant := _AVANT.match(libelle):
        return f"{avant[1]}, avant requalification"
    if totaux := _TOTAUX.match(libelle):
        return f"{totaux[1]}, totaux"
    return TOTAL_DE_L_AGENT if libelle.startswith(TOTAL_DE_L_AGENT) else ""


def valeur_lisible(libelle: str, valeur: str) -> str:
    """La valeur d'une étape à la française, ou rien si la phrase la dit déjà."""
    if valeur in TEINTES:
        droit = TEINTES[valeur].libelle
        return "" if libelle.lower().startswith(f"droit : {droit.lower()}") else droit
    if _CODE.fullmatch(valeur):
        return ""
    if _NOMBRE.fullmatch(valeur):
        return "" if _dit_le_nombre(libelle, Decimal(valeur)) else grouper(valeur)
    lisible = _DATE_ISO.sub(lambda t: date_tapee(t[0]), valeur)
    return "" if lisible in libelle else lisible


def _dit_le_nombre(libelle: str, valeur: Decimal) -> bool:
    """Vrai si la phrase finit par ce nombre, écrit exactement ; « rien » dit zéro."""
    if not valeur and _NEANT.search(libelle):
        return True
    ecrits = _ECRIT.findall(_DATE.sub(";", libelle))
    if not ecrits or ecrits[-1].endswith("…"):
        return False
    return Decimal(_BLANCS.sub("", ecrits[-1]).replace(",", ".")) == valeur
