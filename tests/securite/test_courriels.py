"""Un texte hostile dans un courriel : échappé en HTML, sans effet sur l'objet, les en-têtes ni la forme du message."""

from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest

from cdg_portal.comptes.courriels import composer
from cdg_portal.comptes.models import Compte
from tests.comptes.test_courriels_identite import CONTEXTE, LIEN, TOUS
from tests.securite.charges import HTML, MARQUE

CHARGES = {
    "balises": HTML,
    "en-têtes": f"{MARQUE}\r\nBcc: pirate@mechant.invalid\r\nContent-Type: text/html\r\n\r\n<b>corps</b>",
    "gabarit": f"{MARQUE}{{{{ 7|add:7324 }}}}{{% debug %}}{{# #}}{{{{ request }}}}",
    "adresse": f"{MARQUE} https://mechant.invalid/?a=1&b=2 <a href='javascript:alert(1)'>ici</a>",
    "paragraphe": f"{MARQUE}\n\nVotre compte est bloqué : ouvrez https://mechant.invalid/\n\n-- \nStatutaire",
    "séparateurs": f"{MARQUE}\u2028\u2029\x85\x0b\x0c\x1b[2J\x00\u202egnol\u200b",
}


class _Squelette(HTMLParser):
    """Les balises et leurs attributs, sans le texte."""

    def __init__(self) -> None:
        super().__init__()
        self.trouves: list[tuple] = []

    def handle_starttag(self, tag, attrs):
        self.trouves.append((tag, attrs))

    def handle_decl(self, decl):
        self.trouves.append(("!", decl))


def _squelette(html: str) -> list[tuple]:
    lecteur = _Squelette()
    lecteur.feed(html)
    return lecteur.trouves


def _contexte(charge: str) -> dict:
    """Tout texte libre du message porte la charge ; le lien est le nôtre."""
    hostile = {cle: charge for cle, valeur in CONTEXTE.items() if isinstance(valeur, str) and cle != "lien"}
    return CONTEXTE | hostile | {"compte": Compte(prenom=charge, nom=charge, email="elise@exemple.fr")}


@pytest.mark.parametrize("gabarit", TOUS)
@pytest.mark.parametrize("charge", CHARGES.values(), ids=CHARGES.keys())
def test_un_texte_hostile_ne_change_que_du_texte(gabarit, charge, settings):
    settings.ORGANISME = charge
    sain, hostile = (
        composer("a@exemple.fr", gabarit, CONTEXTE),
        composer("a@exemple.fr", gabarit, _contexte(charge)),
    )
    (html_sain,), (html,) = sain.alternatives, hostile.alternatives
    assert MARQUE in html.content
    assert MARQUE in hostile.body
    # HTML : mêmes balises, mêmes attributs, mêmes adresses.
    assert _squelette(html.content) == _squelette(html_sain.content)
    # Rien n'est relu comme un gabarit.
    if "{{" in charge:
        assert "{{ 7|add:7324 }}" in hostile.body
    # Texte : autant de lignes ; aucune n'est celle de la charge.
    assert len(hostile.body.splitlines()) == len(sain.body.splitlines())
    assert not any(
        ligne.startswith(("Votre compte est bloqué", "Bcc:")) for ligne in hostile.body.splitlines()
    )
    # Objet et en-têtes.
    assert len(hostile.subject.splitlines()) == 1
    lu = message_from_bytes(hostile.message().as_bytes(), policy=policy.default)
    temoin = message_from_bytes(sain.message().as_bytes(), policy=policy.default)
    assert set(lu.keys()) == set(temoin.keys())
    assert [p.get_content_type() for p in lu.walk()] == [p.get_content_type() for p in temoin.walk()]
    assert (lu["To"], LIEN in hostile.body) == ("a@exemple.fr", LIEN in sain.body)


def test_un_objet_hostile_tient_sur_une_ligne(monkeypatch):
    """Aucun gabarit ne met aujourd'hui de texte saisi dans l'objet : le garde est prouvé pour celui qui le fera."""
    monkeypatch.setattr(
        "cdg_portal.comptes.courriels.render_to_string",
        lambda nom, donnees: f"{donnees['nom']}\n\ncorps" if nom.endswith(".txt") else "<p>corps</p>",
    )
    message = composer("a@exemple.fr", "x", {"compte": Compte(prenom=CHARGES["en-têtes"], nom="Orme")})
    assert "\n" not in message.subject
    assert "Bcc" not in message.message()
    assert message.body == "corps\n"
