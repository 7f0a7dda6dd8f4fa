"""Le brouillon d'un formulaire : gardé, offert, repris, abandonné, effacé ; à soi seul. Sans JavaScript."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from adhesions.models import Agent
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.saisies.contenu import ouvrir
from cdg_portal.saisies.models import SaisieGardee
from cdg_portal.saisies.services import saisies_purger
from sinistres.services.brouillons import brouillon_enregistrer
from sinistres.tasks import purger_brouillons as purger_declarations
from tests.aides import client_de
from tests.fabriques import CollectiviteFactory, HabilitationFactory

pytestmark = pytest.mark.usefixtures("jour")

AGENT = {
    "matricule": "M-1",
    "nom": "Ébrard",
    "prenom": "Zoé",
    "naissance": "4 mai 1980",
    "sexe": "F",
    "regime": "CNRACL",
    "entree": "01012020",
    "statut": "TITULAIRE",
    "quotite": "80",
    "annuel_TIB": "24 000,50 €",
    "annuel_NBI": "",
}
NIR = "1 80 05 78 006 084 91"
GARDER = reverse("saisies:garder")


def page_agent(commune):
    return reverse("adhesions:enregistrer_agent", args=[commune.uid])


def jeton_de(reponse):
    return re.search(r'name="_saisie" value="([^"]+)"', reponse.content.decode())[1]


def valeur(reponse, nom):
    trouvee = re.search(rf'<input[^>]*name="{nom}"[^>]*>', reponse.content.decode())[0]
    lue = re.search(r'value="([^"]*)"', trouvee)
    return html.unescape(lue[1]) if lue else ""


def garder(client, adresse, champs, **options):
    return client.post(GARDER, champs | {"_saisie": jeton_de(client.get(adresse))}, **options)


def test_le_bouton_garde_et_le_retour_rend_tout(rh, commune):
    adresse = page_agent(commune)
    faux = AGENT | {"naissance": "31/02/1980", "annuel_TIB": "beaucoup"}
    reponse = garder(rh, adresse, faux)
    assert reponse.url == f"{adresse}?reprendre={SaisieGardee.objects.get().uid}"
    reprise = rh.get(reponse.url)
    assert [valeur(reprise, c) for c in ("nom", "naissance", "annuel_TIB")] == [
        "Ébrard",
        "31/02/1980",
        "beaucoup",
    ]
    assert "est reprise" in reprise.content.decode()
    assert not Agent.objects.exists()
    neuve = rh.get(adresse)
    assert valeur(neuve, "nom") == ""
    assert "Reprendre votre saisie du" in neuve.content.decode()
    assert "Enregistrer un agent" in rh.get(reverse("accueil:brouillons")).content.decode()


def test_la_frappe_garde_en_silence_un_seul_brouillon_par_page(rh, commune):
    jeton = jeton_de(rh.get(page_agent(commune)))
    for nom in ("Éb", "Ébrard"):
        envoi = AGENT | {"nom": nom, "_saisie": jeton}
        reponse = rh.post(GARDER, envoi, headers={"Accept": "application/json"})
        assert re.fullmatch(r"\d\d:\d\d", reponse.json()["heure"])
    assert SaisieGardee.objects.count() == 1
    assert (
        valeur(rh.get(f"{page_agent(commune)}?reprendre={SaisieGardee.objects.get().uid}"), "nom") == "Ébrard"
    )


def test_rien_ne_se_lit_dans_la_base(rh, commune):
    garder(rh, page_agent(commune), AGENT | {"mot_de_passe": "ne-se-garde-pas"})
    gardee = SaisieGardee.objects.get()
    colonnes = " ".join(str(v) for v in vars(gardee).values())
    assert "brard" not in colonnes
    assert "24 000" not in colonnes
    assert set(ouvrir(gardee.contenu)) == set(AGENT)


def test_l_envoi_reussi_efface_le_brouillon(rh, commune):
    jeton = jeton_de(rh.get(garder(rh, page_agent(commune), AGENT).url))
    assert rh.post(page_agent(commune), AGENT | {"_saisie": jeton}).status_code == 302
    assert Agent.objects.get().entree.isoformat() == "2020-01-01"
    assert not SaisieGardee.objects.exists()


def test_abandonner_se_confirme(rh, commune):
    garder(rh, page_agent(commune), AGENT)
    adresse = reverse("saisies:abandonner", args=[SaisieGardee.objects.get().uid])
    assert "sera effacé" in rh.get(adresse).content.decode()
    assert SaisieGardee.objects.exists()
    assert rh.post(adresse).url == reverse("accueil:brouillons")
    assert not SaisieGardee.objects.exists()


def test_un_collegue_ne_voit_ni_n_efface_le_brouillon(rh, commune):
    garder(rh, page_agent(commune), AGENT)
    collegue = client_de("RH_VALIDEUR", commune)
    assert "Reprendre votre saisie" not in collegue.get(page_agent(commune)).content.decode()
    adresse = reverse("saisies:abandonner", args=[SaisieGardee.objects.get().uid])
    assert collegue.get(adresse).status_code == collegue.post(adresse).status_code == 404
    assert "Enregistrer un agent" not in collegue.get(reverse("accueil:brouillons")).content.decode()


def test_un_jeton_d_autrui_faux_ou_absent_ne_garde_rien(rh, commune):
    jeton = jeton_de(rh.get(page_agent(commune)))
    autre = client_de("RH_VALIDEUR", commune)
    for client, essaye in ((autre, jeton), (rh, jeton[:-2] + "xx"), (rh, "")):
        assert client.post(GARDER, AGENT | {"_saisie": essaye}).status_code == 400
    assert not SaisieGardee.objects.exists()


def test_un_droit_fini_emporte_le_brouillon(rh, commune):
    """Le brouillon est de la collectivité : sans droit sur elle, il n'existe plus."""
    jeton = jeton_de(rh.get(page_agent(commune)))
    rh.post(GARDER, AGENT | {"_saisie": jeton})
    droit = rh.compte.habilitations.get()
    droit.collectivite = CollectiviteFactory()
    droit.save()
    assert rh.post(GARDER, AGENT | {"_saisie": jeton}).status_code == 404
    assert "Enregistrer un agent" not in rh.get(reverse("accueil:brouillons")).content.decode()


