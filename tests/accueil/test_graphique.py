"""Graphique en barres : largeurs, textes, résumé lu, données refusées."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler

from cdg_portal.accueil.templatetags.graphique import dessiner

LIGNES = [("Maladie ordinaire", (Decimal("120"),)), ("Accident", (Decimal("30"),)), ("Maternité", (0,))]


def test_la_plus_grande_valeur_fait_toute_la_largeur():
    dessin = dessiner(LIGNES, ("Jours",), "jours")
    assert [ligne.barres[0].largeur for ligne in dessin.lignes] == ["100.00", "25.00", "0.00"]
    assert dessin.lignes[1].barres[0].texte == "30\u00a0jours"
    assert dessin.resume.startswith("Maladie ordinaire, 120\u00a0jours ; Accident, 30")


def test_deux_series_partagent_l_echelle_et_se_distinguent_par_le_motif():
    dessin = dessiner([("A", (10, 40)), ("B", (20, 0))], ("2025", "2026"))
    assert [[b.largeur for b in ligne.barres] for ligne in dessin.lignes] == [
        ["25.00", "100.00"],
        ["50.00", "0.00"],
    ]
    assert len({serie.motif for serie in dessin.series}) == 2
    assert "A : 2025 10, 2026 40" in dessin.resume


def test_rien_que_des_zeros_ne_divise_pas_par_zero():
    assert dessiner([("A", (0,))], ("Jours",)).lignes[0].barres[0].largeur == "0"


@pytest.mark.parametrize(
    ("lignes", "series"),
    [([("A", (-1,))], ("x",)), ([("A", (1, 2))], ("x",)), ([], ()), ([], ("a", "b", "c", "d", "e"))],
)
def test_ce_qui_ne_se_dessine_pas_est_refuse(lignes, series):
    with pytest.raises(ValueError, match=r"graphique|attendue"):
        dessiner(lignes, series)


def test_le_composant_porte_le_dessin_son_resume_et_ses_donnees():
    page = Template(
        CottonCompiler().process(
            '{% load graphique %}{% graphique lignes "Jours d\'arrêt" "jours" as d %}'
            '<c-graphique :dessin="d" titre="Jours par nature" entete="Nature" />'
        )
    )
    rendu = page.render(Context({"lignes": LIGNES}))
    assert 'role="img" aria-label="Jours par nature : Maladie ordinaire, 120' in rendu
    assert 'width="25.00%"' in rendu
    assert "style=" not in rendu
    assert rendu.count('<th scope="row">') == 3
    assert "Lire les données en tableau" in rendu
