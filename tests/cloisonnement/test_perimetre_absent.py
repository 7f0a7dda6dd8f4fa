"""Sans périmètre ouvert, aucune table cloisonnée ne se lit ni ne s'écrit : l'oubli se voit, il n'ouvre rien."""

import pytest
from django.db import connection, transaction

from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.perimetre import AUCUN, Perimetre, PerimetreAbsent, perimetre, perimetre_courant

MODELES = pytest.mark.parametrize("modele", modeles_cloisonnes(), ids=lambda m: m._meta.label)


@MODELES
@pytest.mark.parametrize("gestionnaire", ["objects", "base"])
def test_lire_sans_perimetre(db, modele, gestionnaire):
    requete = getattr(modele, gestionnaire).all()
    for lire in (requete.count, requete.exists, requete.first, lambda: list(requete.iterator())):
        with pytest.raises(PerimetreAbsent), transaction.atomic():
            lire()


@MODELES
def test_modifier_et_supprimer_sans_perimetre(db, modele):
    for ecrire in (lambda: modele.objects.update(id=1), lambda: modele.objects.all().delete()):
        with pytest.raises(PerimetreAbsent), transaction.atomic():
            ecrire()


def test_meme_le_sql_brut_ne_rend_rien_sans_perimetre(monde):
    """Couche 2 seule : le rôle applicatif, sans réglage posé, ne voit aucune ligne."""
    with connection.cursor() as c:
        for modele in modeles_cloisonnes():
            c.execute(f'SELECT count(*) FROM "{modele._meta.db_table}"')  # noqa: S608
            assert c.fetchone() == (0,), modele


def test_construire_une_requete_ou_un_formulaire_ne_demande_pas_de_perimetre():
    """Le refus vient quand le SQL s'écrit : importer un module de formulaires reste possible."""
    for modele in modeles_cloisonnes():
        assert modele.objects.all().query is not None


def test_le_perimetre_se_referme_et_se_restaure(monde):
    with pytest.raises(PerimetreAbsent):
        perimetre_courant()
    with perimetre(Perimetre(cdg=True)):
        with perimetre(monde.a.perimetre):
            assert perimetre_courant() == monde.a.perimetre
            assert _visibles(monde) == {monde.a.agent.pk}
        assert {monde.a.agent.pk, monde.b.agent.pk} <= _visibles(monde)
    with perimetre(AUCUN):
        assert _visibles(monde) == set()
    with connection.cursor() as c:
        c.execute("SELECT current_user, current_setting('app.perimetre', true)")
        assert c.fetchone() == ("cdg_app", "")


def test_une_erreur_dans_le_perimetre_interieur_rend_celui_d_avant(monde):
    with perimetre(monde.a.perimetre):
        with pytest.raises(ZeroDivisionError), perimetre(Perimetre(cdg=True)):
            1 / 0  # noqa: B018
        assert _visibles(monde) == {monde.a.agent.pk}


def _visibles(monde):
    with connection.cursor() as c:
        c.execute("SELECT id FROM adhesions_agent")
        return {ligne[0] for ligne in c.fetchall()}