def test_la_base_cloisonne_les_brouillons(rh, commune):
    garder(rh, page_agent(commune), AGENT)
    with perimetre(Perimetre(collectivites=(CollectiviteFactory().pk,))):
        assert not SaisieGardee.objects.exists()


def test_une_declaration_dit_quand_elle_s_efface_puis_s_efface(rh, commune):
    brouillon = brouillon_enregistrer(collectivite=commune, auteur=rh.compte, contenu={})
    jour = localtime(brouillon.modifie_a + timedelta(days=30))
    assert f"{jour:%d/%m/%Y}" in rh.get("/brouillons/").content.decode()
    assert purger_declarations({}, None) == "0 brouillon(s) effacé(s)."
    with time_machine.travel(brouillon.expire_a + timedelta(minutes=1), tick=False):
        assert purger_declarations({}, None) == "1 brouillon(s) effacé(s)."


def test_la_liste_dit_quand_chaque_saisie_s_efface(rh, commune):
    garder(rh, page_agent(commune), AGENT)
    jour = localtime(SaisieGardee.objects.get().expire_a)
    assert f"{jour:%d/%m/%Y}" in rh.get("/brouillons/").content.decode()


def test_trente_jours_puis_plus_rien(rh, commune):
    garder(rh, page_agent(commune), AGENT)
    maintenant = timezone.now()
    assert saisies_purger(maintenant=maintenant + timedelta(days=29)) == 0
    assert saisies_purger(maintenant=maintenant + timedelta(days=31)) == 1


def test_un_nir_n_est_ni_garde_ni_reecrit(rh, commune):
    reponse = garder(rh, page_agent(commune), AGENT | {"grade": f"adjoint {NIR}"}, follow=True)
    page = reponse.content.decode()
    assert "006 084" not in page
    assert "sécurité sociale" in page
    refusee = rh.post(page_agent(commune), AGENT | {"grade": f"adjoint {NIR}"})
    assert refusee.status_code == 422
    assert "006 084" not in refusee.content.decode()
    assert "a été enregistré" in refusee.content.decode()
    assert not Agent.objects.exists()


def test_une_recherche_de_nir_ne_le_reecrit_pas(rh, commune):
    page = rh.get(reverse("adhesions:agents"), {"q": NIR}, follow=True).content.decode()
    assert "006 084" not in page
    assert "sécurité sociale" in page


