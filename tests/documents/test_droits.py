"""Un PDF ne dit jamais plus que l'écran : il n'est remis qu'à qui voit tous les champs qu'il imprime."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents import archive
from cdg_portal.documents.acces import CHAMPS_DU_DOCUMENT
from cdg_portal.documents.models import Document
from cdg_portal.perimetres.roles import ROLES_DU_CDG
from tests.aides import client_de
from tests.fabriques import CollectiviteFactory, HabilitationFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 essai"
DECOMPTE, BORDEREAU, APPEL = "sinistres/decompte", "sinistres/bordereau", "cotisations/appel"


@pytest.fixture
def document(monkeypatch):
    """Fabrique d'un document d'une commune, par modèle."""
    monkeypatch.setattr(archive, "lire", lambda document: PDF)
    with perimetre(Perimetre(cdg=True)):
        commune = CollectiviteFactory()

    def creer(modele: str) -> Document:
        with perimetre(Perimetre(cdg=True)):
            return Document.objects.create(
                collectivite=commune,
                modele=modele,
                version_modele=1,
                source_type="essai.source",
                source_uid="0192f0c4-0000-7000-8000-000000000001",
                titre="Essai",
                nom_fichier="essai.pdf",
                sha256="ab" * 32,
                taille=len(PDF),
            )

    return creer


def statut(document: Document, role: str) -> int:
    with perimetre(Perimetre(cdg=True)):
        navigateur = client_de(role, None if role in ROLES_DU_CDG else document.collectivite)
    return navigateur.get(reverse("documents:telecharger", args=[document.uid])).status_code


@pytest.mark.parametrize(
    ("role", "decompte", "bordereau", "appel"),
    [
        ("RH_SAISIE", 200, 200, 200),
        ("RH_VALIDEUR", 200, 200, 200),
        ("GESTIONNAIRE_CDG", 200, 200, 200),
        ("LECTEUR", 403, 403, 200),  # le bordereau imprime la nature et les dates
        ("FINANCES", 403, 403, 200),
        ("PREVENTEUR", 403, 403, 403),
        ("ASSUREUR", 403, 200, 403),  # le décompte imprime les éléments de salaire
        ("MEDECIN", 403, 403, 403),
        ("CLIENT_API", 403, 403, 403),
        ("ADMINISTRATEUR", 403, 403, 403),
    ],
)
def test_les_champs_imprimes_fixent_les_lecteurs(document, role, decompte, bordereau, appel):
    assert statut(document(DECOMPTE), role) == decompte
    assert statut(document(BORDEREAU), role) == bordereau
    assert statut(document(APPEL), role) == appel


def test_le_role_compte_sur_la_collectivite_du_document(document):
    """RH chez A, assureur chez B : le décompte de B reste fermé."""
    piece = document(DECOMPTE)
    with perimetre(Perimetre(cdg=True)):
        navigateur = client_de("RH_SAISIE", CollectiviteFactory())
        HabilitationFactory(
            compte=navigateur.compte, role="ASSUREUR", collectivite=piece.collectivite, du=date(2020, 1, 1)
        )
    assert navigateur.get(reverse("documents:telecharger", args=[piece.uid])).status_code == 403


def test_un_modele_sans_droit_ecrit_est_ferme(document):
    assert statut(document("essai/inconnu"), "GESTIONNAIRE_CDG") == 403


def test_chaque_gabarit_imprime_a_ses_lecteurs():
    """Un nouveau PDF sans ligne dans la table ne serait remis à personne : l'oubli se voit ici."""
    dossier = Path(settings.TEMPLATES[0]["DIRS"][0]) / "pdf"
    # Une simulation est rendue à qui la demande et jamais gardée ; « _ » commence un morceau de gabarit.
    archives = [g for g in dossier.glob("*/*.html") if g.parent.name != "simulateurs" and g.name[0] != "_"]
    assert {str(g.relative_to(dossier).with_suffix("")) for g in archives} == set(CHAMPS_DU_DOCUMENT)
