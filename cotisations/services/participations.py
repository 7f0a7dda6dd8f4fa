"""Participation de la collectivité au service du CDG."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from adhesions.selectors import assiette_en_vigueur, effectif_de, participation_due, verrouiller_adhesion
from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.documents.numeros import numeroter
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from cotisations.models import BaseDeclaree, Participation
from cotisations.regles.cotisation import assiette_retenue
from cotisations.selectors.bases import elements_de_base, montants_de_base
from cotisations.services.bases import verifier_exercice

_PARTICIPATION = {
    "participation_unique": (
        "participation-deja-emise",
        "La participation de cet exercice est déjà émise pour cette adhésion.",
        "exercice",
    )
}


@transaction.atomic
def participation_emettre(*, adhesion: Any, exercice: int, le: date) -> Participation:
    """Émet la participation : forfait par agent CNRACL figé, ou pourcentage de l'assiette contrôlée.

    Lève `adhesion-inactive`, `hors-contrat`, `base-non-controlee` (pourcentage), `participation-unique`
    (due une seule fois) ou `participation-deja-emise`.
    """
    adhesion = verrouiller_adhesion(adhesion.pk)
    verifier_exercice(adhesion, exercice)
    effectif = effectif_de(adhesion)
    if effectif is None:
        raise ErreurMetier(
            "adhesion-inactive", f"L'effectif de {adhesion.numero} n'est pas figé.", champ="adhesion"
        )
    if adhesion.participation_periodicite == "UNIQUE" and _deja_due(adhesion, exercice):
        raise ErreurMetier(
            "participation-unique",
            "Cette participation n'est due qu'une fois : elle est déjà émise.",
            champ="exercice",
        )
    assiette = _assiette(adhesion, exercice) if adhesion.participation_mode == "POURCENTAGE" else None
    decision = participation_due(adhesion=adhesion, nb_agents=effectif.nb_cnracl, assiette=assiette)
    with traduire_contraintes(_PARTICIPATION):
        participation = Participation.objects.create(
            collectivite_id=adhesion.collectivite_id,
            numero=numeroter("PAR", le=le),
            adhesion=adhesion,
            effectif=effectif,
            exercice=exercice,
            mode=adhesion.participation_mode,
            nb_agents=effectif.nb_cnracl,
            montant_unitaire=adhesion.participation_montant_unitaire,
            taux=adhesion.participation_taux,
            assiette=assiette,
            montant=decision.valeur,
            etapes=[e.en_json() for e in decision.etapes],
            emise_le=le,
            emise_par_id=perimetre_courant().utilisateur,
        )
    consigner(
        objet=participation,
        action="participation_emettre",
        libelle=f"Participation {participation.numero} émise : {en_francais(participation.montant)}.",
        le=le,
    )
    return participation


def _deja_due(adhesion: Any, exercice: int) -> bool:
    return (
        Participation.objects.filter(adhesion=adhesion, collectivite_id=adhesion.collectivite_id)
        .exclude(exercice=exercice)
        .exists()
    )


def _assiette(adhesion: Any, exercice: int) -> Decimal:
    base = BaseDeclaree.objects.filter(
        adhesion=adhesion,
        collectivite_id=adhesion.collectivite_id,
        exercice=exercice,
        etat=BaseDeclaree.Etat.CONTROLEE,
    ).first()
    if base is None:
        raise ErreurMetier(
            "base-non-controlee", f"La base {exercice} doit être déclarée et contrôlée.", champ="exercice"
        )
    premier = max(adhesion.effet, date(exercice, 1, 1))
    elements = elements_de_base(assiette_en_vigueur(adhesion=adhesion, au=premier))
    return assiette_retenue(montants_de_base(base), elements)
