"""Ce que tout document imprimé d'une adhésion porte en tête : émetteur, parties, collectivité."""

from datetime import date
from typing import Any

from adhesions.models import Adhesion, RoleContrat
from cdg_portal.perimetres.selectors import siret_de


def entete_imprimee(*, adhesion: Adhesion, au: date) -> dict[str, Any]:
    """Contexte commun des PDF : emetteur, assureur, gestionnaire, contrat, adhesion, collectivite, siret.

    L'émetteur est le souscripteur du contrat : la ligne du CDG n'est pas visible depuis une collectivité.
    """
    contrat = adhesion.lot.contrat
    roles = {
        r.role: r.organisme for r in RoleContrat.objects.filter(contrat=contrat).select_related("organisme")
    }
    souscripteur = roles.get(RoleContrat.Role.SOUSCRIPTEUR)
    return {
        "emetteur": souscripteur.nom if souscripteur else "Centre de gestion",
        "souscripteur": souscripteur,
        "assureur": roles.get(RoleContrat.Role.ASSUREUR),
        "gestionnaire": roles.get(RoleContrat.Role.GESTIONNAIRE),
        "contrat": contrat,
        "adhesion": adhesion,
        "collectivite": adhesion.collectivite,
        "siret": siret_de(adhesion.collectivite, au=au),
    }
