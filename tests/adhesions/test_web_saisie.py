"""Écrans d'écriture : collectivités, mandats, adhésions, agents ; rôles, entrées fausses, second clic."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from adhesions.models import Adhesion, Agent, EffectifFige, Mandat, Remuneration
from cdg_portal.perimetres.models import Collectivite
from tests.aides import client_de
from tests.fabriques import (
    AdhesionFactory,
    AgentFactory,
    CollectiviteFactory,
    ConditionsFactory,
    OffreFactory,
    siren_numero,
    siret_de_siren,
)

COMMUNE = {
    "denomination": "Commune de Tresnay",
    "representant": "M. Odet, maire",
    "strate": "PETITE",
    "adresse": "",
}
AGENT = {
    "matricule": "M-1",
    "nom": "Ébrard",
    "prenom": "Zoé",
    "naissance": "4/5/1980",
    "sexe": "F",
    "regime": "CNRACL",
    "entree": "01/01/2020",
    "statut": "TITULAIRE",
    "quotite": "80",
    "annuel_TIB": "24 000,50",
    "annuel_NBI": "",
}
PREPARATION = {
    "effet": "01/01/2025",
    "base": "BASE",
    "variantes": ["V1"],
    "elements": ["NBI"],
    "ri": "SUIT",
    "charges_pct": "42,5 %",
    "fractions": "4",
    "participation_mode": "FORFAIT_AGENT",
    "participation_montant_unitaire": "70,00",
    "participation_taux": "n'importe quoi",
    "participation_periodicite": "ANNUELLE",
}


@pytest.fixture(autouse=True)
def jour(settings):
    settings.DATE_DE_REFERENCE = "2026-06-15"


@pytest.fixture
def commune(cdg):
    return CollectiviteFactory()


@pytest.fixture
def lot(cdg):
    lot = OffreFactory().lot
    OffreFactory(lot=lot, code="V1", type="VARIANTE", garanties={"CITIS": ("ABSOLUE", 30, Decimal("1.85"))})
    return lot


@pytest.fixture
def gestion(cdg):
    return client_de("GESTIONNAIRE_CDG")


def texte(reponse):
    return reponse.content.decode().replace("&#x27;", "'")


def siret_espace(n=700):
    s = siret_de_siren(siren_numero(n))
    return f"{s[:3]} {s[3:6]} {s[6:9]} {s[9:]}"


def test_collectivite_creee_une_seule_fois(gestion):
    page = reverse("adhesions:creer_collectivite")
    envoi = COMMUNE | {"siret": siret_espace()}
    premiere, seconde = gestion.post(page, envoi), gestion.post(page, envoi)
    assert premiere["Location"] == seconde["Location"]
    creee = Collectivite.objects.get(denomination="Commune de Tresnay")
    assert creee.siren == siren_numero(700)
    assert "SIREN" in texte(gestion.post(page, envoi | {"denomination": "Une autre commune"}))


@pytest.mark.parametrize(
    ("siret", "message"),
    [
        ("732 829 320 00075", "La clé de ce SIRET est fausse"),
        ("732 829", "14 chiffres"),
        ("", "obligatoire"),
        ("abc", "SIRET"),
    ],
)
def test_siret_faux_et_rien_n_est_perdu(gestion, siret, message):
    reponse = gestion.post(reverse("adhesions:creer_collectivite"), COMMUNE | {"siret": siret})
    assert reponse.status_code == 422
    page = texte(reponse)
    assert message in page
    assert 'value="Commune de Tresnay"' in page
    assert f'value="{siret}"' in page or not siret


def test_mandat(gestion, commune, lot):
    page = reverse("adhesions:mandat", args=[commune.uid])
    envoi = {"contrat": lot.contrat.pk, "deliberation_le": "2/2/26", "reference": "DEL-1"}
    demain = gestion.post(page, envoi | {"deliberation_le": "16/06/2026"})
    assert "ne peut pas suivre ce jour" in texte(demain)
    for _ in range(2):
        assert gestion.post(page, envoi).status_code == 302
    assert Mandat.objects.get().deliberation_le == date(2026, 2, 2)
    assert "DEL-1" in texte(gestion.get(reverse("adhesions:collectivite", args=[commune.uid])))


def test_preparer_puis_activer(gestion, commune, lot):
    AgentFactory(collectivite=commune)
    AgentFactory(collectivite=commune, contractuel=True)
    ConditionsFactory()
    assert lot.libelle in texte(gestion.get(reverse("adhesions:preparer", args=[commune.uid])))
    page = reverse("adhesions:composer", args=[commune.uid, lot.uid])
    for _ in range(2):
        fiche = gestion.post(page, PREPARATION)["Location"]
    adhesion = Adhesion.objects.get()
    assert fiche == reverse("adhesions:adhesion", args=[adhesion.uid])
    assert adhesion.assiettes.get().charges_pct == Decimal("42.5")
    activer = reverse("adhesions:activer", args=[adhesion.uid])
    lue = gestion.get(activer)
    assert "70,00\u00a0€" in texte(lue)
    assert not EffectifFige.objects.exists()
    envoi = {"convention_signee_le": "12/11/2024", "empreinte_vue": lue.context["empreinte"]}
    AgentFactory(collectivite=commune)
    assert "a changé depuis" in texte(gestion.post(activer, envoi))
    envoi["empreinte_vue"] = gestion.get(activer).context["empreinte"]
    assert "après ce jour" in texte(gestion.post(activer, envoi | {"convention_signee_le": "16/6/26"}))
    for _ in range(2):
        assert gestion.post(activer, envoi)["Location"] == fiche
    assert EffectifFige.objects.get().nb_cnracl == 2


@pytest.mark.parametrize(
    ("faux", "message"),
    [
        ({"base": ""}, "obligatoire"),
        ({"effet": "31/12/2024"}, "pendant le contrat"),
        ({"effet": "demain"}, "JJ/MM/AAAA"),
        ({"fractions": "13"}, "12"),
        ({"charges_pct": "101"}, "entre 0 et 100"),
        ({"participation_montant_unitaire": ""}, "le demande"),
        ({"participation_montant_unitaire": "9 999 999"}, "trop grand"),
        ({"participation_mode": "POURCENTAGE", "participation_taux": ""}, "le demande"),
        ({"variantes": ["PIRATE"]}, "PIRATE"),
    ],
)
def test_preparation_fausse(gestion, commune, lot, faux, message):
    reponse = gestion.post(reverse("adhesions:composer", args=[commune.uid, lot.uid]), PREPARATION | faux)
    assert reponse.status_code == 422
    assert message in texte(reponse)
    assert not Adhesion.objects.exists()


def test_activation_trop_tot_ou_sans_agent(gestion, commune, lot):
    projet = AdhesionFactory(projet=True, collectivite=commune, lot=lot, effet=date(2027, 1, 1))
    page = texte(gestion.get(reverse("adhesions:activer", args=[projet.uid])))
    assert "Il est trop tôt" in page
    assert "Aucun agent CNRACL" in page
    assert "empreinte_vue" not in page


def test_resilier(gestion, cdg):
    adhesion = AdhesionFactory()
    page = reverse("adhesions:resilier", args=[adhesion.uid])
    assert "suivent leur cours" in texte(gestion.get(page))
    envoi = {"resiliation": "31/12/2026", "motif": "Fusion"}
    assert "comprise entre" in texte(gestion.post(page, envoi | {"resiliation": "31/12/2024"}))
    assert gestion.post(page, envoi | {"motif": " "}).status_code == 422
    for _ in range(2):
        assert gestion.post(page, envoi).status_code == 302
    adhesion.refresh_from_db()
    assert (adhesion.etat, adhesion.resiliation) == ("RESILIEE", date(2026, 12, 31))


@pytest.mark.parametrize("role", ["GESTIONNAIRE_CDG", "CHEF_SERVICE_CDG", "RH_VALIDEUR"])
def test_agent_enregistre_une_seule_fois(commune, role):
    navigateur = client_de(role, commune if role == "RH_VALIDEUR" else None)
    page = reverse("adhesions:enregistrer_agent", args=[commune.uid])
    assert navigateur.get(page).status_code == 200
    assert navigateur.post(page, AGENT)["Location"] == navigateur.post(page, AGENT)["Location"]
    agent = Agent.objects.get(matricule="M-1")
    assert agent.remunerations.get().annuel == Decimal("24000.50")
    assert agent.situations.get().quotite == 80
    assert "matricule est déjà" in texte(navigateur.post(page, AGENT | {"nom": "Autre"}))


@pytest.mark.parametrize(
    ("faux", "message"),
    [
        ({"annuel_TIB": "beaucoup"}, "Un montant est attendu"),
        ({"annuel_TIB": ""}, "obligatoire"),
        ({"quotite": "0"}, "entre 1 et 100"),
        ({"quotite": "120"}, "entre 0 et 100"),
        ({"naissance": "31/02/1980"}, "n'existe pas"),
        ({"entree": "01/01/1970"}, "précède la naissance"),
        ({"nom": "x" * 81}, "80"),
        ({"regime": "MARINE"}, "MARINE"),
    ],
)
def test_agent_faux(gestion, commune, faux, message):
    reponse = gestion.post(reverse("adhesions:enregistrer_agent", args=[commune.uid]), AGENT | faux)
    assert reponse.status_code == 422
    assert message in texte(reponse)
    assert 'value="Zoé"' in texte(reponse)
    assert not Agent.objects.exists()


def test_vie_de_l_agent_par_sa_rh(commune):
    agent = AgentFactory(collectivite=commune)
    rh = client_de("RH_VALIDEUR", commune)

    def envoyer(acte, **saisie):
        return rh.post(reverse(f"adhesions:{acte}", args=[agent.uid]), saisie)

    assert "Aujourd'hui" in texte(rh.get(reverse("adhesions:revaloriser", args=[agent.uid])))
    assert "au moins un" in texte(envoyer("revaloriser", depuis="1/1/26"))
    for _ in range(2):
        assert envoyer("revaloriser", depuis="1/1/26", annuel_TIB="25 000").status_code == 302
    assert "déjà un montant" in texte(envoyer("revaloriser", depuis="1/1/26", annuel_TIB="26 000"))
    assert Remuneration.objects.filter(agent=agent).count() == 2
    assert envoyer("sortir", sortie="1/1/2010").status_code == 422
    assert envoyer("sortir", sortie="31/12/2026").status_code == 302
    assert envoyer("prolonger", prolongation="oui", reference="ARR-1").status_code == 302
    assert envoyer("retraiter", retraite_le="1/7/26").status_code == 302
    agent.refresh_from_db()
    assert (agent.sortie, agent.retraite_le) == (date(2026, 6, 30), date(2026, 7, 1))
    assert "Retraite le 01/07/2026" in texte(rh.get(reverse("adhesions:agent", args=[agent.uid])))


@pytest.mark.parametrize("role", ["RH_SAISIE", "LECTEUR", "FINANCES", "PREVENTEUR", "RH_VALIDEUR"])
def test_roles_sans_le_droit(cdg, role):
    adhesion = AdhesionFactory()
    agent = adhesion.effectif.lignes.get().agent
    du_cdg = role in ("FINANCES", "PREVENTEUR")
    navigateur = client_de(role, None if du_cdg else adhesion.collectivite)
    commune = adhesion.collectivite.uid
    pages = [
        reverse("adhesions:creer_collectivite"),
        reverse("adhesions:mandat", args=[commune]),
        reverse("adhesions:preparer", args=[commune]),
        reverse("adhesions:composer", args=[commune, adhesion.lot.uid]),
        reverse("adhesions:activer", args=[adhesion.uid]),
        reverse("adhesions:resilier", args=[adhesion.uid]),
    ]
    if role != "RH_VALIDEUR":
        pages.append(reverse("adhesions:enregistrer_agent", args=[commune]))
        pages += [
            reverse(f"adhesions:{acte}", args=[agent.uid])
            for acte in ("revaloriser", "sortir", "retraiter", "prolonger")
        ]
    for page in pages:
        assert navigateur.get(page).status_code == 403, page
        assert navigateur.post(page).status_code in (403, 405), page
    if role != "RH_VALIDEUR" and not du_cdg:
        fiche = texte(navigateur.get(reverse("adhesions:collectivite", args=[commune])))
        assert "Enregistrer un" not in fiche


def test_hors_perimetre_et_csrf(commune):
    etranger = AgentFactory()
    rh = client_de("RH_VALIDEUR", commune)
    assert rh.post(reverse("adhesions:sortir", args=[etranger.uid])).status_code == 404
    page = reverse("adhesions:enregistrer_agent", args=[etranger.collectivite.uid])
    assert rh.post(page, AGENT).status_code == 404
    sans_jeton = client_de("GESTIONNAIRE_CDG", enforce_csrf_checks=True)
    assert sans_jeton.post(reverse("adhesions:creer_collectivite"), COMMUNE).status_code == 403