# ---------------------------------------------------------------- session finie, jeton périmé


def test_la_session_finie_ne_perd_rien(rh, commune):
    adresse = page_agent(commune)
    jeton = jeton_de(rh.get(adresse))
    compte = rh.compte
    rh.logout()
    reponse = rh.post(adresse, AGENT | {"_saisie": jeton})
    assert reponse.url.startswith(reverse("comptes:connexion"))
    assert "brard" not in str(dict(rh.session))
    rh.force_login(compte)
    revenue = rh.get(adresse)
    assert valeur(revenue, "nom") == "Ébrard"
    assert "Votre session avait pris fin" in revenue.content.decode()
    rh.post(adresse, AGENT | {"_saisie": jeton_de(revenue)})
    assert Agent.objects.count() == 1
    assert valeur(rh.get(adresse), "nom") == ""


def test_ce_qui_attend_ne_revient_qu_a_son_auteur(rh, commune):
    adresse = page_agent(commune)
    jeton = jeton_de(rh.get(adresse))
    rh.logout()
    rh.post(adresse, AGENT | {"_saisie": jeton})
    rh.force_login(HabilitationFactory(role="RH_VALIDEUR", collectivite=commune).compte)
    assert valeur(rh.get(adresse), "nom") == ""
    assert "saisies_en_attente" not in rh.session


def test_sans_jeton_la_session_anonyme_ne_garde_rien(client, commune):
    client.post(page_agent(commune), AGENT)
    assert "saisies_en_attente" not in client.session


def test_la_frappe_sans_session_le_dit(rh, commune):
    jeton = jeton_de(rh.get(page_agent(commune)))
    rh.logout()
    reponse = rh.post(GARDER, AGENT | {"_saisie": jeton}, headers={"Accept": "application/json"})
    assert reponse.status_code == 401
    assert "Votre session a pris fin" in reponse.json()["message"]


def test_un_jeton_csrf_perime_rend_la_saisie(commune):
    rh = client_de("RH_VALIDEUR", commune, enforce_csrf_checks=True)
    jeton = jeton_de(rh.get(page_agent(commune)))
    refus = rh.post(page_agent(commune), AGENT | {"_saisie": jeton, "csrfmiddlewaretoken": "x" * 64})
    assert refus.status_code == 403
    page = refus.content.decode()
    assert "Reprendre ma saisie" in page
    envoi = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    reponse = rh.post(GARDER, {nom: html.unescape(v) for nom, v in envoi.items()})
    assert valeur(rh.get(reponse.url), "nom") == "Ébrard"
    assert not Agent.objects.exists()


def test_un_envoi_force_d_un_autre_site_ne_montre_rien(commune):
    rh = client_de("RH_VALIDEUR", commune, enforce_csrf_checks=True)
    refus = rh.post(page_agent(commune), AGENT | {"_saisie": "forge"}).content.decode()
    assert "Reprendre ma saisie" not in refus
    assert "brard" not in refus


def test_deux_clics_un_seul_agent(rh, commune):
    envoi = AGENT | {"_saisie": jeton_de(rh.get(page_agent(commune)))}
    reponses = [rh.post(page_agent(commune), envoi) for _ in range(2)]
    assert {r.url for r in reponses} == {reverse("adhesions:agent", args=[Agent.objects.get().uid])}
    assert "déjà enregistrée" in rh.get(reponses[1].url).content.decode()


def test_une_saisie_a_corriger_rend_sa_cle(rh, commune):
    jeton = jeton_de(rh.get(page_agent(commune)))
    fausse = rh.post(page_agent(commune), AGENT | {"_saisie": jeton, "nom": ""})
    assert fausse.status_code == 422
    assert rh.post(page_agent(commune), AGENT | {"_saisie": jeton}).status_code == 302
    # Revenir en arrière, changer et renvoyer est une autre demande.
    autre = AGENT | {"_saisie": jeton, "matricule": "M-2", "nom": "Odet"}
    assert rh.post(page_agent(commune), autre).status_code == 302
    assert Agent.objects.count() == 2


def test_un_visiteur_n_a_pas_de_brouillons(client, cdg):
    assert client.get(reverse("accueil:brouillons")).url.startswith(reverse("comptes:connexion"))
