"""Régulariser : les décomptes émis que change un acte sont remplacés, à leur propre date. Rien n'est réécrit."""

from datetime import date

from django.db import transaction

from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Decompte, Demande, PeriodeIndemnisee, Sinistre
from sinistres.selectors.recalcul import decomptes_de_l_agent, recalculer
from sinistres.services.decomptes import decompte_emettre, retourner
from sinistres.services.verrous import verrouiller


@transaction.atomic
def agent_regulariser(
    *,
    agent_id: int,
    le: date,
    cause: str,
    depuis: date | None = None,
    requalifie: Sinistre | None = None,
) -> list[Decompte]:
    """Émet les régularisations de l'agent (R-RQ, R-CMO-03), qui doit être verrouillé ; rend les décomptes émis.

    `cause` : ce qui a changé (« une requalification »), dit à la collectivité ; `depuis` : premier jour que
    l'acte touche, un décompte arrêté avant lui ne change pas ; `requalifie` : dossier décompté à nouveau
    même si son total n'a pas changé.
    """
    a_refaire = [
        (d, calcul)
        for d, calcul in recalculer(decomptes_de_l_agent(agent_id, depuis=depuis))
        if calcul.total != d.total or _est(requalifie, d)
    ]
    a_refaire.sort(key=lambda paire: not _est(requalifie, paire[0]))
    # Libérer d'abord tous les jours : un jour peut passer d'un dossier à l'autre.
    PeriodeIndemnisee.objects.filter(sinistre__in=[d.sinistre_id for d, _ in a_refaire]).delete()
    emis = []
    for precedent, calcul in a_refaire:
        origine = Demande.Origine.REPERCUSSION
        if _est(requalifie, precedent):
            origine = Demande.Origine.REQUALIFICATION
        demande = _demande_de_regularisation(precedent, origine, cause, le)
        emis.append(decompte_emettre(demande=demande, calcul=calcul, le=le, liberer=False))
    return emis


def _est(sinistre: Sinistre | None, decompte: Decompte) -> bool:
    return sinistre is not None and decompte.sinistre_id == sinistre.pk


@transaction.atomic
def sinistre_regulariser(*, sinistre: Sinistre, le: date) -> list[Decompte]:
    """Recalcule les décomptes émis de l'agent du dossier, quand sa paie ou sa retraite a changé après eux."""
    sinistre = verrouiller(sinistre)
    emis = agent_regulariser(
        agent_id=sinistre.agent_id, le=le, cause="un changement de la situation de l'agent"
    )
    if not emis:
        raise ErreurMetier("sans-effet", "Les décomptes de cet agent sont à jour : rien à régulariser.")
    return emis


def _demande_de_regularisation(precedent: Decompte, origine: str, cause: str, le: date) -> Demande:
    """La demande qui porte la régularisation : celle qui attend encore sa transmission, sinon une nouvelle."""
    en_cours = (
        Demande.objects.select_for_update(of=("self",))
        .filter(sinistre_id=precedent.sinistre_id, etat__in=["SOUMISE", "CONTROLEE"])
        .first()
    )
    if en_cours and en_cours.etat == "CONTROLEE":
        return en_cours
    if en_cours:  # soumise mais non contrôlée : elle attendait un calcul que l'acte a changé
        motif = (
            f"Remplacée par la régularisation qui suit {cause}. Demandez à nouveau les jours "
            f"postérieurs au {precedent.au:%d/%m/%Y}, s'il y en a."
        )
        retourner(precedent.sinistre, en_cours, motif, le)
    return Demande.objects.create(
        collectivite_id=precedent.collectivite_id,
        sinistre_id=precedent.sinistre_id,
        origine=origine,
        du=precedent.demande.du,
        au=precedent.au,
        etat="CONTROLEE",
        soumise_le=le,
    )
