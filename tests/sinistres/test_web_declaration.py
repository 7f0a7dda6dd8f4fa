"""Déclaration guidée : étapes, brouillon, entrées fausses, double clic. Sans JavaScript."""

import re
from datetime import date

import pytest
from django.urls import reverse

from sinistres.models import Brouillon, Sinistre
from sinistres.web import declaration as ecran
from tests.fabriques import HabilitationFactory
from tests.sinistres.monde import JOUR, batir, declarer, texte

EVENEMENT = {"survenance": "1/6/26", "connu_employeur_le": "2/6/26", "carence": "AUTO"}
CERTIFICATS = {"lignes": "1", "c0-debut": "1/6/26", "c0-fin": "12/6/26"}


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    return batir()


@pytest.fixture
def rh(client, monde):
    client.force_login(monde.rh)
    return client


def pas(brouillon, nom) -> str:
    return reverse("sinistres:declarer_etape", args=[brouillon.uid, nom])


def commencer(rh, monde, motif="MO", evenement=None, certificats=None) -> Brouillon:
    """Brouillon mené jusqu'à la vérification (ou jusqu'au premier pas non donné)."""
    rh.post(reverse("sinistres:declarer"), {"agent": str(monde.agent.uid)})
    brouillon = Brouillon.objects.latest("id")
    rh.post(pas(brouillon, "motif"), {"motif": motif})
    if evenement is not None:
        rh.post(pas(brouillon, "evenement"), evenement)
    if certificats is not None:
        rh.post(pas(brouillon, "certificats"), certificats)
    return brouillon


def test_le_parcours_entier_et_le_double_clic(rh, monde):
    page = texte(rh.get(reverse("sinistres:declarer"), {"q": "dupre elo"}))
    assert "DUPRÉ Élodie" in page
    assert "1 agent trouvé" in page
    brouillon = commencer(rh, monde, evenement=EVENEMENT, certificats=CERTIFICATS)
    verification = texte(rh.get(pas(brouillon, "verification")))
    for attendu in (
        "DUPRÉ Élodie", "Maladie ordinaire", "1er juin 2026", "12 jours", "Franchise : 30 jours, absolue",
        "Avis d'arrêt de travail, volet 2 ou 3", "Bulletins de salaire",
    ):  # fmt: skip
        assert attendu in verification, attendu
    envois = [rh.post(pas(brouillon, "verification"), {"cle_saisie": str(brouillon.uid)}) for _ in range(2)]
    sinistre = Sinistre.objects.get()
    assert {r.url for r in envois} == {reverse("sinistres:dossier", args=[sinistre.uid])}
    assert sinistre.cle_saisie == brouillon.uid
    assert sinistre.survenance == date(2026, 6, 1)
    assert not Brouillon.objects.exists()


def test_l_agent_d_ailleurs_n_existe_pas(rh, monde):
    phrase = "Cet agent n'est pas de votre collectivité"
    inconnu = "00000000-0000-7000-8000-000000000000"
    reponses = [
        texte(rh.post(reverse("sinistres:declarer"), {"agent": str(uid)}))
        for uid in (monde.agent_d_ailleurs.uid, inconnu, "n'importe quoi")
    ]
    assert all(phrase in r for r in reponses)
    assert reponses[0] == reponses[1]
    assert "Aucun agent trouvé" in texte(rh.get(reverse("sinistres:declarer"), {"q": "dupuis"}))
    assert phrase in texte(rh.get(reverse("sinistres:declarer"), {"agent": str(monde.agent_d_ailleurs.uid)}))
    assert not Brouillon.objects.exists()


