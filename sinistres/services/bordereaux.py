"""Transmettre à l'assureur : un bordereau par collectivité et par envoi."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from adhesions.selectors import verrouiller_adhesion
from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.documents.numeros import numeroter
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from sinistres.models import Bordereau, Decompte, Demande, LigneBordereau, Sinistre
from sinistres.regles.delais import echeance_remboursement
from sinistres.regles.etats import DEMANDE, SINISTRE


def decomptes_a_transmettre(adhesion: Any) -> list[Decompte]:
    """Les décomptes de l'adhésion émis et pas encore partis."""
    return list(
        Decompte.objects.filter(
            sinistre__adhesion=adhesion, nature=Decompte.Nature.CALCULE, ligne_bordereau__isnull=True
        )
        .select_related("sinistre", "demande")
        .order_by("id")
    )


@transaction.atomic
def bordereau_emettre(*, adhesion: Any, le: date) -> Bordereau:
    """Émet et transmet le bordereau des décomptes en attente ; l'échéance de remboursement court de ce jour."""
    adhesion = verrouiller_adhesion(adhesion.pk)
    decomptes = decomptes_a_transmettre(adhesion)
    if not decomptes:
        raise ErreurMetier("liste-vide", "Aucun décompte n'attend d'être transmis pour cette adhésion.")
    total = sum((d.solde for d in decomptes), Decimal("0.00"))
    bordereau = Bordereau.objects.create(
        collectivite_id=adhesion.collectivite_id,
        numero=numeroter("BOR", le=le),
        adhesion=adhesion,
        transmis_le=le,
        echeance=echeance_remboursement(le, adhesion.delai_remboursement),
        total=total,
        nb_decomptes=len(decomptes),
        emis_par_id=perimetre_courant().utilisateur,
    )
    LigneBordereau.objects.bulk_create(
        LigneBordereau(
            collectivite_id=adhesion.collectivite_id,
            bordereau=bordereau,
            decompte=d,
            rang=rang,
            montant=d.solde,
        )
        for rang, d in enumerate(decomptes, 1)
    )
    _avancer(decomptes, bordereau, le)
    consigner(
        objet=bordereau,
        action="transmettre",
        libelle=f"Bordereau {bordereau.numero} transmis : {len(decomptes)} décompte(s), {en_francais(total)}",
        le=le,
    )
    return bordereau


def _avancer(decomptes: list[Decompte], bordereau: Bordereau, le: date) -> None:
    for demande in Demande.objects.select_for_update(of=("self",)).filter(
        pk__in={d.demande_id for d in decomptes}, etat="CONTROLEE"
    ):
        demande.etat = DEMANDE.cible(demande.etat, "transmettre")
        demande.transmise_le = le
        demande.save(update_fields=["etat", "transmise_le"])
    for sinistre in Sinistre.objects.select_for_update(of=("self",)).filter(
        pk__in={d.sinistre_id for d in decomptes}, etat="VALIDE"
    ):
        sinistre.etat = SINISTRE.cible(sinistre.etat, "transmettre")
        sinistre.connu_assureur_le = sinistre.connu_assureur_le or le
        sinistre.save(update_fields=["etat", "connu_assureur_le"])
        consigner(
            objet=sinistre, action="transmettre", libelle=f"Transmis à l'assureur ({bordereau.numero})", le=le
        )
