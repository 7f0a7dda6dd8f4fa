"""Une consultation ne peut rien écrire, et un acte garde le nom de son auteur."""

import pytest
from django.db import InternalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from adhesions.models import Agent
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.middleware import PerimetreMiddleware


def _requete(methode, compte, vue):
    requete = getattr(RequestFactory(), methode)("/essai/")
    requete.user = compte
    return PerimetreMiddleware(vue)(requete)


def _renommer(monde):
    def vue(requete):
        agent = Agent.objects.get(pk=monde.a.agent.pk)
        agent.prenom = "Ariane"
        agent.save()
        return HttpResponse()

    return vue


@pytest.mark.parametrize("methode", ["get", "head", "options"])
def test_une_consultation_ne_peut_pas_ecrire(monde, methode):
    with pytest.raises(InternalError):
        _requete(methode, monde.gestionnaire, _renommer(monde))
