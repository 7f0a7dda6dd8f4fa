"""Demandes d'accès : un SIRET annoncé par un fournisseur d'identité propose, une personne décide."""

from datetime import date, datetime, timedelta
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Q

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.perimetres.models import Collectivite, DemandeAcces, Habilitation, Siret
from cdg_portal.perimetres.roles import Role
from cdg_portal.perimetres.selectors import en_vigueur, organisme_gestionnaire
from cdg_portal.perimetres.services.habilitations import ASoiMeme, exiger_accordable, inscrire, verifier_role
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.siret import normaliser_siret

# Un refus ne se redemande pas à chaque connexion.
REPOS = timedelta(days=90)


def demande_acces_proposer(
    *, compte: Any, siret: str, le: date, maintenant: datetime, organisation: str = ""
) -> None:
    """Transmet la demande à qui peut décider ; ne rend rien, pour ne rien dire de qui est connu.

    Déjà habilité, déjà demandée, ou refusée depuis moins de 90 jours : rien de plus. SIRET inconnu ou fermé : au
    CDG. Lève `siret-invalide` si le texte n'est pas un SIRET.
    """
    numero = normaliser_siret(siret)
    with (
        hors_perimetre("Rattacher un compte à l'employeur qu'annonce son SIRET.", utilisateur=compte.pk),
        pghistory.context(utilisateur=compte.pk, adresse="demande-acces"),
    ):
        connue = _employeur(numero, le)
        if (
            connue
            and Habilitation.objects.filter(en_vigueur(le), compte=compte, collectivite=connue).exists()
        ):
            return
        deja = DemandeAcces.objects.filter(
            Q(decidee_a__isnull=True) | Q(issue=DemandeAcces.Issue.REFUSEE, decidee_a__gt=maintenant - REPOS),
            compte=compte,
            siret=numero,
        )
        if not deja.exists():
            # `ignore_conflicts` : deux connexions à la fois ne font qu'une demande.
            DemandeAcces.objects.bulk_create(
                [
                    DemandeAcces(
                        collectivite=connue or organisme_gestionnaire(),
                        compte=compte,
                        siret=numero,
                        organisation=organisation.strip()[:200],
                    )
                ],
                ignore_conflicts=True,
            )


def _employeur(siret: str, le: date) -> Collectivite | None:
    """L'employeur de ce SIRET : son établissement principal en vigueur, ou un autre du même SIREN.

    None s'il est inconnu, ou si cet établissement est fermé (déménagé, fusionné) : le CDG regarde.
    """
    lignes = Siret.objects.select_related("collectivite").filter(siret=siret)
    en_cours = lignes.filter(Q(au__isnull=True) | Q(au__gte=le), du__lte=le).first()
    if en_cours is not None:
        trouvee = en_cours.collectivite
    elif lignes.exists():
        return None
    else:
        trouvee = Collectivite.objects.filter(siren=siret[:9]).first()
    return trouvee if trouvee is not None and trouvee.successeur_id is None else None


def demande_rattachable(demande: DemandeAcces) -> bool:
    """Vrai si la demande est chez l'employeur qu'annonce le SIRET : elle peut alors être acceptée."""
    return bool(demande.siret[:9] == demande.collectivite.siren)


@transaction.atomic
def demande_acces_accepter(
    *, par: Any, demande: DemandeAcces, role: str, le: date, maintenant: datetime
) -> Habilitation:
    """Accorde un rôle au demandeur, chez l'employeur de la demande.

    Lève `demande-decidee`, `siret-sans-employeur`, `valeur-interdite`, `role-du-cdg`, `role-au-dessus`,
    `droit-a-soi-meme` ou `habilitation-en-double`.
    """
    verifier_role(role, demande.collectivite)
    exiger_accordable(par=par, role=role, collectivite=demande.collectivite, le=le)
    ouverte = _ouverte(demande)
    if ouverte.compte_id == par.pk:
        raise ASoiMeme("role")
    if not demande_rattachable(ouverte):
        raise ErreurMetier(
            "siret-sans-employeur",
            "Ce SIRET n'est celui d'aucun employeur du portail : enregistrez d'abord la collectivité, puis invitez "
            "cette personne.",
        )
    droit = inscrire(compte=ouverte.compte, role=role, collectivite=ouverte.collectivite, du=le)
    ouverte.issue, ouverte.role = DemandeAcces.Issue.ACCEPTEE, role
    _decider(ouverte, par, maintenant)
    return droit


@transaction.atomic
def demande_acces_refuser(
    *, par: Any, demande: DemandeAcces, motif: str, le: date, maintenant: datetime
) -> DemandeAcces:
    """Refuse en disant pourquoi (le demandeur le lit). Lève `motif-absent`, `role-au-dessus` ou `demande-decidee`.

    Refuse qui pourrait accepter : un rôle de collectivité au moins y est accordable.
    """
    if not motif.strip():
        raise ErreurMetier("motif-absent", "Dites pourquoi : le demandeur le lira.", champ="motif")
    exiger_accordable(par=par, role=Role.RH_SAISIE, collectivite=demande.collectivite, le=le)
    ouverte = _ouverte(demande)
    ouverte.issue, ouverte.motif = DemandeAcces.Issue.REFUSEE, motif.strip()[:300]
    return _decider(ouverte, par, maintenant)


def _ouverte(demande: DemandeAcces) -> DemandeAcces:
    ouverte = (
        DemandeAcces.objects.select_for_update(of=("self",))
        .select_related("collectivite", "compte")
        .filter(pk=demande.pk, decidee_a__isnull=True)
        .first()
    )
    if ouverte is None:
        raise ErreurMetier("demande-decidee", "Cette demande a déjà été décidée.")
    return ouverte


def _decider(demande: DemandeAcces, par: Any, maintenant: datetime) -> DemandeAcces:
    demande.decidee_a, demande.decidee_par = maintenant, par
    demande.save(update_fields=["issue", "role", "motif", "decidee_a", "decidee_par"])
    return demande
