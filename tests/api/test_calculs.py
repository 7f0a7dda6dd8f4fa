"""API publique des calculs : sans compte, sans base, mêmes réponses que la ligne de commande."""

import html
import json
import time

import jsonschema
import pytest
from django.core.cache import cache
from django.test import Client

from cdg_portal.accueil.api.corps import CORPS_MAXIMAL
from cdg_portal.accueil.api.debit import DebitParAdresse
from cdg_portal.accueil.problemes import CODES, EXPLICATIONS
from cdg_portal.calculs.registre import CALCULS, ecrire_json, executer
from cdg_portal.settings import base as settings_de_base
from cdg_portal.socle.refus import EntreeRefusee
from tests.regles.chargement import cas_ecrits

CAS = {cas["calcul"]: cas["entrees"] for cas in reversed(cas_ecrits())}  # le premier cas de chaque calcul
SCHEMAS = {nom: calcul.schema_entree() for nom, calcul in CALCULS.items()}
PROBLEME = "application/problem+json"


@pytest.fixture(autouse=True)
def _compteurs_neufs():
    cache.clear()


@pytest.fixture
def api() -> Client:
    """Sans la marque `db` : toucher la base lèverait. Sans jeton CSRF : aucun cookie n'est lu."""
    return Client(enforce_csrf_checks=True)


def _poster(api, nom, entree, **extra):
    corps = entree if isinstance(entree, str | bytes) else json.dumps(entree)
    return api.post(f"/api/v1/calculs/{nom}", corps, content_type="application/json", **extra)


def test_la_liste_dit_tout(api):
    reponse = api.get("/api/v1/calculs/")
    fiches = reponse.json()["calculs"]
    assert reponse.status_code == 200
    assert [f["nom"] for f in fiches] == list(CALCULS)
    for fiche in fiches:
        jsonschema.Draft202012Validator.check_schema(fiche["entree"])
        jsonschema.Draft202012Validator.check_schema(fiche["sortie"])
        assert fiche == {**CALCULS[fiche["nom"]].schema(), "adresse": fiche["adresse"]}
        assert fiche["adresse"] == f"http://testserver/api/v1/calculs/{fiche['nom']}"


@pytest.mark.parametrize("nom", CALCULS)
def test_meme_reponse_que_le_registre(api, nom):
    reponse = _poster(api, nom, CAS[nom])
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "application/json")
    assert reponse.json() == json.loads(json.dumps(executer(nom, CAS[nom])))
    assert (reponse["Cache-Control"], reponse["X-Content-Type-Options"]) == ("no-store", "nosniff")
    jsonschema.validate(reponse.json(), CALCULS[nom].schema_sortie())
    assert not reponse.cookies


def test_entree_refusee_toutes_les_erreurs_de_la_ligne_de_commande(api):
    fausse = {"nombre": "six", "unite": "MOIS", "surprise": 1}
    with pytest.raises(EntreeRefusee) as refus:
        executer("delai-declaration", fausse)
    reponse = _poster(api, "delai-declaration", fausse)
    probleme = reponse.json()
    assert (reponse.status_code, reponse["Content-Type"]) == (400, PROBLEME)
    assert probleme["erreurs"] == refus.value.en_json()["erreurs"]
    assert {e["champ"] for e in probleme["erreurs"]} == {"connaissance", "nombre", "surprise"}
    assert (probleme["status"], probleme["code"], probleme["instance"]) == (
        400,
        "entree-refusee",
        "/api/v1/calculs/delai-declaration",
    )


@pytest.mark.parametrize(
    "corps",
    ["{", "", "[1]", '{"a": NaN}', b"\xff\xfe", r'{"\ud800": 1}', r'{"jour": "\uDC00"}'],
    ids=repr,
)
def test_json_illisible(api, corps):
    reponse = _poster(api, "annee-medicale", corps)
    assert (reponse.status_code, reponse["Content-Type"]) == (400, PROBLEME)
    assert reponse.json()["erreurs"][0]["code"] in ("json-invalide", "champ-manquant")


def test_corps_trop_gros(api):
    reponse = _poster(api, "annee-medicale", '{"jour": "' + "x" * CORPS_MAXIMAL + '"}')
    assert (reponse.status_code, reponse.json()["code"]) == (413, "trop-volumineux")


