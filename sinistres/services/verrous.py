"""Ordre unique des verrous : l'agent, puis ses dossiers. Tout acte qui recalcule passe par ici."""

from typing import Any

from adhesions.selectors import verrouiller_agent
from cdg_portal.socle.etats import Automate
from sinistres.models import Sinistre


def verrouiller(sinistre: Sinistre) -> Sinistre:
    """Verrouille l'agent puis le dossier, et rend le dossier tel qu'il est maintenant en base."""
    verrouiller_agent(sinistre.agent_id)
    return (
        Sinistre.objects.select_for_update(of=("self",))
        .select_related("agent", "adhesion__lot__contrat", "collectivite")
        .get(pk=sinistre.pk)
    )


def faire_avancer(objet: Any, automate: Automate, action: str) -> None:
    """Applique une transition permise et enregistre l'état. Lève TransitionInterdite."""
    objet.etat = automate.cible(objet.etat, action)
    objet.save(update_fields=["etat"])
