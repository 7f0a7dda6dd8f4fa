"""L'administration : qui entre, ce qu'on y trouve, ce qu'on n'y peut pas faire."""

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from adhesions.models import ConditionsGenerales, Contrat, Organisme
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.journal.models import Evenement
from cdg_portal.perimetres.models import Collectivite, Habilitation, Siret
from tests.fabriques import (
    CollectiviteFactory,
    CompteFactory,
    HabilitationFactory,
    OffreFactory,
    OrganismeFactory,
    centre_de_gestion,
    siren_numero,
    siret_de_siren,
)

PERMIS = {
    "comptes.Compte",
    "perimetres.Collectivite",
    "perimetres.Habilitation",
    "adhesions.Organisme",
    "adhesions.Contrat",
    "adhesions.Lot",
    "adhesions.Offre",
    "adhesions.ConditionsGenerales",
    "journal.Evenement",
}
CDG = Perimetre(cdg=True)


def _compte(role, *, staff):
    with perimetre(CDG):
        return HabilitationFactory(role=role, compte=CompteFactory(is_staff=staff)).compte


@pytest.fixture
def administrateur(db):
    return _compte("ADMINISTRATEUR", staff=True)


@pytest.fixture
def console(client, administrateur):
    client.force_login(administrateur)
    return client


def test_seuls_ces_modeles_y_sont():
    """Aucun dossier de sinistre, aucun agent, aucune somme due."""
    assert {m._meta.label for m in admin.site._registry} == PERMIS
    assert not any(admin.site.is_registered(m) for m in apps.get_app_config("sinistres").get_models())


@pytest.mark.parametrize(
    ("role", "staff"),
    [("GESTIONNAIRE_CDG", True), ("GESTIONNAIRE_CDG", False), ("ADMINISTRATEUR", False)],
    ids=["gestionnaire autorisé à l'admin", "gestionnaire", "habilité sans accès à l'admin"],
)
def test_les_deux_conditions_sont_exigees(client, db, role, staff):
    client.force_login(_compte(role, staff=staff))
    for adresse in (reverse("admin:index"), reverse("admin:comptes_compte_changelist")):
        reponse = client.get(adresse, follow=True)
        assert reponse.status_code == 403
        assert "Paramétrage" not in reponse.content.decode()


def test_une_habilitation_terminee_ferme_la_porte(client, db):
    with perimetre(CDG):
        compte = CompteFactory(is_staff=True)
        HabilitationFactory(role="ADMINISTRATEUR", compte=compte, au=date(2021, 1, 1))
    client.force_login(compte)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_sans_session_on_passe_par_la_connexion_du_portail(client, db):
    reponse = client.get(reverse("admin:comptes_compte_changelist"), follow=True)
    assert reponse.redirect_chain[-1][0].startswith(reverse("comptes:connexion"))
    assert reponse.redirect_chain[-1][0].endswith("next=/admin/comptes/compte/")


def test_chaque_page_s_ouvre(console):
    with perimetre(CDG):
        offre = OffreFactory()
        ConditionsGenerales.objects.create(
            version="2024-1",
            approuvees_le=date(2024, 9, 1),
            articles=[{"titre": "Objet", "paragraphes": ["Le service <b>du</b> CDG."]}],
        )
        _evenement()
    accueil = console.get(reverse("admin:index"))
    assert "Statutaire, administration" in accueil.content.decode()
    assert "css/administration.css" in accueil.content.decode()
    for label in PERMIS:
        base = f"admin:{label.lower().replace('.', '_')}"
        assert console.get(reverse(f"{base}_changelist"), {"q": "a"}).status_code == 200, label
        with perimetre(CDG):
            objet = apps.get_model(label).objects.first()
        page = console.get(reverse(f"{base}_change", args=[objet.pk]))
        assert page.status_code == 200, label
    assert "&lt;b&gt;" in console.get(_adresse(ConditionsGenerales.objects.get())).content.decode()
    assert "45" in console.get(_adresse(offre)).content.decode()


def _adresse(objet, action="change"):
    return reverse(f"admin:{objet._meta.app_label}_{objet._meta.model_name}_{action}", args=[objet.pk])


def _evenement():
    return Evenement.objects.create(
        collectivite=centre_de_gestion(),
        le=date(2026, 6, 15),
        action="essai",
        objet_type="essai",
        objet_uid=uuid4(),
        libelle="Un acte",
    )


def test_le_journal_ne_se_modifie_pas(console):
    with perimetre(CDG):
        evenement = _evenement()
    assert console.get(reverse("admin:journal_evenement_add")).status_code == 403
    assert console.post(reverse("admin:journal_evenement_add"), {"libelle": "faux"}).status_code == 403
    assert console.post(_adresse(evenement), {"libelle": "faux"}).status_code == 403
    assert console.post(_adresse(evenement, "delete"), {"post": "yes"}).status_code == 403
    with perimetre(CDG):
        assert Evenement.objects.get(pk=evenement.pk).libelle == "Un acte"


def test_rien_ne_s_efface(console):
    with perimetre(CDG):
        objets = [OffreFactory().lot.contrat, CompteFactory(), CollectiviteFactory(), HabilitationFactory()]
    for objet in objets:
        assert console.post(_adresse(objet, "delete"), {"post": "yes"}).status_code == 403


