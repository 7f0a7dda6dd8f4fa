"""Une requête que Django ou PostgreSQL ne sauraient lire se refuse, sans panne et sans trace de son contenu."""

import asyncio

import pytest
from django.conf import settings
from django.urls import reverse

from cdg_portal.jeu_de_caracteres import devant_asgi, devant_wsgi, jeu_admis
from tests.aides import client_de

ETRANGES = ("rot13", "zlib", "hex", "idna", "undefined", "utf-16", "latin-1")


@pytest.mark.parametrize("jeu", ETRANGES)
def test_un_autre_jeu_de_caracteres_n_atteint_pas_django(jeu):
    """Django lèverait avant tout intergiciel, et le serveur écrirait l'adresse entière à son journal."""
    atteint, statuts = [], []
    servir = devant_wsgi(lambda *_: atteint.append(1) or [])
    corps = b"".join(servir({"CONTENT_TYPE": f"text/plain; charset={jeu}"}, lambda s, e: statuts.append(s)))
    assert (atteint, statuts) == ([], ["415 Unsupported Media Type"])
    assert "UTF-8" in corps.decode()


@pytest.mark.parametrize(
    "type_de_contenu",
    ["", "application/json", "text/plain; charset=UTF-8", "multipart/form-data; boundary=x"],
)
def test_l_ordinaire_passe(type_de_contenu):
    atteint = []
    devant_wsgi(lambda *_: atteint.append(1) or [])({"CONTENT_TYPE": type_de_contenu}, None)
    assert atteint == [1]
    assert jeu_admis(type_de_contenu)


def test_l_entree_asgi_refuse_aussi():
    envoyes = []

    async def envoyer(message):
        envoyes.append(message)

    async def application(*_):
        raise AssertionError("atteinte")

    asyncio.run(
        devant_asgi(application)({"headers": [(b"content-type", b"a/b; charset=rot13")]}, None, envoyer)
    )
    assert envoyes[0]["status"] == 415


@pytest.mark.django_db
@pytest.mark.parametrize("cle", ["abcdefghijkl\\000", "x" * 5000, "' OR 1=1"])
def test_une_cle_de_session_forgee_est_celle_de_personne(client, cle):
    """Le témoin se lit comme absent : la page de connexion, pas une panne."""
    client.cookies[settings.SESSION_COOKIE_NAME] = cle
    assert client.get(reverse("comptes:connexion")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["sinistres:liste", "adhesions:agents"])
def test_un_caractere_nul_dans_l_adresse_est_refuse(cdg, page):
    reponse = client_de("GESTIONNAIRE_CDG", raise_request_exception=False).get(f"{reverse(page)}?q=%00")
    assert reponse.status_code == 400
