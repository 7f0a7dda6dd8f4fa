"""Cas d'essai écrits en TOML : source, motif, entrées, attendu."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

DOSSIER = Path(__file__).parent / "cas"


def en_json(valeur: Any) -> Any:
    """Les dates du TOML deviennent des chaînes, comme dans le contrat publié."""
    if isinstance(valeur, dict):
        return {cle: en_json(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        return [en_json(v) for v in valeur]
    return valeur.isoformat() if isinstance(valeur, date) else valeur


def fondre(commun: dict[str, Any], propre: dict[str, Any]) -> dict[str, Any]:
    """Complète ce qui est propre au cas par ce qui est commun au fichier."""
    fondu = dict(commun)
    for cle, valeur in propre.items():
        ancien = fondu.get(cle)
        fondu[cle] = (
            fondre(ancien, valeur) if isinstance(ancien, dict) and isinstance(valeur, dict) else valeur
        )
    return fondu


def cas_ecrits() -> list[dict[str, Any]]:
    """Tous les cas de tous les fichiers, entrées complètes."""
    tous = []
    for chemin in sorted(DOSSIER.glob("*.toml")):
        contenu = en_json(tomllib.loads(chemin.read_text(encoding="utf-8")))
        commun = contenu.get("commun", {})
        for cas in contenu["cas"]:
            tous.append({**cas, "fichier": chemin.name, "entrees": fondre(commun, cas["entrees"])})
    return tous


def ecarts(attendu: Any, obtenu: Any, chemin: str = "") -> list[str]:
    """Différences, `attendu` étant un sous-ensemble de ce qui est obtenu."""
    if isinstance(attendu, dict) and isinstance(obtenu, dict):
        return [e for cle, v in attendu.items() for e in ecarts(v, obtenu.get(cle), f"{chemin}.{cle}")]
    if isinstance(attendu, list) and isinstance(obtenu, list):
        if len(attendu) != len(obtenu):
            return [f"{chemin} : {len(attendu)} éléments attendus, {len(obtenu)} obtenus : {obtenu}"]
        couples = enumerate(zip(attendu, obtenu, strict=True))
        return [e for i, (a, o) in couples for e in ecarts(a, o, f"{chemin}[{i}]")]
    return [] if attendu == obtenu else [f"{chemin} : {attendu!r} attendu, {obtenu!r} obtenu"]
