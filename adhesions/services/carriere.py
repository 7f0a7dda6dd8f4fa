"""Fin de carrière d'un agent : départ, retraite liquidée, prolongation légale d'activité."""

from datetime import date, timedelta

from django.db import transaction

from adhesions.models import Agent
from adhesions.selectors import verrouiller_agent
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier

UN_AN = timedelta(days=366)


@transaction.atomic
def agent_sortir(*, agent: Agent, sortie: date, le: date) -> Agent:
    """Note le dernier jour de l'agent dans la collectivité ; une autre date corrige la première.

    Rien n'est écrit si ce jour est déjà noté. Lève `dates-inversees`, `hors-bornes`, `deja-retraite`.
    """
    agent = verrouiller_agent(agent.pk)
    if agent.sortie == sortie:
        return agent
    _verifier_jour(agent, sortie, le, "sortie")
    if agent.retraite_le and sortie >= agent.retraite_le:
        raise ErreurMetier(
            "deja-retraite",
            f"La retraite est liquidée le {agent.retraite_le:%d/%m/%Y} : le dernier jour la précède.",
            champ="sortie",
        )
    corrige = f", au lieu du {agent.sortie:%d/%m/%Y}" if agent.sortie else ""
    agent.sortie = sortie
    agent.save(update_fields=["sortie"])
    _consigner(agent, "agent_sortir", f"Départ noté : dernier jour le {sortie:%d/%m/%Y}{corrige}.", le)
    return agent


@transaction.atomic
def agent_retraiter(*, agent: Agent, retraite_le: date, le: date) -> Agent:
    """Note le premier jour de la pension : plus rien n'est indemnisé à compter de ce jour.

    L'agent quitte la collectivité la veille au plus tard. Rien n'est écrit si ce jour est déjà noté.
    Lève `dates-inversees` ou `hors-bornes`.
    """
    agent = verrouiller_agent(agent.pk)
    if agent.retraite_le == retraite_le:
        return agent
    _verifier_jour(agent, retraite_le, le, "retraite_le")
    veille = retraite_le - timedelta(days=1)
    if veille < agent.entree:
        raise ErreurMetier("dates-inversees", "La retraite suit l'entrée de l'agent.", champ="retraite_le")
    suivait = agent.retraite_le is not None and agent.sortie == agent.retraite_le - timedelta(days=1)
    if agent.sortie is None or agent.sortie > veille or suivait:
        agent.sortie = veille
    agent.retraite_le = retraite_le
    agent.save(update_fields=["retraite_le", "sortie"])
    libelle = f"Retraite liquidée le {retraite_le:%d/%m/%Y} ; dernier jour le {agent.sortie:%d/%m/%Y}."
    _consigner(agent, "agent_retraiter", libelle, le)
    return agent


@transaction.atomic
def agent_prolonger(*, agent: Agent, prolongation: bool, reference: str, le: date) -> Agent:
    """Note, ou retire, la prolongation légale d'activité : avec elle, la limite d'âge du contrat ne joue plus.

    `reference` : la décision qui la fonde. Rien n'est écrit si rien ne change. Lève `champ-manquant`
    ou `deja-retraite`.
    """
    agent = verrouiller_agent(agent.pk)
    if agent.prolongation_activite == prolongation:
        return agent
    if not reference.strip():
        raise ErreurMetier(
            "champ-manquant", "La référence de la décision est obligatoire.", champ="reference"
        )
    if prolongation and agent.retraite_le:
        raise ErreurMetier(
            "deja-retraite",
            f"La retraite est liquidée le {agent.retraite_le:%d/%m/%Y} : il n'y a rien à prolonger.",
            champ="prolongation",
        )
    agent.prolongation_activite = prolongation
    agent.save(update_fields=["prolongation_activite"])
    libelle = (
        "Prolongation légale d'activité notée." if prolongation else "Prolongation légale d'activité retirée."
    )
    _consigner(agent, "agent_prolonger", libelle, le, motif=f"Décision {reference.strip()}")
    return agent


def _verifier_jour(agent: Agent, jour: date, le: date, champ: str) -> None:
    if jour < agent.entree:
        raise ErreurMetier(
            "dates-inversees",
            f"L'agent est entré le {agent.entree:%d/%m/%Y} : vérifiez la date.",
            champ=champ,
        )
    if jour > le + UN_AN:
        raise ErreurMetier("hors-bornes", "Cette date est à plus d'un an : vérifiez l'année.", champ=champ)


def _consigner(agent: Agent, action: str, libelle: str, le: date, motif: str = "") -> None:
    consigner(objet=agent, action=action, libelle=libelle, le=le, motif=motif)
