"""Demander et suivre les PDF : ce que montre le travail ne dépasse pas ce que montre l'écran."""

from datetime import date

import pytest
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.travaux.models import Travail
from cdg_portal.travaux.services import planifier_lot
from sinistres.tasks import PDF_DECOMPTE, element_decompte, planifier_lot_bordereau
from tests.aides import client_de
from tests.sinistres import monde as m

pytestmark = pytest.mark.django_db
CDG = Perimetre(cdg=True)
ECHEC = "Le gabarit manque."


@pytest.fixture
def monde():
    """Deux décomptes transmis en un bordereau."""
    with perimetre(CDG):
        pose = m.batir()
        premier = m.decompter(m.declarer(pose.agent))
        second = m.decompter(
            m.declarer(pose.agent, debut=date(2026, 5, 4), fin=date(2026, 6, 7)), au=date(2026, 6, 7)
        )
        pose.decomptes = [premier, second]
        pose.bordereau = m.transmettre(premier)
    return pose


def navigateur(monde, role="RH_SAISIE"):
    with perimetre(CDG):
        return client_de(role, None if role == "FINANCES" else monde.collectivite)


def demander(client, monde):
    return client.post(reverse("sinistres:bordereau_pdf", args=[monde.bordereau.uid]))


def demander_decompte(client, monde):
    return client.post(reverse("sinistres:decompte_pdf", args=[monde.decomptes[0].uid]))


@pytest.mark.parametrize("role", ["LECTEUR", "FINANCES"])
def test_qui_lit_l_argent_ne_demande_aucun_pdf_de_dossier(monde, role):
    """Bordereau et décomptes impriment la nature et les dates d'un congé : ni planifiés, ni proposés, ni montrés."""
    client = navigateur(monde, role)
    assert demander(client, monde).status_code == 403
    assert demander_decompte(client, monde).status_code == 403
    assert not Travail.objects.exists()
    page = client.get(reverse("sinistres:bordereau", args=[monde.bordereau.uid]))
    assert page.status_code == 200
    assert "Préparer" not in m.texte(page)


def test_le_lot_de_la_rh_n_est_pas_montre_a_l_elu(monde):
    """403 dans son périmètre, lecture et relance ; l'assureur de même, la RH voisine n'en sait rien."""
    lot = demander(navigateur(monde), monde)["Location"]
    decompte = reverse("travaux:detail", args=[Travail.objects.filter(type=PDF_DECOMPTE).first().uid])
    for role in ("LECTEUR", "ASSUREUR", "PREVENTEUR"):
        client = navigateur(monde, role)
        for page in (lot, decompte):
            assert client.get(page).status_code == 403, (role, page)
            assert client.post(f"{page}relancer/").status_code == 403, (role, page)
    client.force_login(monde.rh_d_ailleurs)
    assert client.get(lot).status_code == client.get(decompte).status_code == 404


def test_une_collegue_suit_ce_qu_une_autre_a_demande(monde):
    """Le travail se voit comme l'objet qu'il édite."""
    assert demander(navigateur(monde), monde)["Location"] == (
        adresse := demander(navigateur(monde, "RH_VALIDEUR"), monde)["Location"]
    )
    assert navigateur(monde).get(adresse).status_code == 200
    seul = demander_decompte(navigateur(monde), monde)["Location"]
    assert navigateur(monde).get(seul).status_code == 200


def test_l_echec_se_dit_et_se_relance(monde):
    """Demandé par le CDG, échoué : la RH le lit et le relance."""
    with perimetre(CDG):
        planifier_lot_bordereau(monde.bordereau)
    Travail.objects.update(etat="ECHEC", message=ECHEC)
    rh = navigateur(monde)
    seul = demander_decompte(rh, monde)["Location"]
    for page in (seul, demander(rh, monde)["Location"]):
        lue = m.texte(rh.get(page))
        assert ECHEC in lue and "Relancer" in lue
    fiche = m.texte(rh.get(reverse("sinistres:decompte", args=[monde.decomptes[0].uid])))
    assert "a échoué" in fiche
    assert "est relancé" in m.texte(rh.post(f"{seul}relancer/", follow=True))
    assert Travail.objects.get(type=PDF_DECOMPTE, cle=str(monde.decomptes[0].uid)).etat == "EN_ATTENTE"


def test_un_decompte_deja_dans_un_autre_lot_est_aussi_dans_celui_ci(monde):
    """Après la démonstration, les PDF d'un bordereau sont déjà faits ou en cours : le lot les montre."""
    with perimetre(CDG):
        planifier_lot(
            cle="demonstration",
            libelle="PDF de la démonstration",
            elements=[element_decompte(d) for d in monde.decomptes],
        )
    fait = Travail.objects.get(type=PDF_DECOMPTE, cle=str(monde.decomptes[0].uid))
    Travail.objects.filter(pk=fait.pk).update(etat="TERMINE", message="decompte.pdf", lien="/documents/x/")
    rh = navigateur(monde)
    page = rh.get(demander(rh, monde)["Location"])
    lue = m.texte(page)
    assert "1 sur 3" in lue and all(d.numero in lue for d in monde.decomptes)
    assert 'href="/documents/x/"' in page.content.decode()