@pytest.mark.parametrize(
    ("appel", "statut", "code"),
    [
        (
            lambda api: api.post("/api/v1/calculs/inconnu", "{}", content_type="application/json"),
            404,
            "introuvable",
        ),
        (lambda api: api.get("/api/v2/"), 404, "introuvable"),
        (lambda api: api.get("/api/v1/calculs/annee-medicale"), 405, "methode-interdite"),
        (lambda api: api.post("/api/v1/calculs/annee-medicale", {"jour": "x"}), 415, "type-non-accepte"),
        (
            lambda api: api.get("/api/v1/calculs/", headers={"accept": "text/csv"}),
            406,
            "format-non-disponible",
        ),
    ],
    ids=["calcul inconnu", "version inconnue", "méthode", "type de contenu", "format"],
)
def test_problemes_en_json(api, appel, statut, code):
    """Même une adresse inconnue sous /api/ répond en problem+json."""
    reponse = appel(api)
    assert (reponse.status_code, reponse["Content-Type"]) == (statut, PROBLEME)
    assert (reponse.json()["code"], reponse.json()["type"]) == (code, f"/problemes/{code}")


def test_l_adresse_d_un_probleme_l_explique(client, db):
    assert set(CODES.values()) < set(EXPLICATIONS)
    for code, (titre, explication) in EXPLICATIONS.items():
        page = client.get(f"/problemes/{code}")
        assert page.status_code == 200
        assert titre in html.unescape(page.content.decode())
        assert explication in html.unescape(page.content.decode())
    assert client.get("/problemes/invente").status_code == 404


def test_debit_par_adresse(api, monkeypatch):
    monkeypatch.setattr(DebitParAdresse, "THROTTLE_RATES", {"anon": "3/min"})
    for _ in range(3):
        assert api.get("/api/v1/calculs/").status_code == 200
    # se dire un autre ne suffit pas : aucun mandataire n'est déclaré
    reponse = api.get("/api/v1/calculs/", headers={"x-forwarded-for": "198.51.100.9"})
    assert (reponse.status_code, reponse.json()["code"]) == (429, "trop-de-requetes")
    assert int(reponse["Retry-After"]) <= 60
    assert api.get("/api/v1/calculs/", REMOTE_ADDR="192.0.2.44").status_code == 200


def test_compteur_injoignable_le_calcul_est_rendu(api, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert api.get("/api/v1/calculs/").status_code == 200


def test_compteur_muet_le_calcul_est_rendu(api, settings, redis_muet):
    """Redis accepte la connexion et ne répond jamais."""
    cache_de_redis = settings_de_base.CACHE_REDIS | {"LOCATION": redis_muet}
    settings.CACHES = {"default": cache_de_redis}
    debut = time.monotonic()
    assert api.get("/api/v1/calculs/").status_code == 200
    assert time.monotonic() - debut < 3


@pytest.mark.parametrize("cas", cas_ecrits(), ids=lambda c: c["id"])
def test_tout_cas_chiffre_respecte_le_schema_publie(cas):
    jsonschema.validate(cas["entrees"], SCHEMAS[cas["calcul"]])
    reponse = json.loads(ecrire_json(executer(cas["calcul"], cas["entrees"])))
    jsonschema.validate(reponse, CALCULS[cas["calcul"]].schema_sortie())


@pytest.mark.parametrize("nom", CALCULS)
def test_schema_et_lecture_refusent_les_memes_champs(nom):
    """Champ ôté, nul ou inventé : les deux le refusent, ou aucun."""
    for cle in CAS[nom]:
        prive = {k: v for k, v in CAS[nom].items() if k != cle}
        for sans in (prive, {**prive, cle: None}):
            assert _schema_refuse(nom, sans) == (f"{cle}|champ-manquant" in _lecture_refuse(nom, sans))
    invente = {**CAS[nom], "invente": 1}
    assert _schema_refuse(nom, invente)
    assert "invente|champ-inconnu" in _lecture_refuse(nom, invente)


def _schema_refuse(nom, entree):
    return not jsonschema.Draft202012Validator(SCHEMAS[nom]).is_valid(entree)


def _lecture_refuse(nom, entree):
    try:
        executer(nom, entree)
    except EntreeRefusee as refus:
        return {f"{e.champ}|{e.code}" for e in refus.erreurs}
    return set()


def test_corps_vide_ou_par_morceaux(api):
    vide = api.post("/api/v1/calculs/annee-medicale", b"", content_type="application/json")
    assert (vide.status_code, vide.json()["erreurs"][0]["code"]) == (400, "json-invalide")
    morceaux = api.post(
        "/api/v1/calculs/annee-medicale",
        b"",
        content_type="application/json",
        HTTP_TRANSFER_ENCODING="chunked",
    )
    assert (morceaux.status_code, morceaux.json()["code"]) == (411, "longueur-exigee")


def test_le_schema_de_sortie_decrit_les_nombres_longs():
    entree = {"taux": "0.58", "annee": 2028, "garantis_jusqu_au": "2021-12-31", "majoration_max_pct": "15"}
    reponse = json.loads(ecrire_json(executer("prevoyance-taux-plafond", entree)))
    assert len(reponse["resultat"]["plafond"]) > 15
    jsonschema.validate(reponse, CALCULS["prevoyance-taux-plafond"].schema_sortie())
