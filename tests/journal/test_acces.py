"""Le journal des accès : refus, exports, documents, connexions ; jamais chez l'étranger, jamais de recherche."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes import proconnect
from cdg_portal.journal import middleware
from cdg_portal.journal.models import Acces
from cdg_portal.requetes import noter_acces
from tests.aides import client_de
from tests.fabriques import AgentFactory, CollectiviteFactory, CompteFactory, centre_de_gestion

ECRIT = re.compile(r'\b(?:INSERT INTO|(?<!DO )UPDATE|DELETE FROM)\s+"?(\w+)"?', re.I)
MOT_DE_PASSE = "un mot de passe assez long"


@pytest.fixture
def monde(db):
    with perimetre(Perimetre(cdg=True)):
        gestion = centre_de_gestion()
        chez_elle, ailleurs = CollectiviteFactory(), CollectiviteFactory()
        yield gestion, chez_elle, ailleurs, AgentFactory(collectivite=ailleurs)


def _acces(**filtre):
    with perimetre(Perimetre(cdg=True)):
        return list(Acces.objects.filter(**filtre).order_by("id"))


def test_l_objet_d_un_autre_est_garde_au_cdg_seul(monde):
    gestion, chez_elle, ailleurs, agent = monde
    navigateur = client_de("RH_VALIDEUR", chez_elle)
    assert navigateur.get(reverse("adhesions:agent", args=[agent.uid]) + "?q=Dupont").status_code == 404
    (acces,) = _acces(nature="ABSENT")
    assert (acces.collectivite_id, acces.acteur_id) == (gestion.pk, navigateur.compte.pk)
    assert (acces.objet_uid, acces.page, acces.statut) == (agent.uid, "adhesions:agent", 404)
    assert "Dupont" not in str(vars(acces))
    with perimetre(Perimetre(collectivites=(ailleurs.pk,))):
        assert not Acces.objects.exists()


def test_un_role_insuffisant_est_garde(monde):
    navigateur = client_de("LECTEUR", monde[1])
    assert navigateur.get(reverse("adhesions:agents")).status_code == 403
    (acces,) = _acces(nature="REFUS")
    assert (acces.acteur_id, acces.page, acces.objet_uid) == (navigateur.compte.pk, "adhesions:agents", None)


def test_connexion_echec_et_deconnexion(monde):
    compte = CompteFactory()
    compte.set_password(MOT_DE_PASSE)
    compte.save()
    navigateur, adresse = Client(), reverse("comptes:connexion")
    navigateur.post(adresse, {"username": compte.email, "password": "faux"})
    navigateur.post(adresse, {"username": "inconnu@exemple.fr", "password": "faux"})
    navigateur.post(adresse, {"username": compte.email, "password": MOT_DE_PASSE})
    navigateur.post(reverse("comptes:deconnexion"))
    gardes = [(a.nature, a.acteur_id) for a in _acces()]
    assert gardes == [
        ("ECHEC", compte.pk),
        ("ECHEC", None),
        ("CONNEXION", compte.pk),
        ("DECONNEXION", compte.pk),
    ]
    assert "inconnu" not in str([vars(a) for a in _acces()])


def _servir(reponse, compte, *notes):
    """La réponse rendue par le middleware autour d'une vue qui a noté ces accès."""
    requete = RequestFactory().get("/fichier")
    requete.user, requete.resolver_match = compte, None

    def vue(recue):
        for nature in notes:
            noter_acces(recue, nature)
        return reponse

    return middleware.JournalDesAcces(vue)(requete)


def _fichier():
    return HttpResponse(b"nom;prenom", headers={"Content-Disposition": 'attachment; filename="agents.csv"'})


def test_un_fichier_emporte_est_garde(monde):
    compte = CompteFactory()
    assert _servir(_fichier(), compte).content == b"nom;prenom"
    assert [(a.nature, a.acteur_id) for a in _acces()] == [("EXPORT", compte.pk)]


