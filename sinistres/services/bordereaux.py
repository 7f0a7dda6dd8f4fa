"""Transmettre à l'assureur : un bordereau par collectivité et par envoi."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from adhesions.selectors import verrouiller_adhesion
from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.documents.numeros import numeroter
from cdg_portal.journal.services import consigner
from cdg_portal.socle.ecriture import accorde
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from sinistres.models import Bordereau, Decompte, Demande, LigneBordereau, Sinistre
from sinistres.regles.delais import echeance_remboursement
from sinistres.regles.etats import DEMANDE, SINISTRE
from sinistres.services.reglements import solder


def decomptes_a_transmettre(adhesion: Any) -> list[Decompte]:
    """Les décomptes de l'adhésion émis et pas encore partis."""
    return list(
        Decompte.objects.filter(
            sinistre__adhesion=adhesion, nature=Decompte.Nature.CALCULE, ligne_bordereau__isnull=True
        )
        .select_related("sinistre__agent", "demande")
        .order_by("id")
    )


@transaction.atomic
def bordereau_emettre(*, adhesion: Any, le: date) -> Bordereau:
    """Émet et transmet le bordereau des décomptes en attente ; l'échéance de remboursement court de ce jour."""
    # Les dossiers, puis l'adhésion : à leur validation, les actes sur un dossier vérifient son adhésion.
    sinistres = _verrouiller_les_dossiers(adhesion)
    adhesion = verrouiller_adhesion(adhesion.pk)
    decomptes = [d for d in decomptes_a_transmettre(adhesion) if d.sinistre_id in sinistres]
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
    _avancer(decomptes, sinistres, bordereau, le)
    consigner(
        objet=bordereau,
        action="transmettre",
        libelle=f"Bordereau {bordereau.numero} transmis : {accorde(len(decomptes), 'décompte')}, {en_francais(total)}",
        le=le,
    )
    return bordereau


def _verrouiller_les_dossiers(adhesion: Any) -> dict[int, Sinistre]:
    """Attend les requalifications en cours sur ces dossiers, et retient les suivantes jusqu'à l'envoi.

    Verrou sans la clé, dans l'ordre : une régularisation d'un autre dossier de l'agent peut s'y rattacher
    pendant ce temps, elle partira au bordereau suivant. Un verrou plus fort mènerait au blocage mutuel.
    """
    attendus = {d.sinistre_id for d in decomptes_a_transmettre(adhesion)}
    verrouilles = Sinistre.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=attendus)
    return {s.pk: s for s in verrouilles.order_by("pk")}


def _avancer(
    decomptes: list[Decompte], sinistres: dict[int, Sinistre], bordereau: Bordereau, le: date
) -> None:
    attendues = {d.demande_id for d in decomptes if d.solde}
    demandes = Demande.objects.select_for_update(of=("self",), no_key=True)
    for demande in demandes.filter(pk__in={d.demande_id for d in decomptes}, etat="CONTROLEE").order_by("pk"):
        demande.etat = DEMANDE.cible(demande.etat, "transmettre")
        demande.transmise_le = le
        demande.save(update_fields=["etat", "transmise_le"])
        if demande.pk not in attendues:  # rien à recevoir : elle est réglée dès son envoi
            solder(demande)
    for pk in sorted({d.sinistre_id for d in decomptes}):
        sinistre = sinistres[pk]
        if sinistre.etat != "VALIDE":  # déjà transmis, ou clos : une régularisation part aussi
            continue
        sinistre.etat = SINISTRE.cible(sinistre.etat, "transmettre")
        sinistre.connu_assureur_le = sinistre.connu_assureur_le or le
        sinistre.save(update_fields=["etat", "connu_assureur_le"])
        consigner(
            objet=sinistre, action="transmettre", libelle=f"Transmis à l'assureur ({bordereau.numero})", le=le
        )
