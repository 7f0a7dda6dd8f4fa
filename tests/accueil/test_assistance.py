"""Un administrateur voit comme un compte, ne peut rien y faire, et le journal dit pourquoi."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from adhesions.models import Agent
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.journal.models import Acces, Evenement
from cdg_portal.perimetres.models import Habilitation
from tests.aides import client_de
from tests.fabriques import AgentFactory, CollectiviteFactory, HabilitationFactory, centre_de_gestion

CDG = Perimetre(cdg=True)
MOTIF = "Appel de la mairie, ticket 118"


@pytest.fixture
def commune(db):
    with perimetre(CDG):
        centre_de_gestion()
        collectivite = CollectiviteFactory()
        AgentFactory(collectivite=collectivite, nom="BRASSENOIRE")
        AgentFactory(collectivite=CollectiviteFactory(), nom="VERTAMONT")
        return collectivite


@pytest.fixture
def rh(commune):
    with perimetre(CDG):
        return HabilitationFactory(rh=True, collectivite=commune).compte


@pytest.fixture
def administrateur(commune):
    with perimetre(CDG):
        return client_de("ADMINISTRATEUR")


def _ouvrir(navigateur, compte, motif=MOTIF):
    return navigateur.post(reverse("accueil:assister", args=[compte.uid]), {"motif": motif})


def _agents(navigateur):
    return navigateur.get(reverse("adhesions:agents"))


def test_il_voit_ce_que_voit_le_compte_et_rien_d_autre(administrateur, rh):
    assert _agents(administrateur).status_code == 403
    assert _ouvrir(administrateur, rh).status_code == 302
    page = _agents(administrateur)
    assert page.status_code == 200
    texte = page.content.decode()
    assert "BRASSENOIRE" in texte
    assert "VERTAMONT" not in texte
    assert f"vous voyez le portail comme {rh}" in texte
    admin = administrateur.get(reverse("admin:index"), follow=True)
    assert admin.status_code == 403, "ses propres droits sont suspendus"


def test_il_ne_peut_rien_faire(administrateur, rh, commune):
    _ouvrir(administrateur, rh)
    reponse = administrateur.post(
        reverse("adhesions:enregistrer_agent", args=[commune.uid]), {"nom": "INTRUS"}
    )
    assert reponse.status_code == 403


def test_debut_et_fin_sont_au_journal_avec_le_motif(administrateur, rh):
    _ouvrir(administrateur, rh)
    administrateur.post(reverse("accueil:assistance_terminer"))
    assert _agents(administrateur).status_code == 403
    with perimetre(CDG):
        actes = Evenement.objects.filter(objet_uid=rh.uid).order_by("id")
        assert [(a.action, a.acteur_id, a.motif) for a in actes] == [
            ("assistance-ouverte", administrateur.compte.pk, MOTIF),
            ("assistance-terminee", administrateur.compte.pk, MOTIF),
        ]
        assert all(a.collectivite.est_cdg for a in actes), "le journal du CDG, pas celui de la commune"


def test_sans_motif_rien_ne_s_ouvre_et_la_saisie_reste(administrateur, rh):
    reponse = _ouvrir(administrateur, rh, "aide")
    assert reponse.status_code == 422
    assert "Dites la demande en une phrase" in reponse.content.decode()
    assert ">\naide</textarea>" in reponse.content.decode()
    assert _agents(administrateur).status_code == 403


def test_elle_dure_trente_minutes(administrateur, rh):
    _ouvrir(administrateur, rh)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert _agents(administrateur).status_code == 403


def test_elle_finit_avec_le_droit_d_administrer(administrateur, rh):
    _ouvrir(administrateur, rh)
    with perimetre(CDG):
        Habilitation.objects.filter(compte=administrateur.compte).update(
            au=timezone.localdate() - timedelta(1)
        )
    assert _agents(administrateur).status_code == 403


@pytest.mark.parametrize("role", ["CHEF_SERVICE_CDG", "GESTIONNAIRE_CDG", "RH_VALIDEUR"])
def test_reservee_aux_administrateurs(commune, rh, role):
    with perimetre(CDG):
        navigateur = client_de(role, commune if role == "RH_VALIDEUR" else None)
    assert _ouvrir(navigateur, rh).status_code == 403
    session = navigateur.session
    session["assistance"] = {
        "compte_id": rh.pk, "compte_uid": str(rh.uid), "nom": "x", "motif": MOTIF,
        "fin": (timezone.now() + timedelta(minutes=5)).isoformat(),
    }  # fmt: skip
    session.save()
    assert "Assistance :" not in _agents(navigateur).content.decode(), "même glissée dans la session"


def test_ni_soi_ni_un_absent_ni_un_compte_ferme(administrateur, rh):
    assert _ouvrir(administrateur, administrateur.compte).status_code == 404
    rh.is_active = False
    rh.save()
    assert _ouvrir(administrateur, rh).status_code == 404
    assert administrateur.get(reverse("accueil:assister", args=[uuid4()])).status_code == 404


def test_un_compte_sans_droit_n_a_rien_a_montrer(administrateur, rh):
    with perimetre(CDG):
        Habilitation.objects.filter(compte=rh).update(au=timezone.localdate() - timedelta(1))
    reponse = _ouvrir(administrateur, rh)
    assert "Aucune habilitation en vigueur" in reponse.content.decode()
    assert "assistance" not in administrateur.session


def test_une_deconnexion_reste_possible_et_efface_l_assistance(administrateur, rh):
    _ouvrir(administrateur, rh)
    administrateur.post(reverse("comptes:deconnexion"))
    administrateur.force_login(administrateur.compte)
    assert _agents(administrateur).status_code == 403


def test_elle_s_ouvre_depuis_les_acces_et_la_fiche_du_compte(administrateur, rh, commune):
    lien = reverse("accueil:assister", args=[rh.uid])
    assert lien in administrateur.get(reverse("perimetres:acces")).content.decode()
    soi = reverse("accueil:assister", args=[administrateur.compte.uid])
    assert soi not in administrateur.get(reverse("perimetres:acces")).content.decode()
    administrateur.compte.is_staff = administrateur.compte.is_superuser = True
    administrateur.compte.save()
    fiche = reverse("admin:comptes_compte_change", args=[rh.pk])
    assert lien in administrateur.get(fiche).content.decode()


@pytest.mark.parametrize("role", ["CHEF_SERVICE_CDG", "RH_VALIDEUR"])
def test_le_lien_ne_se_montre_qu_aux_administrateurs(commune, rh, role):
    with perimetre(CDG):
        navigateur = client_de(role, commune if role == "RH_VALIDEUR" else None)
    page = navigateur.get(reverse("perimetres:acces"), follow=True).content.decode()
    assert str(rh) in page
    assert reverse("accueil:assister", args=[rh.uid]) not in page


def test_chaque_page_vue_nomme_le_compte_assiste_et_l_objet(administrateur, rh, commune):
    with perimetre(CDG):
        agent = Agent.objects.get(nom="BRASSENOIRE")
    _ouvrir(administrateur, rh)
    administrateur.get(reverse("adhesions:agent", args=[agent.uid]))
    administrateur.get(reverse("adhesions:agents"), {"collectivite": str(commune.uid)})
    with perimetre(CDG):
        vues = list(Acces.objects.filter(nature="ASSISTANCE").order_by("id"))
    assert [(v.page, v.objet_uid) for v in vues] == [
        ("adhesions:agent", agent.uid),
        ("adhesions:agents", commune.uid),
    ]
    assert all(v.motif == f"Compte assisté {rh.uid} : {MOTIF}" for v in vues)
    assert {v.acteur_id for v in vues} == {administrateur.compte.pk}


def test_aucun_fichier_ne_s_emporte(administrateur, rh):
    _ouvrir(administrateur, rh)
    reponse = administrateur.get(reverse("adhesions:agents_csv"))
    assert reponse.status_code == 403
    assert "aucun fichier ne peut en être emporté" in reponse.content.decode()
    assert "BRASSENOIRE" not in reponse.content.decode()
    with perimetre(CDG):
        natures = set(Acces.objects.filter(page="adhesions:agents_csv").values_list("nature", flat=True))
    assert natures == {"ASSISTANCE", "REFUS"}


def test_ni_delegation_ni_securite_a_proposer(administrateur, rh):
    _ouvrir(administrateur, rh)
    acces = administrateur.get(reverse("perimetres:mes_acces")).content.decode()
    assert f"Ce que {rh} peut faire" in acces
    assert "RH, validation" in acces
    assert reverse("perimetres:deleguer") not in acces
    compte = administrateur.get(reverse("comptes:compte")).content.decode()
    for nom in ("account_change_password", "account_reset_password", "mfa_index", "comptes:sessions"):
        assert f'href="{reverse(nom)}"' not in compte
