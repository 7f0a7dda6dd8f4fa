"""Le pont entre les dossiers en base et le moteur pur : une entrée par dossier, tous les arrêts de l'agent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from adhesions.selectors import agent_pour_calcul, contrat_pour_calcul, libelle_risque
from cdg_portal.socle.decision import Etape
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.refus import EntreeRefusee
from sinistres.models import Sinistre
from sinistres.regles.articles import SOMME
from sinistres.regles.contrat_json import lire
from sinistres.regles.entree import NATURES
from sinistres.regles.indemnisation import indemniser
from sinistres.regles.resultat import ResultatSinistre
from sinistres.selectors.calcul import DossierPourCalcul, sinistres_pour_calcul


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


def _contrat(adhesion: Any, survenance: date) -> dict[str, Any]:
    return contrat_pour_calcul(adhesion=adhesion, au=survenance)


def calculer(
    *,
    sinistre: Sinistre,
    au: date,
    requalification: dict[str, str] | None = None,
    sur: Sinistre | None = None,
    dossiers: Sequence[DossierPourCalcul] | None = None,
    contrat_de: Callable[[Any, date], dict[str, Any]] = _contrat,
) -> Calcul:
    """Calcule ce dossier sous son contrat, tous les arrêts de l'agent chez cet employeur étant pris en compte.

    `requalification` {vers, effet} : hypothèse ajoutée au dossier `sur` (par défaut celui-ci), pour un aperçu.
    `dossiers` : ceux de l'agent, déjà lus, quand plusieurs calculs se suivent ; `contrat_de` : de même, les clauses
    d'une adhésion à une survenance.
    Lève une ErreurMetier si le moteur refuse l'entrée.
    """
    if sinistre.risque not in NATURES:
        raise ErreurMetier(
            "calcul-indisponible",
            f"La garantie « {libelle_risque(sinistre.risque)} » ne donne pas d'indemnités journalières : "
            "son montant ne se calcule pas ici.",
        )
    if dossiers is None:
        dossiers = sinistres_pour_calcul(agent_id=sinistre.agent_id, collectivite_id=sinistre.collectivite_id)
    entree: dict[str, Any] = {
        "contrat": contrat_de(sinistre.adhesion, sinistre.survenance),
        "agent": agent_pour_calcul(sinistre.agent),
        "sinistres": [d.entree(effet_contrat=sinistre.adhesion.effet) for d in dossiers],
        "au": au.isoformat(),
    }
    if requalification:
        cible = str((sur or sinistre).numero)
        for dossier in entree["sinistres"]:
            if dossier["reference"] == cible:
                dossier["requalifications"] = [*dossier["requalifications"], requalification]
    if all(d.sinistre.pk != sinistre.pk for d in dossiers):
        # Tous ses certificats sont annulés : plus un jour, donc plus rien n'est dû.
        rien = Etape("Tous les certificats du dossier sont annulés : rien n'est dû", SOMME, "0.00")
        return Calcul(sinistre, entree, ResultatSinistre(str(sinistre.numero), etapes=(rien,)))
    try:
        resultat = indemniser(lire(entree))
    except EntreeRefusee as refus:
        raise _en_clair(refus, sinistre) from refus
    ce_dossier = next(r for r in resultat.sinistres if r.reference == sinistre.numero)
    return Calcul(sinistre, entree, ce_dossier)


def _en_clair(refus: EntreeRefusee, sinistre: Sinistre) -> ErreurMetier:
    """Le premier refus du moteur, dit avec les mots du dossier."""
    premiere = refus.erreurs[0]
    if premiere.champ.startswith("agent.remuneration"):
        detail = f"la rémunération de {sinistre.agent} n'est pas saisie pour tous les jours d'arrêt."
    elif premiere.champ == "agent.regime":
        detail = f"il ne porte que sur les agents de la CNRACL ; {sinistre.agent} relève d'un autre régime."
    else:
        detail = premiere.message
    return ErreurMetier(premiere.code, f"Le calcul est impossible : {detail}", champ=premiere.champ)