def test_depuis_la_page_de_l_agent(rh, monde):
    page = texte(rh.get(reverse("sinistres:declarer"), {"agent": str(monde.agent.uid)}))
    assert "1 agent trouvé" in page
    assert "M001" in page


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"survenance": "1/7/26"}, "Cette date est dans le futur"),
        ({"survenance": "31/4/26"}, "Cette date n'existe pas"),
        ({"survenance": "hier"}, "JJ/MM/AAAA"),
        ({"survenance": ""}, "obligatoire"),
        ({"connu_employeur_le": "1/1/27"}, "Cette date est dans le futur"),
        ({"survenance": "1/6/2010", "connu_employeur_le": "2/6/10"}, "antérieur à votre adhésion"),
    ],
    ids=["futur", "inexistante", "illisible", "vide", "connu futur", "avant l'adhésion"],
)
def test_un_evenement_faux_est_garde_et_explique(rh, monde, champs, phrase):
    brouillon = commencer(rh, monde)
    saisie = EVENEMENT | champs
    r = rh.post(pas(brouillon, "evenement"), saisie)
    assert r.status_code == 200
    assert phrase in texte(r)
    for champ in ("survenance", "connu_employeur_le"):
        if saisie[champ]:
            assert f'value="{saisie[champ]}"' in r.content.decode()
    brouillon.refresh_from_db()
    assert brouillon.contenu["evenement"]["survenance"] == saisie["survenance"]
    repris = rh.get(pas(brouillon, "evenement"))
    assert phrase in texte(repris)
    assert rh.get(pas(brouillon, "verification")).url == pas(brouillon, "evenement")


def test_un_evenement_apres_le_contrat_est_refuse(rh, monde, settings):
    settings.DATE_DE_REFERENCE = "2029-03-01"
    brouillon = commencer(rh, monde)
    r = rh.post(
        pas(brouillon, "evenement"), EVENEMENT | {"survenance": "3/1/29", "connu_employeur_le": "4/1/29"}
    )
    assert "Aucune adhésion de Commune d'Aubrelle ne couvre un évènement du 03/01/2029" in texte(r)


def test_un_evenement_anterieur_demande_le_refus_precedent(rh, monde):
    anterieur = EVENEMENT | {"survenance": "1/12/24", "connu_employeur_le": "2/12/24"}
    brouillon = commencer(rh, monde)
    assert "L'assureur précédent a-t-il refusé" in texte(rh.post(pas(brouillon, "evenement"), anterieur))
    r = rh.post(pas(brouillon, "evenement"), anterieur | {"refus_precedent": "oui"})
    assert r.url == pas(brouillon, "certificats")
    rh.post(pas(brouillon, "certificats"), {"lignes": "1", "c0-debut": "2/6/25", "c0-fin": "30/6/25"})
    rh.post(pas(brouillon, "verification"))
    assert Sinistre.objects.get().refus_precedent is True


def test_garantie_non_souscrite_declaration_conservatoire(rh, monde):
    brouillon = commencer(rh, monde, motif="MATERNITE")
    saisie = {"survenance": "1/6/26", "connu_employeur_le": "2/3/26"}
    r = rh.post(pas(brouillon, "evenement"), saisie)
    page = texte(r)
    assert "n'est pas souscrite par Commune d'Aubrelle" in page
    assert "Déclarer à titre conservatoire" in page
    assert "Jour de carence" not in page
    r = rh.post(pas(brouillon, "evenement"), saisie | {"conservatoire": "on"})
    assert r.url == pas(brouillon, "certificats")
    rh.post(pas(brouillon, "certificats"), CERTIFICATS)
    assert "rien ne sera remboursé" in texte(rh.get(pas(brouillon, "verification")))
    rh.post(pas(brouillon, "verification"))
    sinistre = Sinistre.objects.get()
    assert sinistre.conservatoire
    assert "Non souscrite" in texte(rh.get(reverse("sinistres:dossier", args=[sinistre.uid])))


@pytest.mark.parametrize(
    ("certificats", "phrase"),
    [
        ({"c0-debut": "12/6/26", "c0-fin": "1/6/26"}, "Le dernier jour précède le premier (12/06/2026)"),
        ({"c0-debut": "30/5/26", "c0-fin": "12/6/26"}, "avant l'évènement"),
        (
            {
                "lignes": "2",
                "c0-debut": "1/6/26",
                "c0-fin": "5/6/26",
                "c1-debut": "5/6/26",
                "c1-fin": "9/6/26",
            },
            "Deux certificats couvrent le 05/06/2026",
        ),
        ({"c0-debut": "", "c0-fin": ""}, "Saisissez au moins un certificat"),
        ({"c0-debut": "1/6/26", "c0-fin": ""}, "obligatoire"),
    ],
    ids=["inversées", "avant l'évènement", "chevauchement", "aucun", "incomplet"],
)
def test_un_certificat_faux_est_garde_et_explique(rh, monde, certificats, phrase):
    brouillon = commencer(rh, monde, evenement=EVENEMENT)
    r = rh.post(pas(brouillon, "certificats"), {"lignes": "1"} | certificats)
    assert r.status_code == 200
    assert phrase in texte(r)
    for cle, valeur in certificats.items():
        if cle != "lignes" and valeur:
            assert f'value="{valeur}"' in r.content.decode()


