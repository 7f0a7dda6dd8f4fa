"""Écriture du journal des actes."""

from datetime import date
from typing import Any
from uuid import UUID

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


def consigner_sur_compte(
    *, uid: UUID, collectivite_id: int, action: str, libelle: str, le: date, motif: str = ""
) -> Evenement:
    """Le même pour un compte, qui n'appartient à aucune collectivité : celle dont le journal le garde est donnée."""
    return Evenement.objects.create(
        collectivite_id=collectivite_id,
        le=le,
        acteur_id=perimetre_courant().utilisateur,
        action=action,
        objet_type="comptes.compte",
        objet_uid=uid,
        libelle=libelle,
        motif=motif,
    )
