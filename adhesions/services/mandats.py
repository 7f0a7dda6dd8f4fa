"""Mandats donnés au CDG pour conduire la consultation."""

from datetime import date
from typing import Any

from django.db import transaction

from adhesions.models import Contrat, Mandat
from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier

_MANDAT = {
    "mandat_unique": ("mandat-en-double", "La collectivité a déjà donné mandat pour ce contrat.", "contrat")
}


@transaction.atomic
def mandat_enregistrer(
    *, collectivite: Any, contrat: Contrat, deliberation_le: date, reference: str, le: date | None = None
) -> Mandat:
    """Enregistre la délibération qui donne mandat ; elle vaut intention, elle n'engage pas à adhérer.

    `le` : jour de l'acte, celui de la délibération par défaut. Lève `deliberation-future`, `champ-manquant` ou
    `mandat-en-double`.
    """
    if le and deliberation_le > le:
        raise ErreurMetier(
            "deliberation-future", "La délibération ne peut pas suivre ce jour.", champ="deliberation_le"
        )
    reference = reference.strip()
    if not reference:
        raise ErreurMetier(
            "champ-manquant", "La référence de la délibération est obligatoire.", champ="reference"
        )
    with traduire_contraintes(_MANDAT):
        mandat = Mandat.objects.create(
            collectivite=collectivite,
            contrat=contrat,
            deliberation_le=deliberation_le,
            reference=reference,
        )
    consigner(
        objet=mandat,
        action="mandat_enregistrer",
        libelle=f"Mandat donné pour le contrat {contrat.reference} (délibération {reference}).",
        le=le or deliberation_le,
    )
    return mandat