@pytest.fixture
def en_panne(monkeypatch):
    def lever(*args, **kwargs):
        raise DatabaseError("journal plein")

    monkeypatch.setattr(middleware, "acces_consigner", lever)


@pytest.mark.parametrize(
    ("reponse", "notes", "statut"),
    [
        (_fichier, (), 503),
        (HttpResponse, ("DOCUMENT",), 503),
        (HttpResponse, ("ASSISTANCE",), 503),
        (HttpResponse, ("CONNEXION",), 200),
        (lambda: HttpResponseRedirect("/"), ("ASSISTANCE",), 302),
    ],
    ids=["export", "document", "assistance", "écran", "sortie d'assistance"],
)
def test_pas_de_trace_pas_de_remise(monde, en_panne, caplog, reponse, notes, statut):
    rendue = _servir(reponse(), CompteFactory(), *notes)
    assert rendue.status_code == statut
    assert b"nom;prenom" not in rendue.content
    assert "acces_non_consigne" in caplog.text
    assert "journal plein" not in caplog.text


def test_une_page_d_assistance_retenue_dit_pourquoi(monde, en_panne):
    rendue = _servir(HttpResponse("BRASSENOIRE"), CompteFactory(), "ASSISTANCE").content.decode()
    assert "BRASSENOIRE" not in rendue
    assert "pendant une assistance, aucune page ne se montre sans trace" in rendue


def _entrer(navigateur):
    """Une vraie connexion, et non `force_login` : elle seule ouvre une session suivie."""
    navigateur.logout()
    navigateur.compte.set_password(MOT_DE_PASSE)
    navigateur.compte.save()
    saisie = {"username": navigateur.compte.email, "password": MOT_DE_PASSE}
    assert navigateur.post(reverse("comptes:connexion"), saisie).status_code == 302
    return navigateur


def _partir_chez_proconnect(settings, monkeypatch):
    """Le départ, sans fournisseur : l'adresse où aller est donnée."""
    settings.PROCONNECT_URL, settings.PROCONNECT_CLIENT_ID = "https://proconnect.exemple.fr", "essai"
    monkeypatch.setattr(proconnect, "demarrer", lambda **_: ("https://proconnect.exemple.fr/", {}))
    return Client(), [reverse("comptes:proconnect"), reverse("comptes:connexion"), "/calculs/"]


def test_une_lecture_n_ecrit_que_dans_les_tables_permises(monde, settings, monkeypatch):
    _, chez_elle, _, agent = monde
    pages = [
        "/",
        reverse("adhesions:agents") + "?q=x",
        reverse("adhesions:agent", args=[agent.uid]),
        reverse("sinistres:liste"),
        reverse("documents:telecharger", args=[uuid4()]),
        reverse("comptes:sessions"),
        "/admin/",
    ]
    visites = [(_entrer(client_de("GESTIONNAIRE_CDG")), pages)]
    visites.append((_entrer(client_de("RH_VALIDEUR", chez_elle)), pages))
    visites.append(_partir_chez_proconnect(settings, monkeypatch))
    ecrites = set()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        for navigateur, adresses in visites:
            for adresse in adresses:
                with CaptureQueriesContext(connection) as lues:
                    navigateur.get(adresse)
                ecrites |= {t for q in lues for t in ECRIT.findall(q["sql"])}
    # Les deux sens : rien d'autre n'est écrit, et la liste ne permet rien de trop.
    assert (
        ecrites | {"journal_maillon"} == middleware.TABLES_ECRITES_PAR_UNE_LECTURE
    )  # maillons : par déclencheur


def test_le_journal_des_acces_entoure_le_perimetre():
    rang = settings.MIDDLEWARE.index
    assert (
        rang("cdg_portal.journal.middleware.JournalDesAcces")
        == rang("cdg_portal.perimetres.middleware.PerimetreMiddleware") - 1
    )
