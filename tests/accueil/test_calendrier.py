"""Le calendrier du mois et le fichier que suit un agenda : droits du moment, aucun nom, RFC 5545."""

import re
from datetime import date, timedelta
from unittest.mock import Mock

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from cdg_portal.accueil.calendrier import echeances, mois_de, mois_demande
from cdg_portal.accueil.calendrier.abonnement import INCONNUES_PAR_HEURE, LECTURES_PAR_HEURE
from cdg_portal.accueil.calendrier.echeances import Echeance, Releve
from cdg_portal.accueil.calendrier.ics import fichier_ics
from cdg_portal.accueil.models import AbonnementCalendrier
from cdg_portal.comptes.services.administration import chemin_de_mot_de_passe, compte_modifier
from cdg_portal.comptes.services.second_facteur import second_facteur_reinitialiser
from cdg_portal.journal import middleware
from cdg_portal.journal.models import Acces, Evenement
from cdg_portal.perimetres.models import Habilitation
from cdg_portal.perimetres.permissions import PERSONNES, TABLE
from cdg_portal.perimetres.roles import ROLES_DU_CDG
from sinistres.models import Sinistre
from tests.aides import client_de
from tests.fabriques import AgentFactory, CollectiviteFactory
from tests.sinistres.monde import (
    JOUR,
    batir,
    cotiser,
    declarer,
    decompter,
    reprendre,
    texte,
    transmettre,
    valider,
)

ADRESSE = re.compile(r'value="http://testserver(/calendrier/[^"]+/echeances\.ics)"')


@pytest.fixture(autouse=True)
def _compteurs_a_zero():
    cache.clear()


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    return batir()


@pytest.fixture
def transmis(monde):
    """Un remboursement attendu pour le 15 juillet 2026."""
    s = declarer(monde.agent)
    reprendre(s, date(2026, 5, 4))
    decompte = decompter(s)
    transmettre(decompte)
    return decompte


def abonner(client, compte):
    client.force_login(compte)
    page = client.post("/calendrier/abonnement/", {"acte": "creer"}, follow=True)
    adresse = ADRESSE.search(page.content.decode())
    assert adresse
    client.logout()
    return adresse[1]


def evenements(contenu):
    return {str(e["uid"]): e for e in Calendar.from_ical(contenu).walk("VEVENT")}


# Le mois


@pytest.mark.parametrize(
    ("mois", "absent", "present"),
    [("1990-01", "Mois précédent", "Mois suivant"), ("2099-12", "Mois suivant", "Mois précédent")],
)
def test_aux_bornes_aucun_bouton_ne_ramene_au_mois_courant(monde, client, mois, absent, present):
    client.force_login(monde.rh)
    page = texte(client.get(f"/calendrier/?mois={mois}"))
    assert absent not in page
    assert present in page


def test_un_mois_trop_plein_le_dit_sur_la_page_et_dans_l_agenda(monde, client, monkeypatch):
    monkeypatch.setattr(echeances, "PLAFOND", 1)
    for agent in (monde.agent, AgentFactory(collectivite=monde.collectivite)):
        valider(declarer(agent))
    cotiser(monde.adhesion)
    cotiser(monde.ailleurs)
    adresse = abonner(client, monde.gestionnaire)
    client.force_login(monde.rh)
    page = texte(client.get("/calendrier/?mois=2028-01"))
    assert "Au-delà de 1, les échéances suivantes ne sont pas ici : Dernier jour pour demander" in page
    assert "Au-delà de" not in texte(client.get("/calendrier/?mois=2028-02"))
    dit = str(Calendar.from_ical(client.get(adresse).content)["X-WR-CALDESC"])
    assert dit.startswith("Au-delà de 1, les échéances suivantes ne sont pas ici : ")
    assert "Cotisation exigible" in dit


def test_les_files_se_bornent_aux_dates_avant_le_plafond(monde, client, monkeypatch):
    """Deux dossiers, une seule ligne lue : celle du mois demandé, même si l'autre est plus ancienne."""
    monkeypatch.setattr(echeances, "PLAFOND", 1)
    valider(declarer(monde.agent, debut=date(2026, 1, 5)))
    autre = AgentFactory(collectivite=monde.collectivite)
    second = valider(declarer(autre, debut=date(2026, 3, 2), fin=date(2026, 3, 31)))
    client.force_login(monde.rh)
    assert second.numero in texte(client.get("/calendrier/?mois=2028-03"))