def test_chevaucher_un_autre_dossier_est_refuse_a_la_fin_sans_rien_perdre(rh, monde):
    declarer(monde.agent, debut=date(2026, 6, 10), fin=date(2026, 6, 14))
    brouillon = commencer(rh, monde, evenement=EVENEMENT, certificats=CERTIFICATS)
    r = rh.post(pas(brouillon, "verification"))
    assert r.status_code == 200
    assert "Cet agent a déjà un certificat sur une partie de ces jours" in texte(r)
    assert pas(brouillon, "certificats") in r.content.decode()
    assert Sinistre.objects.count() == 1
    assert Brouillon.objects.filter(pk=brouillon.pk).exists()


def test_plusieurs_certificats_et_temps_partiel(rh, monde):
    brouillon = commencer(rh, monde, evenement=EVENEMENT)
    r = rh.post(pas(brouillon, "certificats"), CERTIFICATS | {"ajouter": "1"})
    assert "Certificat 2" in texte(r)
    tpt = commencer(rh, monde, motif="TPT")
    saisie = {"survenance": "1/6/26", "connu_employeur_le": "1/6/26", "conservatoire": "on"}
    rh.post(pas(tpt, "evenement"), saisie)
    for quotite, phrase in (("cent", "Écrivez un nombre"), ("150", "entre 1 et 99"), ("", "obligatoire")):
        r = rh.post(pas(tpt, "certificats"), CERTIFICATS | {"c0-quotite_travail": quotite})
        assert phrase in texte(r), quotite
    rh.post(pas(tpt, "certificats"), CERTIFICATS | {"c0-quotite_travail": "50 %"})
    rh.post(pas(tpt, "verification"))
    assert Sinistre.objects.get(motif="TPT").arrets.get().certificats.get().quotite_travail == 50


def test_declaration_tardive_annoncee(rh, monde):
    tardif = {"survenance": "5/1/26", "connu_employeur_le": "5/1/26", "carence": "AUTO"}
    lignes = {"lignes": "1", "c0-debut": "5/1/26", "c0-fin": "9/1/26"}
    brouillon = commencer(rh, monde, evenement=tardif, certificats=lignes)
    assert "Déclaration tardive" not in texte(rh.get(pas(brouillon, "verification")))
    tardif |= {"survenance": "5/12/25", "connu_employeur_le": "5/12/25"}
    rh.post(pas(brouillon, "evenement"), tardif)
    page = texte(rh.get(pas(brouillon, "verification")))
    assert "Déclaration tardive" in page
    assert "5 juin 2026" in page


def test_brouillon_garde_repris_liste_abandonne(rh, monde):
    brouillon = commencer(rh, monde)
    r = rh.post(pas(brouillon, "evenement"), {"survenance": "1/", "quitter": "1"}, follow=True)
    page = texte(r)
    assert "Le brouillon est gardé" in page
    assert "DUPRÉ Élodie, maladie ordinaire" in page
    assert 'value="1/"' in rh.get(pas(brouillon, "evenement")).content.decode()
    assert rh.get(pas(brouillon, "verification")).url == pas(brouillon, "evenement")
    assert "Brouillons à finir" in texte(rh.get(reverse("accueil:accueil")))
    r = rh.post(pas(brouillon, "evenement"), {"survenance": "1/6\x00", "precedente": "1"})
    assert r.url == pas(brouillon, "motif")
    brouillon.refresh_from_db()
    assert brouillon.contenu["evenement"]["survenance"] == "1/6"
    rh.post(reverse("sinistres:declarer_abandonner", args=[brouillon.uid]))
    assert not Brouillon.objects.exists()
    assert rh.get(pas(brouillon, "motif")).status_code == 404


