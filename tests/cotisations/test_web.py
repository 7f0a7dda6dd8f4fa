"""Écrans des cotisations : déclaration, contrôle, quatre yeux, double clic, périmètre."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cotisations.models import Appel, BaseDeclaree
from cotisations.services import (
    appel_emettre,
    appel_verifier,
    base_controler,
    base_declarer,
    participation_emettre,
)
from tests.aides import client_de
from tests.fabriques import AdhesionFactory, CollectiviteFactory, CompteFactory, OffreFactory

LE = date(2025, 1, 20)
SAISIE = {
    "exercice": "2025",
    "nb_agents": "124",
    "tib": "2 697 159,00",
    "nbi": "17132",
    "sft": "42 965",
    "ir": "28386,00",
    "primes": "412 391",
}


def texte(reponse):
    return reponse.content.decode()


@pytest.fixture
def adhesion(cdg):
    lot = OffreFactory(garanties={"CITIS": ("ABSOLUE", 45, Decimal("1.50"))}).lot
    collectivite = CollectiviteFactory(denomination="Résidence d'Étrelle")
    return AdhesionFactory(collectivite=collectivite, lot=lot, elements=("TIB", "NBI", "SFT", "IR", "RI"))


@pytest.fixture
def base(adhesion):
    return base_declarer(
        adhesion=adhesion,
        exercice=2025,
        montants={"tib": Decimal("100000")},
        nb_agents=3,
        le=LE,
    )


@pytest.fixture
def appel(base):
    return appel_emettre(base=base_controler(base=base, le=LE), le=LE)


def adresse(nom, objet):
    return reverse(f"cotisations:{nom}", args=[objet.uid])


def test_declaration_pre_remplie(adhesion):
    navigateur = client_de("RH_VALIDEUR", adhesion.collectivite)
    page = texte(navigateur.get(adresse("declarer", adhesion), {"exercice": "2025"}))
    assert "24\u00a0000,00" in page
    assert "1er\u00a0janvier\u00a02025" in page
    assert "Charges patronales" not in page


def test_declaration_puis_double_envoi(adhesion):
    navigateur = client_de("RH_VALIDEUR", adhesion.collectivite)
    premiere = navigateur.post(adresse("declarer", adhesion), SAISIE)
    assert premiere.status_code == 302
    base = BaseDeclaree.objects.get()
    assert (base.total, base.nb_agents, base.declaree_par) == (Decimal("3198033.00"), 124, navigateur.compte)
    seconde = navigateur.post(adresse("declarer", adhesion), SAISIE, follow=True)
    assert seconde.redirect_chain[0][0] == premiere["Location"]
    assert "était déjà déclarée" in texte(seconde)
    assert BaseDeclaree.objects.count() == 1


@pytest.mark.parametrize(
    ("champ", "valeur", "message"),
    [
        ("tib", "beaucoup", "Un montant est attendu, en chiffres"),
        ("tib", "", "Ce champ est obligatoire"),
        ("tib", "0", "Les traitements indiciaires bruts sont obligatoires"),
        ("nbi", "-5", "Le montant ne peut pas être négatif"),
        ("nb_agents", "0", "supérieure ou égale à 1"),
        ("exercice", "2040", "Sélectionnez un choix valide"),
    ],
)
def test_declaration_fausse_ne_perd_rien(adhesion, champ, valeur, message):
    navigateur = client_de("RH_VALIDEUR", adhesion.collectivite)
    reponse = navigateur.post(adresse("declarer", adhesion), SAISIE | {champ: valeur})
    page = texte(reponse)
    assert reponse.status_code == 422
    assert message in page
    assert "corrigez ce qui suit" in page
    assert 'value="412 391"' in page
    assert not BaseDeclaree.objects.exists()


@pytest.mark.parametrize("role", ["RH_SAISIE", "LECTEUR"])
def test_declaration_reservee_au_valideur(adhesion, role):
    navigateur = client_de(role, adhesion.collectivite)
    assert navigateur.get(adresse("declarer", adhesion)).status_code == 403
    assert navigateur.post(adresse("declarer", adhesion), SAISIE).status_code == 403
    assert not BaseDeclaree.objects.exists()


def test_declaration_chez_un_autre_introuvable(adhesion):
    navigateur = client_de("RH_VALIDEUR", CollectiviteFactory())
    assert navigateur.post(adresse("declarer", adhesion), SAISIE).status_code == 404
    assert not BaseDeclaree.objects.exists()


def test_controler_puis_appeler(base):
    navigateur = client_de("GESTIONNAIRE_CDG")
    assert "Tenir pour contrôlée" in texte(navigateur.get(adresse("base", base)))
    assert "Émettre l&#x27;appel" in texte(navigateur.post(adresse("controler", base), follow=True))
    emission = navigateur.post(adresse("appeler", base))
    appel = Appel.objects.get()
    assert emission["Location"] == adresse("appel", appel)
    redite = texte(navigateur.post(adresse("appeler", base), follow=True))
    assert "déjà émis" in redite
    assert f"Voir l'appel {appel.numero}" in redite
    assert Appel.objects.count() == 1


def test_quatre_yeux_a_l_ecran(appel):
    premier, second = client_de("GESTIONNAIRE_CDG"), client_de("CHEF_SERVICE_CDG")
    page = texte(premier.post(adresse("verifier", appel), follow=True))
    assert "est vérifié" in page
    assert "une autre personne du Centre de gestion doit le valider" in page
    assert "Rien n&#x27;a changé" in texte(premier.post(adresse("verifier", appel), follow=True))
    assert "ne peut pas le valider" in texte(premier.post(adresse("valider", appel), follow=True))
    appel.refresh_from_db()
    assert appel.etat == "VERIFIE"
    assert "est validé" in texte(second.post(adresse("valider", appel), follow=True))
    appel.refresh_from_db()
    assert (appel.etat, appel.verifie_par, appel.valide_par) == ("VALIDE", premier.compte, second.compte)


def test_fiche_appel(appel):
    page = texte(client_de("GESTIONNAIRE_CDG").get(adresse("appel", appel)))
    for attendu in (
        "1\u00a0500,00\u00a0€",
        "31/01/2025",
        "375,00\u00a0€",
        "Points de contrôle",
        "Pourquoi ce montant ?",
        "CCTP-CNRACL-2025 II.9",
        "100\u00a0000,00\u00a0€ × 1,5\u00a0%",
    ):
        assert attendu in page, attendu
    rh = texte(client_de("RH_SAISIE", appel.collectivite).get(adresse("appel", appel)))
    assert "Points de contrôle" not in rh
    assert ">Vérifier<" not in rh


@pytest.mark.parametrize("acte", ["verifier", "valider"])
@pytest.mark.parametrize("role", ["FINANCES", "RH_VALIDEUR", "LECTEUR"])
def test_actes_reserves_a_la_gestion(appel, acte, role):
    collectivite = None if role == "FINANCES" else appel.collectivite
    navigateur = client_de(role, collectivite)
    assert navigateur.post(adresse(acte, appel)).status_code == 403
    assert navigateur.get(adresse("appel", appel)).status_code == 200
    appel.refresh_from_db()
    assert appel.etat == "EMIS"


def test_etranger_et_absent_ne_se_distinguent_pas(appel):
    navigateur = client_de("RH_VALIDEUR", CollectiviteFactory())
    cibles = {"appel": appel.uid, "base": appel.base_declaree.uid, "de_adhesion": appel.adhesion.uid}
    for nom, uid in cibles.items():
        inconnu = uuid.uuid4()
        etranger = navigateur.get(reverse(f"cotisations:{nom}", args=[uid]))
        absent = navigateur.get(reverse(f"cotisations:{nom}", args=[inconnu]))
        assert (etranger.status_code, absent.status_code) == (404, 404), nom
        assert texte(etranger).replace(str(uid), "") == texte(absent).replace(str(inconnu), "")


def test_listes_bornees_a_la_collectivite(appel):
    participation_emettre(adhesion=appel.adhesion, exercice=2025, le=LE)
    chez_soi = client_de("LECTEUR", appel.collectivite)
    ailleurs = client_de("LECTEUR", CollectiviteFactory())
    for nom in ("appels", "bases", "participations", "appels_csv"):
        url = reverse(f"cotisations:{nom}")
        assert "Résidence d" in texte(chez_soi.get(url)), nom
        assert "Résidence d" not in texte(ailleurs.get(url)), nom


def test_recherche_et_filtres(appel):
    navigateur = client_de("FINANCES")
    url = reverse("cotisations:appels")
    for trouve in ({"q": "etrelle"}, {"q": appel.numero[:8].lower()}, {"etat": "EMIS"}, {"exercice": "2025"}):
        assert appel.numero in texte(navigateur.get(url, trouve)), trouve
    for vide in ({"q": "brevigny"}, {"etat": "VALIDE"}, {"exercice": "2026"}):
        assert "Aucun appel trouvé" in texte(navigateur.get(url, vide)), vide


def test_fragment_des_cotisations_d_une_adhesion(appel):
    participation_emettre(adhesion=appel.adhesion, exercice=2025, le=LE)
    navigateur = client_de("GESTIONNAIRE_CDG")
    page = texte(navigateur.get(adresse("de_adhesion", appel.adhesion)))
    fragment = texte(navigateur.get(adresse("de_adhesion", appel.adhesion), headers={"HX-Request": "true"}))
    assert "<html" in page
    assert "<html" not in fragment
    for attendu in (appel.numero, "70,00\u00a0€", "1 agent CNRACL"):
        assert attendu in fragment, attendu
        assert attendu in page, attendu


def test_pdf_d_un_appel_valide_demande_une_seule_fois(appel):
    with perimetre(Perimetre(cdg=True, utilisateur=CompteFactory().pk)):
        appel_verifier(appel=appel, le=LE)
    navigateur = client_de("CHEF_SERVICE_CDG")
    navigateur.post(adresse("valider", appel))
    assert "Éditer l'appel" in texte(navigateur.get(adresse("appel", appel)))
    premiere, seconde = (navigateur.post(adresse("editer", appel)) for _ in range(2))
    assert premiere["Location"] == seconde["Location"]
    assert "/travaux/" in premiere["Location"]


def test_participation_emise_une_fois_par_exercice(adhesion, settings):
    settings.DATE_DE_REFERENCE = "2026-03-01"
    navigateur = client_de("CHEF_SERVICE_CDG")
    assert "Émettre la participation 2026" in texte(navigateur.get(adresse("de_adhesion", adhesion)))
    url = reverse("cotisations:emettre_participation", args=[adhesion.uid])
    for _ in range(2):
        assert navigateur.post(url, {"exercice": "2026"}).status_code == 302
    page = texte(navigateur.get(adresse("de_adhesion", adhesion)))
    assert page.count("Participation PAR-2026-") == 1
    assert "Émettre la participation" not in page
    assert client_de("RH_VALIDEUR", adhesion.collectivite).post(url).status_code == 403
    hors = navigateur.post(url, {"exercice": "2040"}, follow=True)
    assert "hors de l&#x27;adhésion" in texte(hors)


@pytest.mark.parametrize("nom", ["appels", "bases", "participations"])
def test_nombre_de_requetes_borne(adhesion, nom, django_assert_max_num_queries):
    for exercice in (2025, 2026, 2027, 2028):
        base = base_declarer(
            adhesion=adhesion, exercice=exercice, montants={"tib": Decimal(1000)}, nb_agents=1, le=LE
        )
        appel_emettre(base=base_controler(base=base, le=LE), le=LE)
        participation_emettre(adhesion=adhesion, exercice=exercice, le=LE)
    navigateur = client_de("GESTIONNAIRE_CDG")
    with django_assert_max_num_queries(16):
        navigateur.get(reverse(f"cotisations:{nom}"))


def test_jeton_csrf_exige(appel):
    navigateur = client_de("GESTIONNAIRE_CDG", enforce_csrf_checks=True)
    assert navigateur.post(adresse("verifier", appel)).status_code == 403
    appel.refresh_from_db()
    assert appel.etat == "EMIS"


def test_un_get_ne_change_rien(appel):
    navigateur = client_de("GESTIONNAIRE_CDG")
    for nom, objet in (("verifier", appel), ("valider", appel), ("controler", appel.base_declaree)):
        assert navigateur.get(adresse(nom, objet)).status_code == 405


@pytest.mark.parametrize("exercice", ["9" * 3000, "²", "-1"])
def test_un_exercice_illisible_rend_l_exercice_propose(adhesion, exercice):
    navigateur = client_de("RH_VALIDEUR", adhesion.collectivite)
    assert navigateur.get(adresse("declarer", adhesion), {"exercice": exercice}).status_code == 200
    # L'exercice envoyé n'est pas au choix : le formulaire est à corriger.
    envoi = navigateur.post(adresse("declarer", adhesion), SAISIE | {"exercice": exercice})
    assert envoi.status_code == 422
    assert not BaseDeclaree.objects.exists()


@pytest.mark.parametrize(
    "faute", [{"nb_agents": "99999999999"}, {"nb_agents": "9" * 5000}, {"tib": "999999999999,99"}]
)
def test_une_base_demesuree_est_a_corriger(adhesion, faute):
    navigateur = client_de("RH_VALIDEUR", adhesion.collectivite)
    assert navigateur.post(adresse("declarer", adhesion), SAISIE | faute).status_code == 422
    assert not BaseDeclaree.objects.exists()
