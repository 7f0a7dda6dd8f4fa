"""Quel que soit le geste sur le maillon k de n, la première rupture nommée est k."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cdg_portal.journal.models import Maillon, Scellement
from cdg_portal.journal.selectors.verification import verifier
from cdg_portal.journal.services.scellement import sceller
from tests.fabriques import AgentFactory

CDG = Perimetre(cdg=True)
CHAINE = ("journal_maillon", "journal_feuille", "adhesions_agentevenement")
# Geste → ordres ; {k} < {j} : maillons de scellements différents, de la même table ; {lk} et {lj} : leurs lignes.
COLONNES = {
    "instant": "instant + interval '1 second'",
    "collectivite_id": "collectivite_id + 1000",
    "source": "'journal_acces'",
    "source_id": "source_id + 1000000",
    "colonnes": "colonnes - 1",
    "transaction": "transaction + 1",
    "role": "'postgres'",
    "sel": "gen_random_uuid()",
    "empreinte": "sha256(empreinte)",
    "id": "id + 1000000",
}
GESTES = {
    **{
        f"maillon.{colonne}": [f"UPDATE journal_maillon SET {colonne} = {valeur} WHERE id = {{k}}"]  # noqa: S608
        for colonne, valeur in COLONNES.items()
    },
    "maillon supprimé": ["DELETE FROM journal_maillon WHERE id = {k}"],
    "maillon et feuille supprimés": [
        "DELETE FROM journal_feuille WHERE maillon_id = {k}",
        "DELETE FROM journal_maillon WHERE id = {k}",
    ],
    "feuille supprimée": ["DELETE FROM journal_feuille WHERE maillon_id = {k}"],
    "feuille.rang": ["UPDATE journal_feuille SET rang = rang + 1000 WHERE maillon_id = {k}"],
    "feuille.empreinte": ["UPDATE journal_feuille SET empreinte = sha256(empreinte) WHERE maillon_id = {k}"],
    "feuille.maillon_id": ["UPDATE journal_feuille SET maillon_id = 1000000 WHERE maillon_id = {k}"],
    "feuille.scellement_id": [
        "UPDATE journal_feuille SET scellement_id = 3, rang = rang + 1000 WHERE maillon_id = {k}"
    ],
    "maillons échangés": [
        "UPDATE journal_maillon SET id = -1 WHERE id = {k}",
        "UPDATE journal_maillon SET id = {k} WHERE id = {j}",
        "UPDATE journal_maillon SET id = {j} WHERE id = -1",
    ],
    "feuilles échangées": [
        "UPDATE journal_feuille SET maillon_id = -1 WHERE maillon_id = {k}",
        "UPDATE journal_feuille SET maillon_id = {k} WHERE maillon_id = {j}",
        "UPDATE journal_feuille SET maillon_id = {j} WHERE maillon_id = -1",
    ],
    "lignes échangées": [
        "UPDATE adhesions_agentevenement SET pgh_id = -1 WHERE pgh_id = {lk}",
        "UPDATE adhesions_agentevenement SET pgh_id = {lk} WHERE pgh_id = {lj}",
        "UPDATE adhesions_agentevenement SET pgh_id = {lj} WHERE pgh_id = -1",
    ],
    "ligne modifiée": ["UPDATE adhesions_agentevenement SET nom = 'Autre' WHERE pgh_id = {lk}"],
    "ligne supprimée": ["DELETE FROM adhesions_agentevenement WHERE pgh_id = {lk}"],
}
AJOUTS = {
    "maillon copié": "INSERT INTO journal_maillon SELECT 1000000, instant, source, source_id, colonnes, transaction,"
    " role, sel, empreinte, collectivite_id FROM journal_maillon WHERE id = {k}",
    "feuille ajoutée": "INSERT INTO journal_feuille SELECT 1000000, scellement_id, 1000, empreinte"
    " FROM journal_feuille WHERE maillon_id = {k}",
}


@pytest.mark.django_db(transaction=True)
def test_la_premiere_rupture_nommee_est_celle_du_maillon_touche():
    """Trois scellements ; chaque geste est joué sur un maillon du deuxième, puis annulé."""
    for _ in range(3):
        with perimetre(CDG):
            agents = [AgentFactory() for _ in range(3)]
        sceller(maintenant=timezone.now())
    assert agents
    with perimetre(CDG):
        assert Scellement.objects.count() == 3
        deuxieme, dernier = Scellement.objects.get(n=2), Scellement.objects.get(n=3)
        tous = list(
            Maillon.objects.filter(source="adhesions_agentevenement")
            .order_by("id")
            .values_list("id", "source_id")
        )
    k, lk = [m for m in tous if deuxieme.premier <= m[0] <= deuxieme.dernier][1]
    j, lj = [m for m in tous if m[0] >= dernier.premier][1]
    mal_nommes = []
    with commande_de_proprietaire():
        for geste, ordres in {**GESTES, **{nom: [ordre] for nom, ordre in AJOUTS.items()}}.items():
            attendu = 1_000_000 if geste in AJOUTS else k
            phrases = _jouer([o.format(k=k, j=j, lk=lk, lj=lj) for o in ordres])
            if not phrases or phrases[0].maillon != attendu or f"Maillon {attendu}" not in phrases[0].phrase:
                mal_nommes.append((geste, attendu, [p.phrase for p in phrases[:3]]))
        assert verifier(gardees={}, maintenant=timezone.now()).ruptures == []
    assert mal_nommes == []


def _jouer(ordres):
    with transaction.atomic(), connection.cursor() as c:
        for table in CHAINE:
            c.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for ordre in ordres:
            c.execute(ordre)
        ruptures = verifier(gardees={}, maintenant=timezone.now()).ruptures
        transaction.set_rollback(True)
    return ruptures
