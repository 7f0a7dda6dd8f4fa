"""Les noms de travaux : tous inscrits, une seule fois, et planifiés par leur nom exact."""

import pytest
from django.conf import settings

from cdg_portal.celery import app
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.taches import PerimetreResiduel, TacheCloisonnee
from cdg_portal.comptes import tasks as comptes
from cdg_portal.journal import tasks as journal
from cdg_portal.travaux import registre, sonnette, tasks

ATTENDUS = {"documents.decompte", "documents.bordereau", "documents.appel", "documents.certificat"}


def test_les_types_de_documents_sont_inscrits():
    """Chaque app inscrit les siens."""
    assert set(registre.types()) >= ATTENDUS


def test_un_nom_ne_se_prend_pas_deux_fois():
    """Deux fonctions sous un nom : erreur au chargement."""
    registre.types()
    with pytest.raises(ValueError, match="déjà pris"):
        registre.travail("documents.decompte")(lambda parametres, travail: "")
    with pytest.raises(ValueError, match="déjà pris"):
        registre.travail("lot")(lambda parametres, travail: "")


def test_les_noms_celery_sont_ceux_que_l_on_sonne():
    """La sonnette et le planificateur appellent des tâches qui existent."""
    assert tasks.executer.name == sonnette.EXECUTER
    planifiees = {entree["task"] for entree in settings.CELERY_BEAT_SCHEDULE.values()}
    assert planifiees == {
        tasks.balayer.name,
        tasks.planifier_quotidiens.name,
        journal.sceller.name,
        journal.envoyer_la_racine.name,
        comptes.effacer_les_perimes.name,
    }


def test_aucune_tache_n_herite_d_un_perimetre():
    """Chaque tâche du portail est cloisonnée, sans qu'on ait à y penser en l'écrivant."""
    du_portail = {nom: tache for nom, tache in app.tasks.items() if not nom.startswith("celery.")}
    assert {"travaux.executer", "journal.sceller"} <= set(du_portail)
    assert [nom for nom, tache in du_portail.items() if not isinstance(tache, TacheCloisonnee)] == []


@pytest.mark.django_db
def test_une_tache_refuse_le_perimetre_d_une_autre():
    """Un périmètre resté ouvert arrête la tâche avant qu'elle ne lise quoi que ce soit."""
    with perimetre(Perimetre(cdg=True)), pytest.raises(PerimetreResiduel, match=r"journal\.sceller"):
        journal.sceller()
