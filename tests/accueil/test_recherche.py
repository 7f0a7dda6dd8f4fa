"""La recherche générale : ce que chacun trouve, ce que nul ne trouve hors de chez lui, et le NIR refusé sans trace."""

from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cdg_portal.accueil.files import dossiers
from cdg_portal.perimetres.models import Siret
from cdg_portal.perimetres.permissions import TABLE
from cdg_portal.perimetres.visibilite import VISIBLE, visibilite
from tests.aides import client_de
from tests.fabriques import AdhesionFactory, AgentFactory, ContratFactory, OffreFactory
from tests.sinistres.monde import JOUR, batir, declarer, decompter, texte, transmettre

NIR = "1 85 05 78 006 084 91"


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    return batir()


@pytest.fixture
def trouver(client):
    """Les résultats, en texte, de ce qu'un compte cherche."""

    def _trouver(compte, q):
        client.force_login(compte)
        page = client.get("/recherche/", {"q": q})
        assert page.status_code == 200
        return texte(page).split("Aller au contenu", 1)[1].split("dans ce que votre rôle ouvre.", 1)[-1]

    return _trouver


@pytest.mark.parametrize("q", ["dup", "DUPRÉ", "dupre elo", "Élodie Dupré", "m001", "Dupré  Élodie"])
def test_un_agent_par_son_nom_sans_accents_ou_son_matricule(monde, trouver, q):
    page = trouver(monde.rh, q)
    assert "DUPRÉ Élodie" in page
    assert "matricule M001, Commune d'Aubrelle" in page
    assert "DUPUIS" not in page


def test_un_dossier_par_son_numero_son_rang_ou_son_agent(monde, trouver):
    s = declarer(monde.agent)
    for q in (s.numero, s.numero[:8], s.numero.lower(), str(int(s.numero.rsplit("-", 1)[1])), "dupre"):
        assert s.numero in trouver(monde.rh, q), q
        assert s.numero not in trouver(monde.rh_d_ailleurs, q), q


def test_decompte_bordereau_adhesion_appel_par_numero(monde, trouver):
    decompte = decompter(declarer(monde.agent))
    bordereau = transmettre(decompte)
    for numero in (decompte.numero, bordereau.numero, monde.adhesion.numero):
        assert numero in trouver(monde.rh, numero)
        assert "Rien ne correspond" in trouver(monde.rh_d_ailleurs, numero)


def test_un_contrat_par_sa_reference_mene_a_ses_adhesions(monde, trouver, client):
    reference = monde.adhesion.lot.contrat.reference
    for q in (reference, reference.lower(), reference[:-1]):
        page = trouver(monde.rh, q)
        assert reference in page and monde.adhesion.numero in page, q
    client.force_login(monde.gestionnaire)
    adresse = unquote(client.get("/recherche/", {"q": reference}).content.decode())
    assert f'href="/adhesions/?q={reference}"' in adresse
    assert monde.adhesion.numero in texte(client.get("/adhesions/", {"q": reference}))


def test_un_contrat_ne_se_trouve_pas_hors_de_ses_adherents(monde, trouver):
    ouvert = ContratFactory(reference="CTR-SANS-ADHERENT")
    assert "Rien ne correspond" in trouver(monde.rh, ouvert.reference)
    assert ouvert.reference in trouver(monde.gestionnaire, ouvert.reference)
    for role in ("PREVENTEUR", "ASSUREUR", "MEDECIN"):  # aucun ne lit les adhésions
        assert ouvert.reference not in trouver(client_de(role).compte, ouvert.reference)
    d_ailleurs = AdhesionFactory(
        collectivite=monde.ailleurs.collectivite, lot=OffreFactory(lot__contrat=ouvert).lot
    )
    assert d_ailleurs.numero in trouver(monde.rh_d_ailleurs, ouvert.reference)
    assert "Rien ne correspond" in trouver(monde.rh, ouvert.reference)


