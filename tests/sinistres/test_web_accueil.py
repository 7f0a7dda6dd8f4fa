"""L'accueil : ce qui est attendu de chacun, jamais le tour d'un autre."""

import re
from datetime import date

import pytest
from django.urls import reverse

from sinistres.services import controle, decomptes
from tests.fabriques import HabilitationFactory
from tests.sinistres.monde import JOUR, batir, cotiser, declarer, decompter, reprendre, transmettre, valider


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    pose = batir()
    for adhesion in (pose.adhesion, pose.ailleurs):
        cotiser(adhesion)
    return pose


@pytest.fixture
def accueil(client):
    def _accueil(compte) -> str:
        client.force_login(compte)
        page = client.get(reverse("accueil:accueil")).content.decode()
        return (
            re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#x27;", "'").replace("\u00a0", " ")
        )

    return _accueil


def test_rien_a_faire(monde, accueil):
    assert "Rien n'est attendu de vous" in accueil(monde.rh)
    assert "Rien n'est attendu de vous" in accueil(monde.gestionnaire)


def test_la_declaration_est_le_tour_du_cdg_seulement(monde, accueil):
    s = declarer(monde.agent, debut=date(2026, 6, 1), fin=date(2026, 6, 30))
    assert s.numero in accueil(monde.gestionnaire)
    assert "Une action est attendue" in accueil(monde.gestionnaire)
    assert "Rien n'est attendu de vous" in accueil(monde.rh)


def test_les_pieces_demandees_sont_le_tour_de_la_collectivite(monde, accueil):
    s = declarer(monde.agent, debut=date(2026, 6, 1), fin=date(2026, 6, 30))
    controle.sinistre_controler(sinistre=s, le=JOUR)
    assert "Dossiers à valider" in accueil(monde.gestionnaire)
    controle.pieces_demander(sinistre=s, codes=["BULLETINS"], motif="Manquant", le=JOUR)
    assert "Fournir les pièces demandées" in accueil(monde.rh)
    assert "Rien n'est attendu de vous" in accueil(monde.gestionnaire)
    assert "Rien n'est attendu de vous" in accueil(monde.rh_d_ailleurs)


def test_arret_fini_sans_reprise(monde, accueil):
    s = declarer(monde.agent)
    page = accueil(monde.rh)
    assert "Arrêts finis sans reprise saisie" in page
    assert "Arrêt fini le 30/04/2026" in page
    reprendre(s, date(2026, 5, 4))
    assert "Rien n'est attendu de vous" in accueil(monde.rh)


def test_du_remboursement_demande_au_retard(monde, accueil):
    s = valider(declarer(monde.agent), le=date(2026, 5, 1))
    reprendre(s, date(2026, 5, 4))
    assert "Remboursements à demander" in accueil(monde.rh)
    demande = decomptes.demande_soumettre(sinistre=s, au=date(2026, 4, 30), le=date(2026, 5, 4))
    assert "Rien n'est attendu de vous" in accueil(monde.rh)
    assert "Contrôler la demande de remboursement" in accueil(monde.gestionnaire)
    decomptes.demande_retourner(demande=demande, motif="Bulletin illisible", le=date(2026, 5, 4))
    assert "Bulletin illisible" in accueil(monde.rh)
    decompte = decompter(s, le=date(2026, 5, 4))
    assert "Décomptes à transmettre" in accueil(monde.gestionnaire)
    transmettre(decompte, le=date(2026, 5, 4))
    page = accueil(monde.gestionnaire)
    assert "Remboursements en retard" in page
    assert "En retard depuis le 03/06/2026" in page
    finances = HabilitationFactory(role="FINANCES").compte
    assert "Remboursements en retard" in accueil(finances)


def test_chaque_compteur_mene_a_sa_liste(monde, accueil, client):
    declarer(monde.agent)
    decompter(declarer(monde.agent_d_ailleurs))
    client.force_login(monde.gestionnaire)
    page = client.get(reverse("accueil:accueil")).content.decode()
    liens = set(re.findall(r'href="(/sinistres/\?attente=[^"]+)"', page))
    assert liens == {"/sinistres/?attente=a-controler"}
    resultat = client.get(liens.pop()).content.decode()
    assert "sur 1" in resultat.replace("\u00a0", " ")
    assert "Déclarations à contrôler" in resultat


def test_un_lecteur_a_ses_reperes_et_un_compte_sans_droit_une_explication(monde, accueil):
    lecteur = HabilitationFactory(role="LECTEUR", collectivite=monde.collectivite).compte
    decompte = decompter(declarer(monde.agent))
    transmettre(decompte)
    page = accueil(lecteur)
    assert "Attendu de l'assureur" in page
    assert "DUPRÉ" not in page
    perime = HabilitationFactory(role="LECTEUR", au=date(2020, 6, 1)).compte
    assert "pas encore d'habilitation" in accueil(perime)
