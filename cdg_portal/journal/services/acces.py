"""Écriture du journal des accès, dans sa propre transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.journal.models import Acces
from cdg_portal.perimetres.selectors import organisme_gestionnaire
from cdg_portal.requetes import AccesNote


@dataclass(frozen=True, slots=True)
class Circonstances:
    """Ce qui vaut pour tous les accès d'une requête. `page` : nom de l'adresse, jamais ses paramètres."""

    acteur_id: int | None
    methode: str
    page: str
    statut: int
    requete_id: str


def acces_consigner(notes: Sequence[AccesNote], *, circonstances: Circonstances) -> list[Acces]:
    """Garde ces accès ; sans objet connu, ils vont au Centre de gestion. Lève DatabaseError, ou DoesNotExist sans CDG.

    Tout le CDG : le journal d'un refus n'est pas au refusé, et une lecture n'a pas de périmètre où écrire.
    """
    with hors_perimetre("consigner un accès", utilisateur=circonstances.acteur_id):
        sans_objet = any(n.collectivite_id is None for n in notes)
        cdg_id = organisme_gestionnaire().pk if sans_objet else 0
        return Acces.objects.bulk_create(
            Acces(
                nature=note.nature,
                collectivite_id=note.collectivite_id or cdg_id,
                acteur_id=note.acteur_id or circonstances.acteur_id,
                objet_uid=note.objet_uid,
                motif=note.motif[:500],
                methode=circonstances.methode[:7],
                page=circonstances.page[:100],
                statut=circonstances.statut,
                requete_id=circonstances.requete_id[:64],
            )
            for note in notes
        )