def test_une_collectivite_par_un_mot_ou_son_siret_espaces_compris(monde, trouver):
    siret = Siret.objects.get(collectivite=monde.collectivite).siret
    espace = f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
    for q in ("aubrel", "AUBRELLE", siret, siret[:9], espace, espace.replace(" ", "\u00a0")):
        assert "Commune d'Aubrelle" in trouver(monde.gestionnaire, q), q
        assert "Rien ne correspond" in trouver(monde.rh_d_ailleurs, q), q


@pytest.mark.parametrize(
    ("role", "visibles", "caches"),
    [
        ("LECTEUR", {"Commune d'Aubrelle"}, {"DUPRÉ", "SIN-"}),
        ("ASSUREUR", {"DUPRÉ"}, {"matricule M001"}),
        ("RH_SAISIE", {"DUPRÉ", "matricule M001"}, set()),
    ],
)
def test_chaque_role_ne_trouve_que_ce_qu_il_ouvre(monde, trouver, role, visibles, caches):
    declarer(monde.agent)
    compte = client_de(role, monde.collectivite).compte
    page = trouver(compte, "dupre") + trouver(compte, "aubrelle")
    assert all(mot in page for mot in visibles)
    assert not any(mot in page for mot in caches)


@pytest.mark.parametrize("role", ["PREVENTEUR", "ADMINISTRATEUR"])
def test_sans_droit_sur_les_dossiers_rien_ne_se_trouve(monde, trouver, role):
    declarer(monde.agent)
    compte = client_de(role).compte
    assert "DUPRÉ" not in trouver(compte, "dupre") + trouver(compte, "aubrelle")


def test_une_phrase_n_est_pas_dans_une_liste_a_choisir(monde, client):
    client.force_login(monde.rh)
    assert 'role="listbox"' not in client.get("/").content.decode()
    for q, liste in (("zzzz", False), ("d", False), (NIR, False), ("dupre", True)):
        propositions = client.post("/recherche/propositions/", {"q": q}).content.decode()
        assert ('role="listbox"' in propositions) == liste, q


def test_etranger_et_absent_se_confondent(monde, client):
    s = declarer(monde.agent)
    client.force_login(monde.rh_d_ailleurs)
    with CaptureQueriesContext(connection) as etranger:
        a = client.post("/recherche/propositions/", {"q": s.numero}).content
    with CaptureQueriesContext(connection) as absent:
        b = client.post("/recherche/propositions/", {"q": "SIN-1999-000001"}).content
    assert a == b
    assert len(etranger) == len(absent) <= 24


def test_envoyer_ouvre_la_seule_fiche_ou_les_resultats(monde, client):
    s = declarer(monde.agent)
    client.force_login(monde.rh)
    assert client.post("/recherche/", {"q": s.numero})["Location"] == f"/sinistres/{s.uid}/"
    assert unquote(client.post("/recherche/", {"q": " Dupré "})["Location"]) == "/recherche/?q=Dupré"
    assert client.post("/recherche/", {"q": ""})["Location"] == "/recherche/"


@pytest.mark.parametrize("q", [NIR, NIR.replace(" ", ""), "dupré 2850578006084", "1.85.05.78.006.084"])
def test_un_nir_est_refuse_et_ne_laisse_aucune_trace(monde, client, caplog, capsys, q):
    client.force_login(monde.rh)
    chiffres = "".join(c for c in q if c.isdigit())
    for reponse in (client.post("/recherche/", {"q": q}), client.get("/recherche/", {"q": q})):
        assert reponse.status_code == 302
        assert reponse["Location"] == "/recherche/?nir_efface=q"
        assert chiffres not in str(reponse.serialize())
    page = client.get("/recherche/?nir_efface=q")
    assert "ne se cherche pas ici" in texte(page)
    with CaptureQueriesContext(connection) as lues:
        proposees = client.post("/recherche/propositions/", {"q": q})
    assert "ne se cherche pas ici" in texte(proposees)
    traces = (
        caplog.text + "".join(capsys.readouterr()) + proposees.content.decode() + str(lues.captured_queries)
    )
    assert chiffres not in traces.replace(" ", "").replace(".", "")