@pytest.mark.parametrize("role", sorted(PERSONNES))
def test_chaque_role_va_au_calendrier_depuis_l_accueil_et_la_file(cdg, role):
    client = client_de(role, None if role in ROLES_DU_CDG else CollectiviteFactory())
    pages = ["/", "/actions/"] + (["/echeances/"] if role in TABLE["delais.lire"].roles else [])
    for page in pages:
        contenu = client.get(page).content.decode().partition("<main")[2]
        assert re.search(r'href="/calendrier/"[^>]*>(<svg.*?</svg>)?\s*Calendrier', contenu), page
    assert client.get("/calendrier/").status_code == 200


def test_le_mois_dit_ce_qui_est_du(transmis, monde, client):
    client.force_login(monde.gestionnaire)
    page = texte(client.get("/calendrier/?mois=2026-07"))
    assert "Échéances de juillet 2026" in page
    assert f"Remboursement de l'assureur attendu, {transmis.numero}" in page
    assert "Mercredi 15 juillet 2026" in page
    assert transmis.numero not in texte(client.get("/calendrier/?mois=2026-08"))
    assert "Aucune échéance ce mois-ci" in texte(client.get("/calendrier/?mois=2026-08"))


def test_cotisations_fins_d_adhesion_et_prescription(monde, client):
    appel = cotiser(monde.adhesion)
    cotiser(monde.ailleurs)
    s = valider(declarer(monde.agent))
    client.force_login(monde.rh)
    premiere = appel.echeances.first()
    page = texte(client.get(f"/calendrier/?mois={premiere.date:%Y-%m}"))
    assert f"Cotisation exigible, {appel.numero}" in page
    assert f"Fin de l'adhésion, {monde.adhesion.numero}" in texte(client.get("/calendrier/?mois=2028-12"))
    assert f"Dernier jour pour demander le remboursement, {s.numero}" in texte(
        client.get("/calendrier/?mois=2028-01")
    )


def test_chacun_n_y_lit_que_ses_droits(transmis, monde, client):
    client.force_login(monde.rh_d_ailleurs)
    assert transmis.numero not in texte(client.get("/calendrier/?mois=2026-07"))
    assureur = client_de("ASSUREUR", monde.collectivite)
    assert "Bordereau à rembourser" in texte(assureur.get("/calendrier/?mois=2026-07"))
    for role in ("PREVENTEUR", "MEDECIN", "ADMINISTRATEUR"):
        assert "Aucune échéance" in texte(client_de(role).get("/calendrier/?mois=2026-07"))


@pytest.mark.parametrize("faux", ["", "2026", "2026-13", "9999-12", "0001-01", "abcdefg", "2026-7 "])
def test_un_mois_faux_est_le_mois_courant(faux):
    assert mois_demande(faux, jour=date(2026, 6, 15)) == date(2026, 6, 1)


def test_les_semaines_vont_du_lundi_au_dimanche():
    e = Echeance(date(2026, 6, 30), "Cotisation exigible", "A-1", "/", "a")
    mois = mois_de(date(2026, 6, 1), [e] * 5)
    assert [len(s) for s in mois.semaines] == [7] * 5
    assert (mois.precedent, mois.suivant) == ("2026-05", "2026-07")
    (case,) = mois.jours
    assert (case.nom, len(case.premieres), case.autres) == ("mardi", 3, 2)


# Le fichier


def test_le_fichier_suit_les_droits_du_moment(transmis, monde, client):
    adresse = abonner(client, monde.rh)
    reponse = client.get(adresse)
    assert reponse["Content-Type"] == "text/calendar; charset=utf-8"
    (evenement,) = evenements(reponse.content).values()
    assert str(evenement["summary"]) == f"Remboursement de l'assureur attendu, {transmis.numero}"
    assert evenement.decoded("dtstart") == date(2026, 7, 15)
    assert evenement.decoded("dtend") == date(2026, 7, 16)
    assert str(evenement["uid"]) == f"remboursement-{transmis.numero}@testserver"
    Habilitation.objects.filter(compte=monde.rh).update(collectivite=monde.ailleurs.collectivite)
    assert evenements(client.get(adresse).content) == {}
    Habilitation.objects.filter(compte=monde.rh).update(au=JOUR - timedelta(days=1))
    assert evenements(client.get(adresse).content) == {}


