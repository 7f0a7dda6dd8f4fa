"""Barèmes : toutes les constantes, leur titre, leurs bornes, et celles dont la vérification a plus d'un an."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cdg_portal.calculs import baremes as module
from cdg_portal.calculs.baremes import baremes, lire_bareme, tous_les_baremes

RACINE = Path(__file__).resolve().parents[2]
JOUR = date(2026, 12, 1)
TEXTE = """# Plafond d'une indemnité.
# Il suit le salaire minimum.
cle = "plafond"
unite = "€ par jour"

[[versions]]
depuis = 2026-01-01
valeur = "1801.80"
reference = "CSS R.323-4"
verifie_le = 2026-02-28
jusqu_au = 2026-12-31

[[versions]]
depuis = 1900-01-01
jusqu_au = 2024-12-31
valeur = "45.55"
reference = "CSS R.323-4"
verifie_le = 2025-11-30
a_confirmer = true
"""


def test_chaque_fichier_de_parametre_est_au_bareme():
    fichiers = {(f.parts[-4], f.stem) for f in RACINE.glob("*/regles/parametres/*.toml")}
    assert fichiers == {(li.app, li.cle) for li in tous_les_baremes()}
    assert len(fichiers) > 10


@pytest.mark.parametrize("ligne", tous_les_baremes(), ids=lambda li: f"{li.cle} {li.depuis}")
def test_une_ligne_dit_tout(ligne):
    assert ligne.titre != ligne.cle, "le fichier n'a pas de commentaire d'en-tête"
    assert ligne.unite
    assert ligne.reference
    assert ligne.jusqu_au is None or ligne.jusqu_au >= ligne.depuis


def test_titre_bornes_et_ecriture():
    ancienne, nouvelle = lire_bareme("sinistres", TEXTE)
    assert (ancienne.titre, ancienne.precision) == ("Plafond d'une indemnité", "Il suit le salaire minimum.")
    assert (ancienne.toujours, ancienne.jusqu_au, ancienne.a_confirmer) == (True, date(2024, 12, 31), True)
    assert (nouvelle.toujours, nouvelle.jusqu_au) == (False, date(2026, 12, 31))
    assert not nouvelle.a_confirmer
    assert nouvelle.valeur == Decimal("1801.80")
    assert nouvelle.valeur_ecrite == "1\u00a0801,80"


def test_une_version_sans_fin_s_arrete_a_la_suivante():
    ancienne, _ = lire_bareme("sinistres", TEXTE.replace("jusqu_au = 2024-12-31\n", ""))
    assert ancienne.jusqu_au == date(2025, 12, 31)


def test_la_cle_sert_de_titre_a_defaut():
    sans, _ = lire_bareme("sinistres", TEXTE[TEXTE.index("cle") :])
    assert (sans.titre, sans.precision) == ("plafond", "")


@pytest.mark.parametrize(
    ("verifie_le", "au", "attendu"),
    [
        (date(2025, 11, 30), date(2026, 11, 30), False),
        (date(2025, 11, 30), date(2026, 12, 1), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(2026, 11, 20), date(2026, 6, 15), False),
    ],
)
def test_a_reverifier_apres_un_an_de_date_a_date(verifie_le, au, attendu):
    ligne = replace(lire_bareme("sinistres", TEXTE)[0], verifie_le=verifie_le)
    assert ligne.a_reverifier(au) is attendu


@pytest.fixture
def deux_lignes(monkeypatch):
    lignes = lire_bareme("sinistres", TEXTE)
    monkeypatch.setattr(module, "tous_les_baremes", lambda: lignes)
    return lignes


def test_recherche_domaine_et_tri(deux_lignes):
    ancienne, nouvelle = deux_lignes
    assert baremes(au=JOUR).lignes == (ancienne, nouvelle)
    assert baremes(au=JOUR, recherche="indemnite R 323-4").lignes == (ancienne, nouvelle)
    assert baremes(au=JOUR, recherche="absent").lignes == ()
    assert baremes(au=JOUR, app="cotisations").lignes == ()
    assert baremes(au=JOUR, tri="-depuis").lignes == (nouvelle, ancienne)
    assert baremes(au=JOUR, tri="verifie").lignes == (ancienne, nouvelle)
    assert baremes(au=JOUR, tri="inconnu").lignes == (ancienne, nouvelle)


def test_les_lignes_a_reverifier_se_comptent_et_se_filtrent(deux_lignes):
    ancienne, _ = deux_lignes
    trouves = baremes(au=JOUR, a_reverifier=True)
    assert trouves.lignes == (ancienne,)
    assert (trouves.total, trouves.nb_a_reverifier) == (2, 1)
    assert baremes(au=JOUR, recherche="absent").nb_a_reverifier == 1
