"""La page des permissions est la table."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from cdg_portal.perimetres.permissions import ACCORDABLES, TABLE
from cdg_portal.perimetres.roles import Role
from tests.perimetres.conftest import entre, tenir


class Lecteur(HTMLParser):
    """Les « Oui » de la page : (ligne, rôle)."""

    def __init__(self, attribut: str) -> None:
        super().__init__()
        self.attribut, self.ligne, self.case = attribut, None, None
        self.lignes, self.oui, self.colonnes = set(), set(), []
        self.entete = False

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "tr":
            self.ligne = a.get(self.attribut)
            self.lignes |= {self.ligne} - {None}
        self.case = a.get("data-role") if tag == "td" else self.case
        if tag == "th":
            assert a.get("scope") in ("col", "row")

    def handle_data(self, data):
        if data.strip() == "Oui" and self.ligne:
            self.oui.add((self.ligne, self.case))


def _lire(page: str, attribut: str) -> Lecteur:
    lecteur = Lecteur(attribut)
    lecteur.feed(page)
    return lecteur


@pytest.fixture
def table_lue(monde):
    navigateur = entre(monde.chef)
    return lambda **criteres: navigateur.get(reverse("perimetres:permissions"), criteres).content.decode()


def test_la_page_dit_exactement_la_table(table_lue):
    lu = _lire(table_lue(), "data-action")
    assert lu.lignes == set(TABLE)
    assert lu.oui == {(action, role) for action, p in TABLE.items() for role in p.roles}
    lu = _lire(table_lue(), "data-tenu")
    assert lu.oui == {(tenu, role) for tenu, roles in ACCORDABLES.items() for role in roles}
    assert "<caption" in table_lue()


@pytest.mark.parametrize("role", ["RH_VALIDEUR", "MEDECIN"])
def test_le_filtre_ne_montre_qu_un_role(table_lue, role):
    lu = _lire(table_lue(role=role), "data-action")
    assert lu.lignes == set(TABLE)
    assert lu.oui == {(action, role) for action, p in TABLE.items() if role in p.roles}
    assert _lire(table_lue(role=role), "data-tenu").lignes == ({role} & set(ACCORDABLES))
    assert _lire(table_lue(role="FAUX"), "data-action").oui == _lire(table_lue(), "data-action").oui


@pytest.mark.parametrize("role", Role.values)
def test_qui_la_lit(monde, role):
    from cdg_portal.cloisonnement.perimetre import perimetre
    from tests.perimetres.conftest import CDG

    with perimetre(CDG):
        compte = tenir(role, monde.a)
    statut = entre(compte).get(reverse("perimetres:permissions")).status_code
    assert statut == (200 if role in ("ADMINISTRATEUR", "CHEF_SERVICE_CDG") else 403)
