"""Chaque table du portail est suivie, ou docs/journal.md dit pourquoi pas : en ajouter une oblige à décider."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

from cdg_portal.cloisonnement.operations import ReprendreLExistant
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cdg_portal.comptes.models import Compte
from cdg_portal.journal.selectors.courant import tables_suivies
from cdg_portal.perimetres.models import Siret
from tests.fabriques import CollectiviteFactory, CompteFactory
from tests.modele.test_carte import TIERS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "journal.md"
LIGNE = re.compile(r"^\| `(\w+)` \| ([^|]+) \|$", re.MULTILINE)
# Ce qui décide d'argent, de dossier ou de droit et s'écrit seul : jamais dans « pas suivie ».
DECISIONS = frozenset(
    "Requalification Ecart Encaissement EncaissementRecours Creance Provision Prestation CotisationAgent Echeance"
    " InterruptionPrescription Decompte Bordereau Reglement Appel Participation Sinistre Habilitation Invitation"
    " DemandeAcces Compte IdentiteProConnect SecondFacteur".split()
)


def _pas_suivies():
    """La table de « Ce qui n'est pas suivi » : modèle → raison."""
    partie = PAGE.read_text().partition("## Ce qui n'est pas suivi")[2].partition("\n## ")[0]
    return dict(LIGNE.findall(partie))


def test_toute_table_est_suivie_ou_dit_pourquoi_pas():
    suivies = {suivie.__name__ for suivie, _ in tables_suivies()}
    du_portail = {
        m.__name__
        for m in apps.get_models()
        if m._meta.app_label not in TIERS and not hasattr(m, "pgh_tracked_model")
    }
    raisons = _pas_suivies()
    assert du_portail - suivies == set(raisons), "suivre la table, ou écrire sa raison dans docs/journal.md"
    assert all(len(raison.split()) >= 4 for raison in raisons.values())
    assert suivies >= DECISIONS


def test_ce_qui_ne_l_est_pas_et_porte_de_l_argent_est_en_ajout_seul():
    """Une ligne de détail n'a d'histoire que celle de son parent : elle ne doit pas pouvoir changer après lui."""
    modeles = {m.__name__: m for m in apps.get_models()}
    details = [nom for nom, raison in _pas_suivies().items() if raison.startswith("Détail")]
    assert len(details) >= 5
    assert [nom for nom in details if not getattr(modeles[nom], "AJOUT_SEUL", False)] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("modele", [Compte, Siret])
def test_une_table_nouvellement_suivie_reprend_ce_qui_est_deja_la(modele):
    """Sans cette première ligne, la prochaine modification n'aurait pas d'« avant » ; les deux couches la laissent."""
    with perimetre(Perimetre(cdg=True)):
        CollectiviteFactory()
        CompteFactory()
    historique = modele.evenements.rel.related_model
    with commande_de_proprietaire(), connection.schema_editor() as editeur:
        editeur.execute(f'DELETE FROM "{historique._meta.db_table}"')  # noqa: S608
        etat = ProjectState.from_apps(apps)
        reprise = ReprendreLExistant(historique.__name__)
        reprise.database_forwards(modele._meta.app_label, editeur, etat, etat)
    with perimetre(Perimetre(cdg=True)):
        lignes = list(historique.objects.values_list("pgh_obj_id", "pgh_label", "uid"))
        assert lignes == [(o.pk, "insert", o.uid) for o in modele.objects.order_by("pk")]
        assert lignes
