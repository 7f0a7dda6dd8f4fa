"""Les jours d'un résultat : leur bande, et combien de chaque sorte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.simulateurs.ecriture import ecrire_valeur, motifs_en_clair
from cdg_portal.accueil.templatetags.affichage import nombre_fr
from cdg_portal.accueil.templatetags.bande import (
    TEINTES,
    Bande,
    Teinte,
    Troncon,
    construire,
    marque_de,
    teinte_du_droit,
)
from cdg_portal.socle.formes import Liste, Objet
from cdg_portal.socle.periode import UN_JOUR


@dataclass(frozen=True, slots=True)
class Segment:
    """Une ligne du résultat qui porte un début et une fin."""

    objet: Objet
    valeur: dict[str, Any]
    du: date
    au: date


def segments_de(objet: Objet, valeur: dict[str, Any]) -> Iterator[Segment]:
    """Les lignes datées du résultat, où qu'elles soient."""
    for champ in objet.champs:
        contenu = valeur.get(champ.cle)
        if contenu is None or not isinstance(champ.nature, Liste | Objet):
            continue
        nature = champ.nature.element if isinstance(champ.nature, Liste) else champ.nature
        if not isinstance(nature, Objet):
            continue
        for element in contenu if isinstance(contenu, list) else [contenu]:
            if element.get("du") and element.get("au"):
                du, au = date.fromisoformat(element["du"]), date.fromisoformat(element["au"])
                yield Segment(nature, element, du, au)
            else:
                yield from segments_de(nature, element)


def bande_de_droits(segments: Iterable[Segment]) -> Bande | None:
    """La bande des jours d'arrêt, selon leur droit ; None si le résultat n'en dit pas."""
    gradues = [s for s in segments if "droit" in s.valeur]
    return construire(_troncon_de_droit(s) for s in gradues) if gradues else None


def bande_de_maternite(valeur: dict[str, Any], entree: dict[str, Any]) -> Bande:
    """Le congé, avant et à partir de la naissance (à défaut, de sa date présumée)."""
    debut, fin = date.fromisoformat(valeur["debut"]), date.fromisoformat(valeur["fin"])
    prevue = "" if entree.get("naissance") else " prévue"
    pivot = date.fromisoformat(entree.get("naissance") or entree["date_presumee"])
    avant = Teinte("demi", "A", f"Avant la naissance{prevue}")
    apres = Teinte("plein", "N", f"À partir de la naissance{prevue}")
    troncons = []
    if debut < pivot:
        troncons.append(Troncon(debut, min(fin, pivot - UN_JOUR), avant))
    if fin >= pivot:
        troncons.append(Troncon(max(debut, pivot), fin, apres))
    return construire(troncons, hors="Hors congé")


def _troncon_de_droit(segment: Segment) -> Troncon:
    v = segment.valeur
    teinte = teinte_du_droit(str(v["droit"]))
    montant = Decimal(v["montant"]) if "montant" in v else None
    marque = marque_de(
        couvert=v.get("couvert", True), franchise=v.get("franchise", False), montant=montant, teinte=teinte
    )
    nature = next((c for c in segment.objet.champs if c.cle == "nature"), None)
    motifs = " ; ".join(motifs_en_clair(v.get("motifs", ())))
    dits = [ecrire_valeur(nature, v["nature"]) if nature else "", teinte.libelle.lower(), motifs]
    libelle = ", ".join(dit for dit in dits if dit)
    return Troncon(segment.du, segment.au, teinte, marque, libelle, montant)


def compter(segments: list[Segment]) -> list[tuple[str, str, str]]:
    """Jours d'arrêt, en franchise, remboursés, ou jours de chaque droit : (libellé, nombre, précision)."""
    chiffres = [s for s in segments if "montant" in s.valeur and "franchise" in s.valeur]
    if not chiffres:
        return _compter_par_droit(segments)
    jours = sum((s.au - s.du).days + 1 for s in chiffres)
    franchise = sum((s.au - s.du).days + 1 for s in chiffres if s.valeur["franchise"])
    payes = sum((s.au - s.du).days + 1 for s in chiffres if Decimal(s.valeur["montant"]))
    return [
        ("Jours d'arrêt", nombre_fr(jours), "Jours calendaires des certificats, jusqu'au jour demandé"),
        ("Jours en franchise", nombre_fr(franchise), "À la charge de la collectivité"),
        ("Jours remboursés", nombre_fr(payes), "Ceux dont le montant n'est pas nul"),
    ]


def _compter_par_droit(segments: list[Segment]) -> list[tuple[str, str, str]]:
    """Jours de chaque droit, dans l'ordre de la légende."""
    jours: dict[str, int] = {}
    for segment in segments:
        if droit := segment.valeur.get("droit"):
            libelle = teinte_du_droit(str(droit)).libelle
            jours[libelle] = jours.get(libelle, 0) + (segment.au - segment.du).days + 1
    return [
        (t.libelle, f"{nombre_fr(jours[t.libelle])} jour{'s' if jours[t.libelle] > 1 else ''}", "")
        for t in TEINTES.values()
        if t.libelle in jours
    ]
