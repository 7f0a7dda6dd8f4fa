"""Les noms de travaux : tous inscrits, une seule fois, et planifiés par leur nom exact."""

import pytest
from django.conf import settings

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
    assert planifiees == {tasks.balayer.name, tasks.planifier_quotidiens.name}
    for tache in (tasks.executer, tasks.balayer, tasks.planifier_quotidiens):
        assert isinstance(tache, tasks.TacheCloisonnee)