def test_un_siret_entier_n_est_pas_pris_pour_un_nir(monde, trouver):
    Siret.objects.filter(collectivite=monde.collectivite).update(siret="21850578006084")
    assert "Commune d'Aubrelle" in trouver(monde.gestionnaire, "218 505 780 06084")


def test_propositions_par_groupes_avec_leur_role(monde, client):
    declarer(monde.agent)
    client.force_login(monde.rh)
    page = client.post("/recherche/propositions/", {"q": "dup"}).content.decode()
    assert 'role="option"' in page and "DUPRÉ Élodie" in page and "SIN-2026" in page
    assert page.count('role="group"') == 2
    assert "Tapez au moins deux lettres" in texte(client.post("/recherche/propositions/", {"q": "d"}))
    assert "Rien ne correspond" in texte(client.post("/recherche/propositions/", {"q": "zzz"}))
    assert client.get("/recherche/propositions/").status_code == 405


def test_le_reste_est_dans_la_liste(monde, client):
    AgentFactory.create_batch(25, collectivite=monde.collectivite, nom="Martelin")
    client.force_login(monde.rh)
    page = client.get("/recherche/?q=martelin").content.decode()
    assert page.count("MARTELIN") == 20
    assert "/agents/?q=martelin" in page


def test_une_recherche_envoyee_ne_peut_rien_ecrire(monde, client):
    """POST pour ne rien laisser dans l'adresse, mais la transaction est en lecture seule."""
    client.force_login(monde.rh)
    with CaptureQueriesContext(connection) as lues:
        client.post("/recherche/", {"q": "dupre"})
    assert any("READ ONLY" in q["sql"] for q in lues)


def test_le_champ_est_sur_les_pages_de_qui_a_un_droit(monde, client):
    client.force_login(monde.rh)
    assert 'aria-label="Recherche générale"' in client.get("/").content.decode()
    client.logout()
    assert "Recherche générale" not in client.get("/connexion/").content.decode()


@pytest.mark.parametrize("q", ["%", "_%", "'", "\\", "\x00abc", "é" * 500, "(", "12" * 40])
def test_rien_de_tape_ne_casse_la_recherche(monde, client, q):
    client.force_login(monde.gestionnaire)
    assert client.post("/recherche/propositions/", {"q": q}).status_code == 200
    assert client.post("/recherche/", {"q": q}).status_code == 302


# Action qui ouvre un genre de fiche ou une file → champs que sa ligne nomme.
NOMMES = {
    "sinistres.lire": ("identite_agent", "nature_conge", "dates_arret"),
    "sinistres.declarer": ("identite_agent", "nature_conge", "dates_arret", "montants_decompte"),
    "agents.lire": ("identite_agent", "matricule"),
}


@pytest.mark.parametrize("action", NOMMES)
def test_qui_lit_une_ligne_voit_tout_ce_qu_elle_nomme(action):
    """Les lignes nomment sans demander : les deux tables de `perimetres` doivent donc toujours s'accorder."""
    fautes = {
        (role, champ)
        for role in TABLE[action].roles
        for champ in NOMMES[action]
        if visibilite(champ, {role}) is not VISIBLE
    }
    assert fautes == set()


def test_les_files_de_dossiers_ne_vont_qu_a_qui_voit_ce_qu_elles_nomment():
    roles = {role for f in (*dossiers.DE_LA_COLLECTIVITE, *dossiers.DU_CDG) for role in f.pour}
    champs = NOMMES["sinistres.declarer"]
    assert {(r, c) for r in roles for c in champs if visibilite(c, {r}) is not VISIBLE} == set()
