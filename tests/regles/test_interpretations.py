"""Les interprétations du code sont toutes dans docs/interpretations.md, qui ne cite que des fichiers réels."""

import re
from collections import Counter
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
APPS = ("cdg_portal", "adhesions", "sinistres", "cotisations", "prevention", "prevoyance")
LIGNES = [
    ligne
    for ligne in (RACINE / "docs" / "interpretations.md").read_text(encoding="utf-8").splitlines()
    if ligne.startswith("| ")
]
FICHIER = re.compile(r"`([\w./-]+/[\w.-]+\.\w+)`")


def cites():
    """Nombre de lignes du document qui renvoient à chaque fichier (dernière colonne)."""
    return Counter(f for ligne in LIGNES for f in set(FICHIER.findall(ligne.split("|")[-2])))


def marques():
    """Nombre de commentaires « Interprétation » par fichier du code livré."""
    trouves = Counter()
    for app in APPS:
        for fichier in (RACINE / app).rglob("*"):
            if fichier.suffix in {".py", ".toml"} and "node_modules" not in fichier.parts:
                nombre = fichier.read_text(encoding="utf-8").count("# Interprétation :")
                if nombre:
                    trouves[str(fichier.relative_to(RACINE))] = nombre
    return trouves


def test_chaque_commentaire_est_liste():
    assert marques(), "aucun commentaire trouvé : la recherche ne regarde pas au bon endroit"
    assert marques() - cites() == Counter()


def test_chaque_fichier_cite_existe():
    assert [f for f in cites() if not (RACINE / f).is_file()] == []
    assert all(FICHIER.search(ligne) for ligne in LIGNES[1:]), "une ligne ne dit pas où elle agit"


def test_le_repli_de_franchise_est_une_interpretation():
    assert "sinistres/regles/franchise.py" in marques()
