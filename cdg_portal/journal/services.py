"""Écriture du journal des actes."""

from datetime import date
from typing import Any

from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.journal.models import Evenement


def consigner(*, objet: Any, action: str, libelle: str, le: date, motif: str = "") -> Evenement:
    """Ajoute un acte au journal de l'objet ; l'acteur est celui du périmètre ouvert (None : travail de nuit)."""
    return Evenement.objects.create(
        collectivite_id=objet.collectivite_id,
        le=le,
        acteur_id=perimetre_courant().utilisateur,
        action=action,
        objet_type=objet._meta.label_lower,
        objet_uid=objet.uid,
        libelle=libelle,
        motif=motif,
    )
