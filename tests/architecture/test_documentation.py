"""Les pages écrites depuis les données disent ce que disent les données."""

import re

import pytest

from outils.documentation import DOCS, PAGES, tableau


@pytest.mark.parametrize("nom", PAGES)
def test_la_page_deposee_est_a_jour(nom):
    deposee = (DOCS / nom).read_text(encoding="utf-8")
    assert deposee == PAGES[nom](), "lancez `make documentation`, puis relisez la page"


@pytest.mark.parametrize("nom", PAGES)
def test_les_liens_de_la_page_menent_a_un_fichier(nom):
    visees = re.findall(r"\]\(([^)#]+)\)", (DOCS / nom).read_text(encoding="utf-8"))
    assert [v for v in visees if not (DOCS / v).resolve().is_file()] == []
    assert visees or nom != "articles.md"


def test_une_barre_dans_une_cellule_ne_coupe_pas_le_tableau():
    assert tableau(("A", "B"), [("x|y", "z")]).splitlines() == ["| A | B |", "| --- | --- |", "| x\\|y | z |"]