def test_le_brouillon_d_une_autre_personne_n_existe_pas(rh, monde, client):
    brouillon = commencer(rh, monde)
    collegue = HabilitationFactory(rh=True, collectivite=monde.collectivite).compte
    for compte in (collegue, monde.rh_d_ailleurs):
        client.force_login(compte)
        assert client.get(pas(brouillon, "motif")).status_code == 404
        assert client.post(reverse("sinistres:declarer_abandonner", args=[brouillon.uid])).status_code == 404
    client.force_login(monde.rh)
    assert client.get(pas(brouillon, "inconnue")).status_code == 404


def test_le_dossier_ouvert_de_l_agent_est_annonce(rh, monde):
    ouvert = declarer(monde.agent)
    brouillon = commencer(rh, monde)
    page = texte(rh.get(pas(brouillon, "motif")))
    assert f"Ajouter un certificat à {ouvert.numero}" in page


def test_changer_d_agent_garde_la_saisie(rh, monde):
    from tests.fabriques import AgentFactory

    autre = AgentFactory(collectivite=monde.collectivite, nom="Zélie")
    brouillon = commencer(rh, monde, evenement=EVENEMENT)
    adresse = reverse("sinistres:declarer_agent", args=[brouillon.uid])
    assert rh.get(adresse).status_code == 200
    rh.post(adresse, {"agent": str(autre.uid)})
    brouillon.refresh_from_db()
    assert brouillon.contenu["nom"] == "ZÉLIE Élodie"
    assert brouillon.contenu["evenement"]["survenance"] == "1/6/26"


def test_la_recherche_d_agent_en_fragment_est_la_meme(rh, monde):
    adresse = reverse("sinistres:declarer")
    page = rh.get(adresse, {"q": "dup"}).content.decode()
    fragment = rh.get(adresse, {"q": "dup"}, headers={"HX-Request": "true"}).content.decode()
    assert fragment.strip().startswith('<div id="agents">')
    # Le jeton de formulaire est tiré à chaque réponse : il ne se compare pas.
    sans_jeton = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert sans_jeton.sub("", fragment.strip()) in sans_jeton.sub("", page)


@pytest.mark.parametrize("lignes", ["²", "9" * 5000, "-1", ""])
def test_un_nombre_de_lignes_illisible_vaut_une_ligne(rh, monde, lignes):
    brouillon = commencer(rh, monde, evenement=EVENEMENT)
    envoi = rh.post(pas(brouillon, "certificats"), CERTIFICATS | {"lignes": lignes})
    assert envoi.url == pas(brouillon, "verification")


@pytest.mark.parametrize("fin", ["31/12/9999", "12/6/2032"])
def test_un_certificat_absurde_est_refuse_des_sa_page(rh, monde, fin):
    brouillon = commencer(rh, monde, evenement=EVENEMENT)
    page = texte(rh.post(pas(brouillon, "certificats"), CERTIFICATS | {"c0-fin": fin}))
    assert "vérifiez l'année" in page


@pytest.mark.parametrize("devenu_dossier", [True, False])
def test_le_brouillon_disparu_pendant_l_envoi_est_dit(rh, monde, monkeypatch, devenu_dossier):
    """Un autre onglet déclare, ou abandonne, entre la lecture du brouillon et son enregistrement."""
    brouillon = commencer(rh, monde, evenement=EVENEMENT, certificats=CERTIFICATS)
    lire = ecran.lire_brouillon

    def lire_puis_perdre(lu, **options):
        saisie = lire(lu, **options)
        if devenu_dossier:
            ecran.declarer(saisie, le=JOUR)
        Brouillon.objects.filter(pk=lu.pk).delete()
        return saisie

    monkeypatch.setattr(ecran, "lire_brouillon", lire_puis_perdre)
    envoi = rh.post(pas(brouillon, "certificats"), CERTIFICATS)
    if devenu_dossier:
        attendue = reverse("sinistres:dossier", args=[Sinistre.objects.get().uid])
    else:
        attendue = reverse("sinistres:declarer")
    assert envoi.url == attendue
    assert "n'existe plus" in texte(rh.get(attendue))
    assert not Brouillon.objects.exists()
