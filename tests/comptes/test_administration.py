"""L'administration : qui entre, ce qu'on y trouve, ce qu'on n'y peut pas faire."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from adhesions.models import ConditionsGenerales, Contrat, Organisme
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.services import lien_de_connexion_creer
from cdg_portal.journal.models import Evenement
from cdg_portal.journal.selectors import chronologie_de
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
    "journal.Acces",
    "journal.Effacement",
    "journal.Evenement",
    "journal.Scellement",
}
CDG = Perimetre(cdg=True)
FIN = "30/06/2099"


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
        if objet is None:  # rien d'effacé ni de scellé ici : leurs fiches sont essayées dans tests/journal
            assert label in ("journal.Acces", "journal.Effacement", "journal.Scellement")
            continue
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


def test_creer_un_compte_puis_envoyer_le_lien_de_son_mot_de_passe(
    console, django_capture_on_commit_callbacks, mailoutbox
):
    """L'administrateur ne connaît jamais le mot de passe : la personne le choisit par le lien reçu."""
    champs = {"email": "Nouvelle@exemple.fr", "prenom": "Ève", "nom": "Nord"}
    assert console.post(reverse("admin:comptes_compte_add"), champs).status_code == 302
    compte = Compte.objects.get(email="nouvelle@exemple.fr")
    assert not compte.has_usable_password()
    assert not compte.is_staff
    double = console.post(reverse("admin:comptes_compte_add"), champs)
    assert "Un compte a déjà cette adresse." in double.content.decode()
    adresse = reverse("admin:comptes_compte_mot_de_passe", args=[compte.pk])
    assert adresse in console.get(_adresse(compte)).content.decode()
    assert "Ce champ est obligatoire" in console.post(adresse, {"motif": " "}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert console.post(adresse, {"motif": "Arrivée, reconnue au guichet"}).status_code == 302
    (avis,) = mailoutbox
    assert avis.to == [compte.email]
    lien = next(mot for mot in avis.body.split() if mot.startswith("http"))
    navigateur, secret = Client(), "Quatre-Mots-Sans-Rapport"
    page = navigateur.get(lien, follow=True)
    navigateur.post(page.redirect_chain[-1][0], {"nouveau": secret})
    compte.refresh_from_db()
    assert compte.check_password(secret)
    with perimetre(CDG):
        actes = list(Evenement.objects.filter(objet_uid=compte.uid).order_by("id"))
    assert [(a.action, a.motif) for a in actes] == [
        ("compte-cree", ""),
        ("mot-de-passe-lien", "Arrivée, reconnue au guichet"),
        ("mot-de-passe-choisi", ""),
    ]


def test_personne_ne_donne_de_mot_de_passe_a_autrui_ni_ne_change_son_adresse(console):
    compte = CompteFactory()
    avant = compte.password
    for chemin in ("password/", "mot-de-passe/"):
        console.post(
            f"{reverse('admin:comptes_compte_changelist')}{compte.pk}/{chemin}",
            {"password1": "Quatre-Mots-Sans-Rapport", "password2": "Quatre-Mots-Sans-Rapport"},
        )
    _modifier(console, compte, email="pirate@exemple.fr", password="x", is_superuser="on")
    garde = Compte.objects.get(pk=compte.pk)
    assert (garde.password, garde.email, garde.is_superuser) == (avant, compte.email, False)


def _modifier(console, compte, **champs):
    """Envoie la fiche du compte, telle qu'elle est sauf ces champs (None : case décochée)."""
    fiche = {
        "prenom": compte.prenom,
        "nom": compte.nom,
        "is_active": compte.is_active,
        "is_staff": compte.is_staff,
    }
    envoi = {c: "on" if v is True else v for c, v in (fiche | champs).items() if v not in (None, False)}
    return console.post(_adresse(compte), envoi)


def _actes(compte):
    with perimetre(CDG):
        lus = Evenement.objects.filter(objet_uid=compte.uid).order_by("id")
        return [(a.action, a.acteur_id, a.motif, a.collectivite_id) for a in lus]


def test_toucher_a_l_acces_demande_un_motif_se_consigne_et_previent(
    console, administrateur, django_capture_on_commit_callbacks, mailoutbox
):
    compte = CompteFactory()
    session = client_de_session(compte)
    assert "Dites pourquoi" in _modifier(console, compte, is_active=None).content.decode()
    assert Compte.objects.get(pk=compte.pk).is_active
    with django_capture_on_commit_callbacks(execute=True):
        assert _modifier(console, compte, is_active=None, motif="Départ").status_code == 302
    assert session.get("/compte/").status_code == 302
    compte.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        _modifier(console, compte, is_active=True, is_staff=True, motif="Retour, au CDG")
    compte.refresh_from_db()
    assert (compte.is_active, compte.is_staff, compte.is_superuser) == (True, True, True)
    with django_capture_on_commit_callbacks(execute=True):
        _modifier(console, compte, is_staff=None, motif="Mutation")
    compte.refresh_from_db()
    assert (compte.is_staff, compte.is_superuser) == (False, False)
    with perimetre(CDG):
        commun = (administrateur.pk, centre_de_gestion().pk)
    assert [(a, m, (p, c)) for a, p, m, c in _actes(compte)] == [
        ("compte-desactive", "Départ", commun),
        ("compte-reactive", "Retour, au CDG", commun),
        ("administration-ouverte", "Retour, au CDG", commun),
        ("administration-fermee", "Mutation", commun),
    ]
    assert [avis.to for avis in mailoutbox] == [[compte.email]] * 4


def test_corriger_un_nom_se_consigne_sans_motif(console, administrateur):
    compte = CompteFactory(prenom="Camile", nom="Orme")
    assert _modifier(console, compte, prenom="Camille").status_code == 302
    assert Compte.objects.get(pk=compte.pk).prenom == "Camille"
    assert [a for a, *_ in _actes(compte)] == ["compte-renomme"]


def test_detacher_l_identite_proconnect_demande_un_motif_se_consigne_et_previent(
    console, administrateur, django_capture_on_commit_callbacks, mailoutbox
):
    """Adresse passée à quelqu'un d'autre : sans ce geste, sa nouvelle identité reste refusée."""
    compte = CompteFactory()
    assert "Aucune identité" in console.get(_adresse(compte)).content.decode()
    _modifier(console, compte, detacher_proconnect=True, motif="Rien à détacher")
    assert _actes(compte) == []
    compte.identites_proconnect.create(sub="sub-du-predecesseur", rattachee_a=timezone.now())
    session = client_de_session(compte)
    fiche = console.get(_adresse(compte)).content.decode()
    assert "Rattachée le" in fiche and "sub-du-predecesseur" not in fiche
    assert "Dites pourquoi" in _modifier(console, compte, detacher_proconnect=True).content.decode()
    assert compte.identites_proconnect.exists()
    with django_capture_on_commit_callbacks(execute=True):
        reponse = _modifier(console, compte, detacher_proconnect=True, motif="Nouvel agent à cette adresse")
    assert reponse.status_code == 302
    assert not compte.identites_proconnect.exists()
    assert session.get("/compte/").status_code == 302
    assert [(a, m) for a, _, m, _ in _actes(compte)] == [
        ("proconnect-detache", "Nouvel agent à cette adresse")
    ]
    assert [avis.to for avis in mailoutbox] == [[compte.email]]


@pytest.mark.parametrize("champ", ["is_active", "is_staff"])
def test_le_dernier_compte_administrateur_ne_se_ferme_pas(console, administrateur, champ):
    _compte("ADMINISTRATEUR", staff=False)  # habilité, mais n'entre pas dans l'administration
    page = _modifier(console, administrateur, **{champ: None}, motif="Départ")
    assert page.status_code == 200
    assert "dernier compte qui administre le portail" in page.content.decode()
    assert getattr(Compte.objects.get(pk=administrateur.pk), champ)
    assert _actes(administrateur) == []
    _compte("ADMINISTRATEUR", staff=True)
    assert _modifier(console, administrateur, **{champ: None}, motif="Départ").status_code == 302


def test_une_delegation_ne_fait_pas_un_autre_administrateur(console, administrateur):
    with perimetre(CDG):
        tenue = administrateur.habilitations.get()
        HabilitationFactory(
            role="ADMINISTRATEUR",
            collectivite=tenue.collectivite,
            compte=CompteFactory(is_staff=True),
            delegant=administrateur,
            source=tenue,
            motif="Congés",
            au=date(2099, 1, 1),
        )
    assert _modifier(console, administrateur, is_active=None, motif="Départ").status_code == 200
    assert Compte.objects.get(pk=administrateur.pk).is_active


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
    champs |= {"role": "RH_SAISIE", "motif": "Arrivée, demande du maire"}
    assert console.post(reverse("admin:perimetres_habilitation_add"), champs).status_code == 302
    with perimetre(CDG):
        habilitation = Habilitation.objects.get(compte=compte)
    page = console.post(_adresse(habilitation), {"au": "01/05/2026", "motif_fin": "Départ"})
    assert "précède la date de début" in page.content.decode()
    reponse = console.post(
        _adresse(habilitation), {"au": FIN, "role": "ADMINISTRATEUR", "motif_fin": "Départ"}
    )
    assert reponse.status_code == 302
    with perimetre(CDG):
        habilitation = Habilitation.objects.get(compte=compte)
        assert (habilitation.au, habilitation.role) == (date(2099, 6, 30), "RH_SAISIE")
        histoire = list(habilitation.evenements.order_by("pgh_id"))
    assert [e.pgh_label for e in histoire] == ["insert", "update"]
    assert {e.pgh_context["utilisateur"] for e in histoire} == {administrateur.pk}
    with perimetre(CDG):
        assert {f.motif for f in chronologie_de(habilitation)} == {"Départ", "Arrivée, demande du maire"}


def test_organismes_et_conditions(console):
    faux = console.post(
        reverse("admin:adhesions_organisme_add"), {"nom": "Assureur", "siret": "12345678901234"}
    )
    assert faux.status_code == 200
    with perimetre(CDG):
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
    page = console.post(_adresse(habilitation), {"au": "31/12/9999", "motif_fin": "Erreur"})
    assert "entre 1900 et 2100" in page.content.decode()


def test_reinitialiser_un_second_facteur_demande_un_motif_et_previent(
    console, client, django_capture_on_commit_callbacks, mailoutbox
):
    compte = CompteFactory()
    facteur = Authenticator.objects.create(user=compte, type="totp", data={"secret": "graine-chiffree"})
    fiche = console.get(_adresse(compte)).content.decode()
    adresse = reverse("admin:comptes_compte_second_facteur", args=[compte.pk])
    assert adresse in fiche
    assert "graine-chiffree" not in fiche
    session = client_de_session(compte)
    for motif in ("", "   "):
        assert "Ce champ est obligatoire" in console.post(adresse, {"motif": motif}).content.decode()
    assert Authenticator.objects.filter(pk=facteur.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        reponse = console.post(adresse, {"motif": "Téléphone perdu, reconnue au guichet"})
    assert reponse.status_code == 302
    assert not Authenticator.objects.filter(user=compte).exists()
    assert session.get("/compte/").status_code == 302
    (avis,) = mailoutbox
    assert avis.to == [compte.email]
    assert [(a, m) for a, _, m, _ in _actes(compte)] == [
        ("second-facteur-reinitialise", "Téléphone perdu, reconnue au guichet")
    ]
    historique = console.get(reverse("admin:comptes_compte_history", args=[compte.pk])).content.decode()
    assert "Téléphone perdu, reconnue au guichet" in historique


def client_de_session(compte):
    """Une session suivie du compte, ouverte par un lien."""
    jeton = lien_de_connexion_creer(compte=compte, maintenant=timezone.now(), duree=timedelta(minutes=5))
    navigateur = Client()
    navigateur.post(reverse("comptes:lien", args=[jeton]))
    assert navigateur.get("/compte/").status_code == 200
    return navigateur


def test_on_ne_reinitialise_pas_son_propre_second_facteur(console, administrateur):
    adresse = reverse("admin:comptes_compte_second_facteur", args=[administrateur.pk])
    assert console.post(adresse, {"motif": "Perdu"}).status_code == 403


def test_la_reinitialisation_est_aux_administrateurs(client, db):
    compte = CompteFactory()
    client.force_login(_compte("GESTIONNAIRE_CDG", staff=True))
    adresse = reverse("admin:comptes_compte_second_facteur", args=[compte.pk])
    assert client.post(adresse, {"motif": "Perdu"}, follow=True).status_code == 403


def test_l_empreinte_du_mot_de_passe_ne_se_lit_pas(console, administrateur):
    compte = Compte.objects.create_user("a@exemple.fr", "un-long-mot-de-passe", prenom="A", nom="B")
    fiche = console.get(_adresse(compte)).content.decode()
    assert "Défini" in fiche
    assert not any(morceau in fiche for morceau in compte.password.split("$"))


def test_un_identifiant_forge_est_refuse_sans_panne(console):
    reponse = console.post(
        reverse("admin:perimetres_habilitation_add"), {"compte": "pas-un-nombre", "collectivite": "x"}
    )
    assert reponse.status_code == 200
    assert "Sélectionnez un choix valide" in reponse.content.decode()


def test_le_mot_de_passe_se_change_par_la_seule_page_du_portail(console):
    """Celle de Django n'aurait ni limite, ni courriel, ni journal, ni session suivie."""
    reponse = console.post(reverse("admin:password_change"), {"old_password": "x", "new_password1": "y"})
    assert reponse.status_code == 302
    assert reponse["Location"] == reverse("account_change_password")
    assert console.get(reverse("admin:password_change_done")).status_code == 302


@pytest.mark.parametrize(
    ("page", "filtre", "valeur"),
    [
        ("comptes_compte", "password__startswith", "argon2"),
        ("comptes_compte", "email__regex", "["),
        ("journal_evenement", "libelle__icontains", "maladie"),
        ("journal_evenement", "libelle__regex", "("),
        ("journal_evenement", "acteur__password__startswith", "argon2"),
        ("journal_evenement", "instant__year", "999999999999"),
        ("journal_evenement", "instant__gte", "2026-01-01"),
        ("perimetres_habilitation", "compte__password__contains", "argon2"),
        ("adhesions_contrat", "reference__regex", "("),
    ],
)
def test_une_liste_ne_se_filtre_que_par_ses_filtres(console, page, filtre, valeur):
    """Une comparaison libre lirait, lettre à lettre, ce que la page tait."""
    adresse = reverse(f"admin:{page}_changelist")
    assert console.get(adresse, {filtre: valeur}).status_code == 400


@pytest.mark.parametrize(
    ("page", "filtre", "valeur"),
    [
        ("comptes_compte", "is_staff__exact", "1"),
        ("journal_evenement", "action__exact", "x"),
        ("journal_evenement", "instant__year", "2026"),
        ("journal_evenement", "instant__month", "99"),
        ("perimetres_habilitation", "role__exact", "RH_SAISIE"),
    ],
)
def test_ses_filtres_servent(console, page, filtre, valeur):
    reponse = console.get(reverse(f"admin:{page}_changelist"), {filtre: valeur})
    assert reponse.status_code in (200, 302)
