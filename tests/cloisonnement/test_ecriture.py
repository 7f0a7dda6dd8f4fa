"""On n'écrit jamais chez autrui, et un objet ne désigne que ceux de sa collectivité."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from adhesions.models import Agent, Remuneration
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.models import Collectivite, Habilitation
from sinistres.models import Certificat, Sinistre
from tests.cloisonnement.conftest import refuse

RANGEE_INTERDITE = "42501"
CLE_ETRANGERE = "23503"


def _agent(collectivite, matricule="X1"):
    return Agent(
        collectivite=collectivite,
        matricule=matricule,
        nom="Intrus",
        prenom="Noé",
        naissance=date(1980, 1, 1),
        sexe="H",
        regime="CNRACL",
        entree=date(2020, 1, 1),
    )


@pytest.mark.usefixtures("couches")
def test_creer_chez_autrui(monde):
    with perimetre(monde.a.perimetre):
        with refuse(ProgrammingError, RANGEE_INTERDITE):
            _agent(monde.b.collectivite).save()
        with refuse(ProgrammingError, RANGEE_INTERDITE):
            Agent.objects.bulk_create([_agent(monde.a.collectivite), _agent(monde.b.collectivite, "X2")])
        assert not Agent.objects.filter(nom="Intrus").exists()


@pytest.mark.usefixtures("couches")
def test_deplacer_chez_autrui(monde):
    with perimetre(monde.a.perimetre):
        for modele in (Agent, Sinistre, Habilitation):
            with refuse(ProgrammingError, RANGEE_INTERDITE):
                modele.objects.update(collectivite=monde.b.collectivite.pk)


@pytest.mark.usefixtures("couches")
def test_modifier_ou_supprimer_chez_autrui_ne_touche_aucune_ligne(monde):
    with perimetre(monde.a.perimetre):
        assert Agent.objects.filter(pk=monde.b.agent.pk).update(prenom="Volé") == 0
        assert Remuneration.objects.filter(agent_id=monde.b.agent.pk).delete() == (0, {})
        assert Collectivite.objects.filter(pk=monde.b.collectivite.pk).update(denomination="Volée") == 0
    with perimetre(Perimetre(cdg=True)):
        assert Agent.objects.get(pk=monde.b.agent.pk).prenom == monde.b.agent.prenom
        assert Remuneration.objects.filter(agent_id=monde.b.agent.pk).exists()


@pytest.mark.usefixtures("couches")
def test_enregistrer_un_objet_d_autrui_garde_en_memoire(monde):
    intrus = monde.b.agent
    intrus.prenom = "Volé"
    with (
        perimetre(monde.a.perimetre),
        pytest.raises((ProgrammingError, IntegrityError)),
        transaction.atomic(),
    ):
        intrus.save()
    with perimetre(Perimetre(cdg=True)):
        assert Agent.objects.get(pk=intrus.pk).prenom != "Volé"


def test_se_donner_une_habilitation_ailleurs(monde):
    with perimetre(monde.a.perimetre), refuse(ProgrammingError, RANGEE_INTERDITE):
        Habilitation.objects.create(
            compte=monde.a.rh, role="RH_VALIDEUR", collectivite=monde.b.collectivite, du=date(2026, 1, 1)
        )


def _verifier_les_cles():
    with connection.cursor() as c:
        c.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("perimetre_voulu", ["cdg", "commune"])
def test_un_dossier_ne_designe_pas_l_agent_d_une_autre_collectivite(monde, perimetre_voulu):
    """Même le CDG, qui voit les deux, ne peut pas les mêler."""
    ouvert = Perimetre(cdg=True) if perimetre_voulu == "cdg" else monde.a.perimetre
    with perimetre(ouvert), refuse(IntegrityError, CLE_ETRANGERE):
        Sinistre.objects.filter(pk=monde.a.sinistre.pk).update(agent_id=monde.b.agent.pk)
        _verifier_les_cles()


def test_un_dossier_ne_designe_pas_l_adhesion_d_une_autre_collectivite(monde):
    with perimetre(Perimetre(cdg=True)), refuse(IntegrityError, CLE_ETRANGERE):
        Sinistre.objects.create(
            collectivite=monde.a.collectivite,
            numero="SIN-ESSAI",
            agent=monde.a.agent,
            adhesion=monde.b.adhesion,
            motif="MO",
            risque="CMO",
            survenance=date(2026, 6, 1),
            connu_employeur_le=date(2026, 6, 1),
            etat="DECLARE",
            cle_saisie=uuid4(),
        )
        _verifier_les_cles()


def test_une_ligne_ne_change_pas_de_collectivite_sans_ses_voisines(monde):
    with perimetre(Perimetre(cdg=True)), refuse(IntegrityError, CLE_ETRANGERE):
        Certificat.objects.filter(agent=monde.a.agent).update(collectivite=monde.b.collectivite)
        _verifier_les_cles()
