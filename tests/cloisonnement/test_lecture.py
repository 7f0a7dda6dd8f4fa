"""Une collectivité ne voit que ses lignes, avec les deux couches comme avec PostgreSQL seul."""

import pytest
from django.db import InternalError, connection, models

from adhesions.models import Adhesion, Agent
from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.perimetre import (
    Perimetre,
    PerimetreAbsent,
    flux_cloisonne,
    perimetre,
    perimetre_courant,
)
from cdg_portal.perimetres.models import Collectivite, Habilitation
from sinistres.models import Sinistre

# Au moins ces tables ont des lignes dans les deux communes : l'essai ne passe pas à vide.
PEUPLEES = {
    "adhesions.Adhesion",
    "adhesions.Agent",
    "adhesions.AgentEvenement",
    "adhesions.EffectifFige",
    "adhesions.Remuneration",
    "journal.Evenement",
    "perimetres.Collectivite",
    "perimetres.Habilitation",
    "perimetres.Siret",
    "sinistres.Certificat",
    "sinistres.Decompte",
    "sinistres.LigneDecompte",
    "sinistres.Sinistre",
}


def _vues(ouvert):
    """Collectivités des lignes vues, par modèle."""
    with perimetre(ouvert):
        return {
            m._meta.label: set(m.objects.values_list(m.CLE_PERIMETRE, flat=True))
            for m in modeles_cloisonnes()
        }


@pytest.mark.usefixtures("couches")
def test_la_rh_ne_voit_que_sa_collectivite(monde):
    a, b = monde.a.collectivite.pk, monde.b.collectivite.pk
    par_la_rh, par_le_cdg = _vues(monde.a.perimetre), _vues(Perimetre(cdg=True))
    assert {modele: vues for modele, vues in par_la_rh.items() if vues - {a}} == {}
    for modele in PEUPLEES:
        assert par_la_rh[modele] == {a}
        assert {a, b} <= par_le_cdg[modele]


@pytest.mark.usefixtures("couches")
def test_plusieurs_collectivites_et_le_cdg(monde):
    deux = Perimetre(collectivites=(monde.a.collectivite.pk, monde.b.collectivite.pk))
    with perimetre(deux):
        assert Agent.objects.count() == 2
        assert not Collectivite.objects.filter(est_cdg=True).exists()
    with perimetre(Perimetre(cdg=True)):
        assert Collectivite.objects.count() == 3
    with perimetre(Perimetre()):
        assert not Agent.objects.exists()


@pytest.mark.usefixtures("couches")
def test_jointures_sous_requetes_agregats_et_unions(monde):
    """Rien de l'autre commune ne remonte par un chemin détourné."""
    autre = monde.b.sinistre.pk
    with perimetre(monde.a.perimetre):
        assert not Sinistre.objects.filter(agent__pk=monde.b.agent.pk).exists()
        assert not Adhesion.objects.filter(sinistres__pk=autre).exists()
        assert Agent.objects.aggregate(n=models.Count("sinistres"))["n"] == 1
        assert list(Sinistre.objects.filter(pk=autre).union(Sinistre.objects.filter(pk=autre))) == []
        dans = Sinistre.objects.filter(agent_id__in=Agent.objects.values("id"))
        assert {s.pk for s in dans} == {monde.a.sinistre.pk}


def test_ce_que_la_premiere_couche_ne_filtre_pas_la_seconde_l_arrete(monde):
    """SQL brut, gestionnaire de base, QuerySet nu, clé étrangère : aucun n'a de condition de périmètre."""
    with perimetre(monde.a.perimetre):
        assert not Agent.base.filter(pk=monde.b.agent.pk).exists()
        assert not models.QuerySet(Agent).filter(pk=monde.b.agent.pk).exists()
        with connection.cursor() as c:
            c.execute("SELECT DISTINCT collectivite_id FROM sinistres_sinistre")
            assert c.fetchall() == [(monde.a.collectivite.pk,)]
        with pytest.raises(Agent.DoesNotExist):
            _ = Sinistre(agent_id=monde.b.agent.pk).agent


def test_une_habilitation_n_est_lue_que_par_son_titulaire(monde):
    """Avant que le périmètre soit connu, chacun ne lit que les siennes."""
    with perimetre(Perimetre(utilisateur=monde.a.rh.pk)):
        assert {h.compte_id for h in Habilitation.base.all()} == {monde.a.rh.pk}
        assert not Habilitation.base.filter(compte_id=monde.b.rh.pk).exists()
        assert not Habilitation.objects.exists()
    with perimetre(Perimetre()):
        assert not Habilitation.base.exists()


def test_une_reponse_en_flux_garde_son_perimetre(monde):
    def lignes():
        return (a.pk for a in Agent.objects.order_by("id").iterator())

    with perimetre(monde.a.perimetre):
        nu = (a.pk for _ in [0] for a in Agent.objects.order_by("id"))
        cloisonne = flux_cloisonne(perimetre_courant(), lignes)
    assert list(cloisonne) == [monde.a.agent.pk]
    with pytest.raises(PerimetreAbsent):
        list(nu)

    def ecrit():
        yield Agent.objects.update(nom="Écrit en flux")

    with pytest.raises(InternalError, match="read-only"):
        list(flux_cloisonne(monde.a.perimetre, ecrit))
    with pytest.raises(PerimetreAbsent):
        perimetre_courant()
