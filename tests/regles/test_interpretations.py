"""Les interprétations du code sont toutes au registre, qui ne cite que des fichiers et des références réels."""

import re
from collections import Counter
from pathlib import Path

import pytest

from cdg_portal.socle.references import (
    Interpretation,
    chercher_interpretations,
    interpretations,
    interpretations_citees,
    titre_de,
)

RACINE = Path(__file__).resolve().parents[2]
APPS = ("cdg_portal", "adhesions", "sinistres", "cotisations", "prevention", "prevoyance")
AMBIGUITES = [f"AMB-{n:02d}" for n in range(1, 31)]


def cites():
    """Nombre d'interprétations qui renvoient à chaque fichier."""
    return Counter(f for i in interpretations() for f in set(i.ou))


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


def test_un_commentaire_qui_nomme_l_interpretation_est_dans_ses_fichiers():
    ou = {i.id: i.ou for i in interpretations()}
    nommees = [
        (identifiant, fichier)
        for fichier in marques()
        for identifiant in re.findall(
            r"# Interprétation : ((?:AMB|INT)-\d{2})", (RACINE / fichier).read_text(encoding="utf-8")
        )
    ]
    assert nommees
    assert [(i, f) for i, f in nommees if f not in ou[i]] == []


def test_chaque_fichier_cite_existe():
    assert [f for f in cites() if not (RACINE / f).is_file()] == []


def test_le_repli_de_franchise_est_une_interpretation():
    assert "sinistres/regles/franchise.py" in marques()


def test_les_ambiguites_connues_sont_toutes_lues_une_fois():
    identifiants = [i.id for i in interpretations()]
    assert identifiants[: len(AMBIGUITES)] == AMBIGUITES
    assert all(re.fullmatch(r"INT-\d{2}", i) for i in identifiants[len(AMBIGUITES) :])
    assert len(identifiants) == len(set(identifiants))


@pytest.mark.parametrize("interpretation", interpretations(), ids=lambda i: i.id)
def test_une_interpretation_dit_tout(interpretation):
    """Un sujet, une lecture, où elle agit ; et si elle n'agit nulle part, ce qui manque."""
    i: Interpretation = interpretation
    assert i.sujet
    assert i.lecture.endswith(".")
    assert i.statut == "a confirmer"
    assert i.ou or i.a_venir, "une interprétation qui n'agit nulle part dit ce qui manque"
    assert i.a_venir == "" or i.a_venir.endswith(".")
    assert [reference for reference in i.references if titre_de(reference) is None] == []


@pytest.mark.parametrize(
    ("references", "attendues"),
    [
        ([], []),
        (["CGFP L.822-2"], []),
        (["AMB-07"], ["AMB-07"]),
        (["CCTP-CNRACL-2025 II.3.a", "R-SIN-01"], ["AMB-15"]),
        (["CCTP-CNRACL-2025 II.3.a (six mois)"], ["AMB-15"]),
        (["R-CMO-06", "AMB-04", "INT-01"], ["AMB-04", "INT-01", "INT-03"]),
    ],
)
def test_interpretations_d_un_resultat(references, attendues):
    assert [i.id for i in interpretations_citees(references)] == attendues


def test_recherche_sans_accents():
    assert [i.id for i in chercher_interpretations(recherche="RETRAITE liquidee")] == ["INT-04"]
    assert len(chercher_interpretations()) == len(interpretations())
    assert chercher_interpretations(recherche="zzz") == ()
