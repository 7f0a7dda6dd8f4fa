"""Une consultation ne peut rien écrire, et un acte garde le nom de son auteur."""

import pghistory
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import InternalError
from django.http import HttpResponse
from django.test import RequestFactory

from adhesions.models import Agent
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.middleware import PerimetreMiddleware


def _requete(methode, compte, vue):
    requete = getattr(RequestFactory(), methode)("/agents/essai/")
    requete.user, requete.session = compte, {}
    return PerimetreMiddleware(vue)(requete)


def _renommer(monde, statut=200):
    def vue(requete):
        agent = Agent.objects.get(pk=monde.a.agent.pk)
        agent.prenom = "Ariane"
        agent.save()
        return HttpResponse(status=statut)

    return vue


def _prenom(monde):
    with perimetre(Perimetre(cdg=True)):
        return Agent.objects.get(pk=monde.a.agent.pk).prenom


@pytest.mark.parametrize("methode", ["get", "head", "options"])
def test_une_consultation_ne_peut_pas_ecrire(monde, methode):
    """Le contexte d'historique préfixe l'ordre d'un SELECT : c'est PostgreSQL qui doit refuser."""
    with pytest.raises(InternalError) as refus:
        _requete(methode, monde.gestionnaire, _renommer(monde))
    assert refus.value.__cause__.sqlstate == "25006"
    assert _prenom(monde) != "Ariane"


@pytest.mark.parametrize(
    "ecrire",
    [
        lambda a: Agent.objects.filter(pk=a.pk).update(prenom="Ariane"),
        lambda a: Agent.objects.filter(pk=a.pk).select_for_update().get(),
        lambda a: Agent.objects.filter(pk=a.pk)._raw_delete("default"),
        lambda a: Agent.objects.raw(
            "WITH x AS (UPDATE adhesions_agent SET prenom = 'A' RETURNING *) TABLE x"
        )[0],
    ],
    ids=["modifier", "verrouiller", "supprimer", "sql brut"],
)
def test_aucun_detour(monde, ecrire):
    with pytest.raises(InternalError):
        _requete("get", monde.a.rh, lambda requete: ecrire(monde.a.agent))


def test_lire_reste_possible_puis_un_envoi_ecrit(monde):
    vus = []

    def lire(requete):
        vus.extend(Agent.objects.all())
        return HttpResponse()

    assert _requete("get", monde.a.rh, lire).status_code == 200
    assert vus == [monde.a.agent]
    _requete("post", monde.gestionnaire, _renommer(monde))
    assert _prenom(monde) == "Ariane"


def test_une_reponse_en_erreur_ne_laisse_rien(monde):
    _requete("post", monde.gestionnaire, _renommer(monde, statut=503))
    assert _prenom(monde) != "Ariane"


def test_la_rh_de_l_autre_commune_ne_trouve_pas_l_objet(monde):
    with pytest.raises(Agent.DoesNotExist):
        _requete("post", monde.b.rh, _renommer(monde))


def test_sans_session_rien_n_est_visible(monde):
    vus = []

    def lire(requete):
        vus.append(Agent.objects.count())
        return HttpResponse()

    _requete("get", AnonymousUser(), lire)
    assert vus == [0]


def test_l_historique_porte_l_acteur_et_l_ancienne_valeur_reste(monde):
    avant = monde.a.agent.prenom
    _requete("post", monde.gestionnaire, _renommer(monde))
    with perimetre(monde.a.perimetre):
        evenements = list(monde.a.agent.evenements.order_by("pgh_id"))
    assert [(e.pgh_label, e.prenom) for e in evenements] == [("insert", avant), ("update", "Ariane")]
    assert evenements[-1].pgh_context == {
        "utilisateur": monde.gestionnaire.pk,
        "adresse": "/agents/essai/",
        "perimetre": "cdg",
    }
    with perimetre(monde.b.perimetre):
        assert not monde.a.agent.evenements.exists()


def test_l_auteur_d_un_acte_n_est_pas_prete_au_suivant(monde):
    """Deux périmètres dans une transaction : ce qui s'écrit dans le second n'est pas signé de l'auteur du premier."""
    with perimetre(monde.a.perimetre), pghistory.context(utilisateur=monde.a.rh.pk):
        monde.a.agent.prenom = "Ariane"
        monde.a.agent.save()
    with perimetre(monde.b.perimetre):
        monde.b.agent.prenom = "Bastien"
        monde.b.agent.save()
        assert monde.b.agent.evenements.order_by("-pgh_id").first().pgh_context is None