def test_ni_personne_ni_motif_ni_collectivite_ni_montant(transmis, monde, client):
    ancien = valider(declarer(monde.agent_d_ailleurs))
    Sinistre.objects.filter(pk=ancien.pk).update(survenance=date(2025, 3, 3))  # prescrit dans l'année lue
    for compte in (monde.rh, monde.gestionnaire, monde.rh_d_ailleurs):
        contenu = client.get(abonner(client, compte)).content.decode().replace("\r\n ", "")
        assert contenu.count("BEGIN:VEVENT") >= 1, "un calendrier vide ne prouve rien"
        for mot in (
            "Dupré",
            "DUPRÉ",
            "Dupuis",
            "Élodie",
            "M001",
            "Aubrelle",
            "Voisin",
            "maladie",
            "Maladie",
            "€",
        ):
            assert mot not in contenu, mot


def test_une_adresse_retiree_remplacee_ou_d_un_compte_ferme_n_existe_plus(monde, client):
    premiere = abonner(client, monde.rh)
    seconde = abonner(client, monde.rh)
    assert client.get(premiere).status_code == 404
    assert client.get(seconde).status_code == 200
    monde.rh.is_active = False
    monde.rh.save()
    assert client.get(seconde).status_code == 404
    monde.rh.is_active = True
    monde.rh.save()
    client.force_login(monde.rh)
    client.post("/calendrier/abonnement/", {"acte": "retirer"})
    client.logout()
    assert client.get(seconde).status_code == 404
    assert client.get("/calendrier/inconnu/echeances.ics").status_code == 404
    actes = Evenement.objects.filter(objet_uid=monde.rh.uid).order_by("id").values_list("action", flat=True)
    assert list(actes) == ["calendrier-abonne", "calendrier-abonne", "calendrier-coupe"]


def _choisir_un_mot_de_passe(compte):
    navigateur = Client()
    page = navigateur.get(chemin_de_mot_de_passe(compte))
    navigateur.post(page.url, {"nouveau": "Quatre-Mots-Sans-Rapport"})


def _desactiver_puis_reactiver(compte):
    fiche = {"prenom": compte.prenom, "nom": compte.nom, "is_staff": compte.is_staff, "motif": "Doute"}
    for actif in (False, True):
        compte_modifier(compte=compte, is_active=actif, **fiche)


def _reinitialiser(compte):
    second_facteur_reinitialiser(compte=compte, motif="Téléphone perdu")


@pytest.mark.parametrize("acte", [_choisir_un_mot_de_passe, _desactiver_puis_reactiver, _reinitialiser])
def test_ce_qui_ferme_toutes_les_sessions_coupe_aussi_l_adresse(monde, client, acte):
    """Qui a pris la session a pu prendre l'adresse : la personne en créera une autre."""
    adresse = abonner(client, monde.gestionnaire)
    assert Client().get(adresse).status_code == 200
    acte(monde.gestionnaire)
    assert Client().get(adresse).status_code == 404
    assert not AbonnementCalendrier.objects.exists()
    coupee = Evenement.objects.get(action="calendrier-coupe")
    assert (coupee.objet_uid, coupee.acteur_id) == (monde.gestionnaire.uid, None)


def test_recharger_la_page_ne_remplace_pas_l_adresse_copiee(monde, client):
    client.force_login(monde.rh)
    envoi = client.post("/calendrier/abonnement/", {"acte": "creer"})
    assert (envoi.status_code, envoi["Location"]) == (302, "/calendrier/abonnement/")
    jeton = AbonnementCalendrier.objects.get().empreinte
    montree = ADRESSE.search(client.get(envoi["Location"]).content.decode())
    assert montree
    assert not ADRESSE.search(client.get(envoi["Location"]).content.decode())
    assert AbonnementCalendrier.objects.get().empreinte == jeton
    assert client.get(montree[1]).status_code == 200
    assert montree[1].split("/")[2] not in str(dict(client.session))


def test_le_jeton_n_est_ni_garde_ni_journalise_ni_remontre(monde, client, caplog, capsys):
    adresse = abonner(client, monde.rh)
    jeton = adresse.split("/")[2]
    assert AbonnementCalendrier.objects.get().empreinte != jeton
    client.get(adresse)
    client.force_login(monde.rh)
    page = client.get("/calendrier/abonnement/").content.decode()
    assert "en service depuis" in texte(client.get("/calendrier/abonnement/"))
    assert jeton not in page + caplog.text + "".join(capsys.readouterr())


