"""Écrans des collectivités, adhésions et agents : rôles, périmètre, recherche, export, nombre de requêtes."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from adhesions.selectors.adhesions import SINISTRE_OUVERT, adhesion_par_uid, situation_de
from adhesions.services.agents import personnes_rapprocher
from sinistres.regles.etats import SINISTRE
from sinistres.services.declaration import CertificatSaisi, sinistre_declarer
from tests.aides import client_de
from tests.fabriques import (
    AdhesionFactory,
    AgentFactory,
    CollectiviteFactory,
    HabilitationFactory,
    centre_de_gestion,
)

LISTES = ("adhesions:collectivites", "adhesions:adhesions", "adhesions:agents")


def texte(reponse):
    return reponse.content.decode()


@pytest.fixture
def adhesion(cdg):
    return AdhesionFactory(collectivite=CollectiviteFactory(denomination="Commune d'Étrelle"))


@pytest.fixture
def agent(adhesion):
    return adhesion.effectif.lignes.get().agent


@pytest.mark.parametrize("nom", LISTES)
@pytest.mark.parametrize("role", ["GESTIONNAIRE_CDG", "CHEF_SERVICE_CDG"])
def test_gestion_ouvre_toutes_les_listes(adhesion, nom, role):
    assert client_de(role).get(reverse(nom)).status_code == 200


@pytest.mark.parametrize(
    ("role", "au_cdg", "statuts"),
    [
        ("FINANCES", True, (200, 200, 403)),
        ("PREVENTEUR", True, (403, 403, 403)),
        ("ADMINISTRATEUR", True, (403, 403, 403)),
        ("RH_SAISIE", False, (200, 200, 200)),
        ("LECTEUR", False, (200, 200, 403)),
        ("MEDECIN", False, (403, 403, 403)),
    ],
)
def test_listes_par_role(adhesion, role, au_cdg, statuts):
    navigateur = client_de(role, None if au_cdg else adhesion.collectivite)
    assert tuple(navigateur.get(reverse(nom)).status_code for nom in LISTES) == statuts


def test_sans_connexion_rien_ne_s_ouvre(adhesion, client):
    for nom in LISTES:
        assert client.get(reverse(nom)).status_code == 302


def test_refus_dit_en_francais(adhesion):
    reponse = client_de("PREVENTEUR").get(reverse("adhesions:agents"))
    assert reponse.status_code == 403
    assert "Agent, « Lire la fiche et la liste »" in texte(reponse)
    assert "Votre rôle (Préventeur) ne le permet pas ici." in texte(reponse)


def test_fiches_du_gestionnaire(adhesion, agent):
    navigateur = client_de("GESTIONNAIRE_CDG")
    page = texte(navigateur.get(reverse("adhesions:collectivite", args=[adhesion.collectivite.uid])))
    assert "Commune d&#x27;Étrelle" in page
    assert adhesion.numero in page
    page = texte(navigateur.get(reverse("adhesions:adhesion", args=[adhesion.uid])))
    for attendu in ("Agents CNRACL", "45 jours, absolue", "Sans franchise", str(agent), "2024-1", "70,00"):
        assert attendu in page, attendu
    page = texte(navigateur.get(reverse("adhesions:agent", args=[agent.uid])))
    for attendu in (
        "24\u00a0000,00\u00a0€",
        "Traitement indiciaire brut",
        "Titulaire, activité",
        "Administratif",
    ):
        assert attendu in page, attendu


def test_adhesion_en_projet(cdg):
    projet = AdhesionFactory(projet=True)
    page = texte(client_de("GESTIONNAIRE_CDG").get(reverse("adhesions:adhesion", args=[projet.uid])))
    assert "Adhésion en préparation" in page
    assert "Effectif figé" not in page


def test_etranger_et_absent_ne_se_distinguent_pas(adhesion, agent):
    ailleurs = CollectiviteFactory()
    navigateur = client_de("RH_VALIDEUR", ailleurs)
    cibles = {
        "adhesions:collectivite": adhesion.collectivite.uid,
        "adhesions:adhesion": adhesion.uid,
        "adhesions:agent": agent.uid,
    }
    for nom, uid in cibles.items():
        etranger = navigateur.get(reverse(nom, args=[uid]))
        inconnu = uuid.uuid4()
        absent = navigateur.get(reverse(nom, args=[inconnu]))
        assert (etranger.status_code, absent.status_code) == (404, 404), nom
        assert texte(etranger).replace(str(uid), "") == texte(absent).replace(str(inconnu), "")


def test_rh_ne_voit_que_sa_collectivite(adhesion, agent):
    autre = AgentFactory(nom="Autremont")
    navigateur = client_de("RH_SAISIE", adhesion.collectivite)
    page = texte(navigateur.get(reverse("adhesions:agents")))
    assert str(agent) in page
    assert str(autre) not in page
    assert autre.collectivite.denomination not in texte(navigateur.get(reverse("adhesions:collectivites")))


def test_lecteur_ici_et_rh_ailleurs(adhesion, agent):
    """Les rôles ne débordent pas d'une collectivité sur l'autre."""
    ailleurs = AgentFactory(nom="Ailleursin")
    navigateur = client_de("RH_SAISIE", ailleurs.collectivite)
    HabilitationFactory(compte=navigateur.compte, role="LECTEUR", collectivite=adhesion.collectivite)
    page = texte(navigateur.get(reverse("adhesions:agents")))
    assert str(ailleurs) in page
    assert str(agent) not in page
    assert navigateur.get(reverse("adhesions:agent", args=[agent.uid])).status_code == 403
    page = navigateur.get(reverse("adhesions:adhesion", args=[adhesion.uid]))
    assert page.status_code == 200
    assert "réservée à la gestion des agents" in texte(page)
    assert str(agent) not in texte(page)


def test_droits_cumules_montres_au_seul_cdg(adhesion, agent):
    centre_de_gestion()
    ailleurs = AgentFactory()
    personnes_rapprocher(agents=[agent, ailleurs], le=date(2025, 2, 1))
    adresse = reverse("adhesions:agent", args=[agent.uid])
    page = texte(client_de("GESTIONNAIRE_CDG").get(adresse))
    assert "droits cumulés peuvent différer" in page
    assert ailleurs.collectivite.denomination in page.replace("&#x27;", "'")
    assert "droits cumulés" not in texte(client_de("RH_VALIDEUR", adhesion.collectivite).get(adresse))


@pytest.mark.parametrize(
    ("recherche", "trouvee"),
    [("etrelle", True), ("ÉTRELLE", True), ("commune d'é", True), ("trelle", False), ("inconnue", False)],
)
def test_recherche_de_collectivite(adhesion, recherche, trouvee):
    page = texte(client_de("GESTIONNAIRE_CDG").get(reverse("adhesions:collectivites"), {"q": recherche}))
    assert (str(adhesion.collectivite.uid) in page) is trouvee
    assert ("Aucune collectivité trouvée" in page) is not trouvee


def test_recherche_par_siren_et_siret(adhesion):
    navigateur = client_de("GESTIONNAIRE_CDG")
    siren = adhesion.collectivite.siren
    for q in (siren[:6], f"{siren[:3]} {siren[3:6]} {siren[6:]} 000"):
        page = texte(navigateur.get(reverse("adhesions:collectivites"), {"q": q}))
        assert str(adhesion.collectivite.uid) in page


def test_filtre_avec_et_sans_adhesion(adhesion):
    sans = CollectiviteFactory(denomination="Commune sans adhésion")
    navigateur = client_de("GESTIONNAIRE_CDG")
    avec = texte(navigateur.get(reverse("adhesions:collectivites"), {"filtre": "avec"}))
    assert str(adhesion.collectivite.uid) in avec
    assert str(sans.uid) not in avec
    vide = texte(navigateur.get(reverse("adhesions:collectivites"), {"filtre": "sans"}))
    assert str(sans.uid) in vide
    assert str(adhesion.collectivite.uid) not in vide
    extinction = texte(navigateur.get(reverse("adhesions:collectivites"), {"filtre": "extinction"}))
    assert "Aucune collectivité trouvée" in extinction


def test_tri_et_page_hors_bornes(adhesion):
    navigateur = client_de("GESTIONNAIRE_CDG")
    for parametres in (
        {"tri": "-agents", "page": "99"},
        {"tri": "'; DROP", "page": "x"},
        {"collectivite": "zzz"},
    ):
        for nom in LISTES:
            assert navigateur.get(reverse(nom), parametres).status_code == 200


def test_export_csv_protege(adhesion, agent):
    AgentFactory(collectivite=adhesion.collectivite, nom="=cmd|' /C calc'!A0", matricule="@X")
    reponse = client_de("GESTIONNAIRE_CDG").get(reverse("adhesions:agents_csv"))
    assert reponse["Content-Type"] == "text/csv; charset=utf-8"
    contenu = reponse.content.decode("utf-8")
    assert contenu.startswith("\ufeffMatricule;Nom;")
    assert "'=cmd" in contenu
    assert "'@X" in contenu
    assert agent.nom in contenu
    assert ";01/09/2015;" in contenu


@pytest.mark.parametrize(
    "nom", ["adhesions:collectivites_csv", "adhesions:adhesions_csv", "adhesions:agents_csv"]
)
def test_export_borne_au_perimetre(adhesion, nom):
    autre = AdhesionFactory(collectivite=CollectiviteFactory(denomination="Commune étrangère"))
    contenu = client_de("RH_SAISIE", adhesion.collectivite).get(reverse(nom)).content.decode()
    assert "Commune d'Étrelle" in contenu
    assert autre.collectivite.denomination not in contenu


@pytest.mark.parametrize("nom", LISTES)
def test_nombre_de_requetes_borne(adhesion, nom, django_assert_max_num_queries):
    for _ in range(6):
        AdhesionFactory(lot=adhesion.lot)
    navigateur = client_de("GESTIONNAIRE_CDG")
    with django_assert_max_num_queries(16):
        navigateur.get(reverse(nom))


def test_pagination_de_25(cdg):
    collectivite = CollectiviteFactory()
    for _ in range(27):
        AgentFactory(collectivite=collectivite)
    navigateur = client_de("GESTIONNAIRE_CDG")
    page = texte(navigateur.get(reverse("adhesions:agents"), {"q": "dupre"}))
    assert "Agents 1 à 25 sur 27" in page
    assert "Agents 26 à 27 sur 27" in texte(
        navigateur.get(reverse("adhesions:agents"), {"q": "dupre", "page": 2})
    )


def test_certificat_demande_deux_fois_un_seul_travail(adhesion):
    navigateur = client_de("GESTIONNAIRE_CDG", enforce_csrf_checks=False)
    adresse = reverse("adhesions:certificat", args=[adhesion.uid])
    premiere, seconde = navigateur.post(adresse), navigateur.post(adresse)
    assert premiere.status_code == seconde.status_code == 302
    assert premiere["Location"] == seconde["Location"]
    assert navigateur.get(adresse).status_code == 405
    assert client_de("FINANCES").post(adresse).status_code == 403
    assert client_de("RH_VALIDEUR", CollectiviteFactory()).post(adresse).status_code == 404


def test_jeton_csrf_exige(adhesion):
    navigateur = client_de("GESTIONNAIRE_CDG", enforce_csrf_checks=True)
    assert navigateur.post(reverse("adhesions:certificat", args=[adhesion.uid])).status_code == 403


def test_en_extinction_suit_les_etats_du_sinistre():
    """Le vocabulaire lu ici est bien celui de l'automate : tout ce qui n'est ni brouillon ni éteint."""
    assert set(SINISTRE.etats) - set(SINISTRE_OUVERT) == {"BROUILLON", "CLOS", "ANNULE", "HORS_GARANTIE"}


@pytest.mark.parametrize(
    ("etat", "au", "libelle"),
    [
        ("ACTIVE", date(2026, 1, 1), "Active"),
        ("ACTIVE", date(2029, 1, 1), "Terminée"),
        ("RESILIEE", date(2025, 6, 1), "Active jusqu'au 31/12/2025"),
        ("RESILIEE", date(2026, 1, 1), "Résiliée"),
        ("PROJET", date(2026, 1, 1), "En projet"),
    ],
)
def test_situation_d_une_adhesion(cdg, etat, au, libelle):
    adhesion = adhesion_par_uid(AdhesionFactory(etat=etat).uid)
    assert situation_de(adhesion, au=au).libelle == libelle
    adhesion.sinistres_ouverts = True
    attendu = "En extinction" if libelle in ("Terminée", "Résiliée") else libelle
    assert situation_de(adhesion, au=au).libelle == attendu


def test_adhesion_resiliee_et_sinistre_ouvert(cdg, settings):
    """En extinction tant que le sinistre survenu pendant l'adhésion n'est pas clos."""
    settings.DATE_DE_REFERENCE = "2026-06-15"
    adhesion = AdhesionFactory(resiliee=True, resiliation=date(2025, 12, 31))
    agent = adhesion.effectif.lignes.get().agent
    navigateur = client_de("GESTIONNAIRE_CDG")
    extinction = {"filtre": "extinction"}
    assert str(adhesion.collectivite.uid) not in texte(navigateur.get(reverse(LISTES[0]), extinction))
    sinistre_declarer(
        agent=agent,
        motif="MO",
        survenance=date(2025, 11, 3),
        connu_employeur_le=date(2025, 11, 3),
        certificats=[CertificatSaisi(date(2025, 11, 3), date(2025, 11, 30))],
        cle_saisie=uuid.uuid4(),
        le=date(2025, 11, 4),
    )
    assert str(adhesion.collectivite.uid) in texte(navigateur.get(reverse(LISTES[0]), extinction))
    assert "En extinction" in texte(navigateur.get(reverse("adhesions:adhesions")))
    page = texte(navigateur.get(reverse("adhesions:adhesion", args=[adhesion.uid])))
    assert "des sinistres survenus pendant" in page
