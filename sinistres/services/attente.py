"""Droits épuisés dans l'attente d'une décision : demi-traitement maintenu."""

from datetime import date

from django.db import transaction

from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Sinistre
from sinistres.regles.etats import OUVERTS
from sinistres.services.decomptes import MOTIF_VIDE
from sinistres.services.regularisation import agent_regulariser
from sinistres.services.saisie import texte_exige
from sinistres.services.verrous import verrouiller

# Congés dont les droits s'épuisent ; les autres n'ont pas de terme.
NATURES_A_TERME = ("CMO", "CLM", "CLD")


@transaction.atomic
def sinistre_attendre_decision(*, sinistre: Sinistre, motif: str, le: date) -> Sinistre:
    """Note que, ses droits épuisés, l'agent attend une décision : les jours d'après sont à demi-traitement maintenu.

    Rien n'est écrit si c'est déjà noté. Lève `champ-manquant`, `dossier-ferme` ou `nature-sans-terme`.
    """
    motif = texte_exige(motif, champ="motif", vide=MOTIF_VIDE)
    verrouille = verrouiller(sinistre)
    if verrouille.attente_decision:
        return verrouille
    if verrouille.etat not in OUVERTS:
        raise ErreurMetier("dossier-ferme", "Ce dossier n'est plus ouvert.")
    if verrouille.risque not in NATURES_A_TERME:
        raise ErreurMetier(
            "nature-sans-terme",
            "Les droits de cette nature ne s'épuisent pas : il n'y a pas de décision à attendre.",
        )
    verrouille.attente_decision = True
    verrouille.save(update_fields=["attente_decision"])
    consigner(
        objet=verrouille,
        action="attendre_decision",
        libelle="Droits épuisés : dans l'attente d'une décision",
        motif=motif,
        le=le,
    )
    agent_regulariser(agent_id=verrouille.agent_id, le=le, cause="l'attente d'une décision")
    return verrouille