def test_un_contrat_ne_se_retouche_pas(console):
    with perimetre(CDG):
        contrat = OffreFactory().lot.contrat
    assert console.post(_adresse(contrat), {"intitule": "autre"}).status_code == 403
    assert Contrat.objects.get(pk=contrat.pk).intitule == contrat.intitule


def test_creer_un_compte_puis_son_mot_de_passe(console, client):
    champs = {"email": "Nouvelle@exemple.fr", "prenom": "Ève", "nom": "Nord"}
    assert console.post(reverse("admin:comptes_compte_add"), champs).status_code == 302
    compte = Compte.objects.get(email="nouvelle@exemple.fr")
    assert not compte.has_usable_password()
    assert not compte.is_staff
    double = console.post(reverse("admin:comptes_compte_add"), champs)
    assert "Un compte a déjà cette adresse." in double.content.decode()
    secret = "Quatre-Mots-Sans-Rapport"
    adresse = reverse("admin:auth_user_password_change", args=[compte.pk])
    reponse = console.post(adresse, {"usable_password": "true", "password1": secret, "password2": secret})
    assert reponse.status_code == 302
    compte.refresh_from_db()
    assert compte.check_password(secret)


def test_creer_une_collectivite_par_le_service(console):
    siren = siren_numero(900)
    champs = {"siret": "123", "denomination": "Commune d'Aval", "strate": "PETITE"}
    page = console.post(reverse("admin:perimetres_collectivite_add"), champs)
    assert page.status_code == 200
    assert "SIRET" in page.content.decode()
    champs["siret"] = siret_de_siren(siren)
    assert console.post(reverse("admin:perimetres_collectivite_add"), champs).status_code == 302
    with perimetre(CDG):
        creee = Collectivite.objects.get(siren=siren)
        assert Siret.objects.get(collectivite=creee).siret == champs["siret"]


def test_accorder_puis_terminer_une_habilitation(console, administrateur):
    with perimetre(CDG):
        commune, compte = CollectiviteFactory(), CompteFactory()
    champs = {"compte": compte.pk, "role": "GESTIONNAIRE_CDG", "collectivite": commune.pk, "du": "01/06/2026"}
    refus = console.post(reverse("admin:perimetres_habilitation_add"), champs)
    assert "ne s&#x27;accorde que sur le Centre de gestion" in refus.content.decode()
    champs["role"] = "RH_SAISIE"
    assert console.post(reverse("admin:perimetres_habilitation_add"), champs).status_code == 302
    with perimetre(CDG):
        habilitation = Habilitation.objects.get(compte=compte)
    page = console.post(_adresse(habilitation), {"au": "01/05/2026"})
    assert "précède la date de début" in page.content.decode()
    reponse = console.post(_adresse(habilitation), {"au": "30/06/2026", "role": "ADMINISTRATEUR"})
    assert reponse.status_code == 302
    with perimetre(CDG):
        habilitation = Habilitation.objects.get(compte=compte)
        assert (habilitation.au, habilitation.role) == (date(2026, 6, 30), "RH_SAISIE")
        histoire = list(habilitation.evenements.order_by("pgh_id"))
    assert [e.pgh_label for e in histoire] == ["insert", "update"]
    assert {e.pgh_context["utilisateur"] for e in histoire} == {administrateur.pk}


def test_organismes_et_conditions(console):
    faux = console.post(
        reverse("admin:adhesions_organisme_add"), {"nom": "Assureur", "siret": "12345678901234"}
    )
    assert faux.status_code == 200
    organisme = OrganismeFactory()
    champs = {"nom": "Renommé", "siret": organisme.siret}
    assert console.post(_adresse(organisme), champs).status_code == 302
    assert Organisme.objects.get(pk=organisme.pk).nom == "Renommé"
    conditions = {
        "version": "2027-1",
        "approuvees_le": "01/01/2027",
        "texte": "Objet\nPremier.\nSecond.\n\n\nDurée\nQuatre ans.",
    }
    assert console.post(reverse("admin:adhesions_conditionsgenerales_add"), conditions).status_code == 302
    creees = ConditionsGenerales.objects.get(version="2027-1")
    assert creees.articles == [
        {"titre": "Objet", "paragraphes": ["Premier.", "Second."]},
        {"titre": "Durée", "paragraphes": ["Quatre ans."]},
    ]
    double = console.post(reverse("admin:adhesions_conditionsgenerales_add"), conditions)
    assert "Cette version existe déjà." in double.content.decode()
    assert console.post(_adresse(creees), {"version": "autre"}).status_code == 403


@pytest.mark.parametrize(("champ", "jour"), [("du", "01/01/0001"), ("au", "31/12/9999")])
def test_une_habilitation_hors_de_toute_vraisemblance_est_refusee(console, champ, jour):
    with perimetre(CDG):
        commune, compte = CollectiviteFactory(), CompteFactory()
    champs = {"compte": compte.pk, "role": "RH_SAISIE", "collectivite": commune.pk, "du": "01/06/2026"}
    page = console.post(reverse("admin:perimetres_habilitation_add"), champs | {champ: jour})
    assert "entre 1900 et 2100" in page.content.decode()
    assert console.post(reverse("admin:perimetres_habilitation_add"), champs).status_code == 302
    with perimetre(CDG):
        habilitation = Habilitation.objects.get(compte=compte)
    page = console.post(_adresse(habilitation), {"au": "31/12/9999"})
    assert "entre 1900 et 2100" in page.content.decode()
