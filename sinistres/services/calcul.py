"""Le pont entre les dossiers en base et le moteur pur : une entrée par dossier, tous les arrêts de l'agent."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from adhesions.selectors import agent_pour_calcul, contrat_pour_calcul
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.refus import EntreeRefusee
from sinistres.models import Sinistre
from sinistres.regles.contrat_json import lire
from sinistres.regles.indemnisation import indemniser
from sinistres.regles.resultat import ResultatSinistre
from sinistres.selectors.calcul import sinistres_pour_calcul


@dataclass(frozen=True, slots=True)
class Calcul:
    """Entrée exacte (rejouable) et résultat du moteur pour un dossier."""

    sinistre: Sinistre
    entree: dict[str, Any]
    resultat: ResultatSinistre

    @property
    def total(self) -> Decimal:
        """Total dû par l'assureur, en euros."""
        return self.resultat.total


def calculer(
    *,
    sinistre: Sinistre,
    au: date,
    requalification: dict[str, str] | None = None,
    sur: Sinistre | None = None,
) -> Calcul:
    """Calcule ce dossier sous son contrat, tous les arrêts de l'agent chez cet employeur étant pris en compte.

    `requalification` {vers, effet} : hypothèse ajoutée au dossier `sur` (par défaut celui-ci), pour un aperçu.
    Lève une ErreurMetier si le moteur refuse l'entrée.
    """
    dossiers = sinistres_pour_calcul(agent_id=sinistre.agent_id, collectivite_id=sinistre.collectivite_id)
    entree = {
        "contrat": contrat_pour_calcul(adhesion=sinistre.adhesion, au=sinistre.survenance),
        "agent": agent_pour_calcul(sinistre.agent),
        "sinistres": [d.entree(effet_contrat=sinistre.adhesion.effet) for d in dossiers],
        "au": au.isoformat(),
    }
    if requalification:
        cible = str((sur or sinistre).numero)
        for dossier in entree["sinistres"]:
            if dossier["reference"] == cible:
                dossier["requalifications"] = [*dossier["requalifications"], requalification]
    try:
        resultat = indemniser(lire(entree))
    except EntreeRefusee as refus:
        premiere = refus.erreurs[0]
        raise ErreurMetier(
            premiere.code, f"Le calcul est impossible : {premiere.message}", champ=premiere.champ
        ) from refus
    ce_dossier = next(r for r in resultat.sinistres if r.reference == sinistre.numero)
    return Calcul(sinistre, entree, ce_dossier)