def test_etag_et_reponse_conditionnelle(transmis, monde, client):
    adresse = abonner(client, monde.rh)
    etag = client.get(adresse)["ETag"]
    assert client.get(adresse)["ETag"] == etag
    inchange = client.get(adresse, HTTP_IF_NONE_MATCH=etag)
    assert (inchange.status_code, inchange.content) == (304, b"")
    cotiser(monde.adhesion)
    nouveau = client.get(adresse, HTTP_IF_NONE_MATCH=etag)
    assert nouveau.status_code == 200
    assert nouveau["ETag"] != etag
    assert b"Cotisation exigible" in nouveau.content


def test_les_lectures_sont_comptees(monde, client):
    adresse = abonner(client, monde.rh)
    autre = abonner(client, monde.gestionnaire)
    assert {client.get(adresse).status_code for _ in range(LECTURES_PAR_HEURE)} == {200}
    trop = client.get(adresse)
    assert (trop.status_code, trop["Retry-After"]) == (429, "3600")
    assert client.get(autre).status_code == 200
    for _ in range(INCONNUES_PAR_HEURE):
        client.get("/calendrier/devine/echeances.ics")
    assert client.get("/calendrier/devine/echeances.ics").status_code == 429


def test_une_lecture_par_heure_est_au_journal_au_nom_du_compte(transmis, monde, client):
    adresse = abonner(client, monde.rh)
    autre = abonner(client, monde.gestionnaire)
    etag = client.get(adresse)["ETag"]
    client.get(adresse)
    client.get(autre)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.get(adresse, HTTP_IF_NONE_MATCH=etag).status_code == 304
    client.get("/calendrier/devine/echeances.ics")
    lectures = Acces.objects.filter(nature="EXPORT").order_by("id")
    assert [(a.acteur_id, a.page, a.collectivite.est_cdg) for a in lectures] == [
        (compte.pk, "accueil:calendrier_ics", True) for compte in (monde.rh, monde.gestionnaire, monde.rh)
    ]
    assert adresse.split("/")[2] not in str([vars(a) for a in lectures])


def test_sans_trace_le_calendrier_n_est_pas_remis(transmis, monde, client, monkeypatch):
    """Et la lecture suivante la doit encore : la trace manquée ne compte pas pour l'heure."""
    adresse = abonner(client, monde.rh)
    with monkeypatch.context() as panne:
        panne.setattr(middleware, "acces_consigner", Mock(side_effect=DatabaseError))
        rendue = client.get(adresse)
        assert (rendue.status_code, b"VCALENDAR" in rendue.content) == (503, False)
        assert client.get(adresse).status_code == 503
    assert client.get(adresse).status_code == 200
    assert Acces.objects.filter(nature="EXPORT").count() == 1


def test_rfc_5545(transmis, monde, client):
    contenu = client.get(abonner(client, monde.gestionnaire)).content
    assert contenu.startswith(b"BEGIN:VCALENDAR\r\n")
    assert contenu.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in contenu.replace(b"\r\n", b"")
    assert all(len(ligne) <= 75 for ligne in contenu.split(b"\r\n"))
    assert b"DTSTART;VALUE=DATE:20260715" in contenu
    for exige in (b"VERSION:2.0", b"PRODID:", b"UID:", b"DTSTAMP:20260615T000000Z"):
        assert exige in contenu


def test_le_texte_est_echappe_et_les_identifiants_sont_stables():
    une = Echeance(date(2026, 2, 28), "À faire ; vite, \\ ici\nBEGIN:VEVENT", "N°" + "é" * 90, "/x/", "a 1")
    lu = fichier_ics(
        Releve([une]), jour=JOUR, base="https://portail.exemple.fr", domaine="portail.exemple.fr"
    )
    assert lu == fichier_ics(
        Releve([une]), jour=JOUR, base="https://portail.exemple.fr", domaine="portail.exemple.fr"
    )
    (e,) = evenements(lu).values()
    assert str(e["summary"]) == une.titre
    assert str(e["uid"]) == "a1@portail.exemple.fr"
    assert str(e["url"]) == "https://portail.exemple.fr/x/"
    assert all(len(ligne) <= 75 for ligne in lu.split(b"\r\n"))
    lu.decode()
