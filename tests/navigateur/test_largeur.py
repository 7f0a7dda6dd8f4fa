"""Un tableau plus large que la page défile dans son cadre : la page, elle, ne défile pas."""

import pytest
from django.urls import reverse

from tests.navigateur.acces import poser_les_acces
from tests.sinistres.monde import JOUR, batir


@pytest.mark.parametrize("largeur", [768, 1024])
def test_les_textes_caches_d_un_tableau_n_elargissent_pas_la_page(
    tout_le_cdg, live_server, settings, entrer, largeur
):
    """Un texte pour lecteurs d'écran est en position absolue : il reste dans le cadre de son tableau."""
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    with tout_le_cdg():
        monde = batir()
    poser_les_acces(monde, tout_le_cdg)
    page = entrer(monde.rh)
    page.set_viewport_size({"width": largeur, "height": 900})
    page.goto(reverse("perimetres:mes_acces"))
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
