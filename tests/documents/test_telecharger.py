"""Remise d'un document : à qui le périmètre le permet, et seulement s'il est intact."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents import rendu
from cdg_portal.documents.acces import CHAMPS_DU_DOCUMENT
from cdg_portal.perimetres.models import Collectivite, Habilitation
from tests.documents.fabrique import creer_monde

PDF = b"%PDF-1.7 essai"


@pytest.fixture
def document(db, monkeypatch):
    """Un document d'une collectivité (le rendu lui-même est essayé ailleurs)."""
    monkeypatch.setattr(rendu, "rendre", lambda html: PDF)
    monkeypatch.setitem(CHAMPS_DU_DOCUMENT, "base", frozenset({"identite_agent"}))
    with perimetre(Perimetre(cdg=True)):
        monde = creer_monde()
        return rendu.produire(
            modele="base", source=monde.adhesion, contexte={}, titre="Essai", nom_fichier="déc-1.pdf"
        )


@pytest.fixture
def connecter(client, django_user_model):
    """Connecte le client sous un rôle et une collectivité."""

    def faire(role: str, collectivite: Collectivite | None = None):
        compte = django_user_model.objects.create_user(f"{role.lower()}@exemple.fr", prenom="P", nom="N")
        with perimetre(Perimetre(cdg=True)):
            if collectivite is None:
                collectivite = Collectivite.objects.create(
                    siren="990000001", denomination="CDG", est_cdg=True
                )
            Habilitation.objects.create(
                compte=compte, role=role, collectivite=collectivite, du=date(2020, 1, 1)
            )
        client.force_login(compte)
        return client

    return faire


def test_la_rh_de_la_collectivite_recoit_le_fichier(document, connecter):
    """Octets intacts, nom français, type imposé, rien en cache."""
    with perimetre(Perimetre(cdg=True)):
        collectivite = document.collectivite
    reponse = connecter("RH_SAISIE", collectivite).get(reverse("documents:telecharger", args=[document.uid]))
    assert reponse.status_code == 200 and reponse.content == PDF
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse["Content-Disposition"] == "attachment; filename*=utf-8''d%C3%A9c-1.pdf"
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in reponse["Cache-Control"]


def test_hors_du_perimetre_le_document_n_existe_pas(document, connecter):
    """Étranger et absent : même réponse."""
    with perimetre(Perimetre(cdg=True)):
        autre = creer_monde(denomination="Autre commune").collectivite
    client = connecter("RH_VALIDEUR", autre)
    etranger = client.get(reverse("documents:telecharger", args=[document.uid]))
    absent = client.get(reverse("documents:telecharger", args=["0192f0c4-0000-7000-8000-000000000000"]))
    assert etranger.status_code == absent.status_code == 404
    assert PDF not in etranger.content


def test_sans_connexion_rien(document, client):
    """Renvoi à la connexion."""
    reponse = client.get(reverse("documents:telecharger", args=[document.uid]))
    assert reponse.status_code == 302 and "connexion" in reponse["Location"]


@pytest.mark.parametrize("alteration", [lambda c: c.write_bytes(PDF + b" "), lambda c: c.unlink()])
def test_un_fichier_altere_n_est_pas_remis(document, connecter, alteration):
    """Un octet de plus, ou plus de fichier : refus expliqué."""
    alteration(Path(default_storage.path(document.chemin)))
    reponse = connecter("GESTIONNAIRE_CDG").get(reverse("documents:telecharger", args=[document.uid]))
    assert reponse.status_code == 500
    assert PDF not in reponse.content
    assert "ne correspond plus à son empreinte" in reponse.content.decode()
