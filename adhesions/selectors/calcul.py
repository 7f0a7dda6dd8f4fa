"""Le contrat et l'agent sous la forme publiée du calcul « indemnisation » (chaînes et dates ISO)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from adhesions.models import Adhesion, Agent, GarantieSouscrite, OptionAssiette
from adhesions.models.codes import Risque, Rubrique, TypeFranchise
from cdg_portal.socle.erreurs import ErreurMetier

RISQUES_CALCULES = (
    Risque.CMO,
    Risque.CLM,
    Risque.CLD,
    Risque.CITIS,
    Risque.MAT,
    Risque.TPT,
    Risque.MDT,
)
_ELEMENTS = (Rubrique.TIB, Rubrique.NBI, Rubrique.IR, Rubrique.SFT, Rubrique.RI)


def contrat_pour_calcul(*, adhesion: Adhesion, au: date) -> dict[str, Any]:
    """Clauses de cette adhésion en vigueur à `au` (la survenance), pour les seuls risques à indemnité journalière.

    Lève `assiette-absente` sans éléments assurés, `garantie-absente` sans garantie à indemnités journalières (aucun
    taux n'est supposé), `taux-multiples` si deux garanties n'ont pas le même taux : le calcul n'en admet qu'un.
    """
    return contrats_pour_calcul([adhesion])(adhesion, au)


def contrats_pour_calcul(adhesions: Collection[Adhesion]) -> Callable[[Adhesion, date], dict[str, Any]]:
    """De quoi lire les clauses de chacune à toute date : deux requêtes, quel que soit le nombre des calculs."""
    garanties: dict[int, list[GarantieSouscrite]] = defaultdict(list)
    assiettes: dict[int, list[OptionAssiette]] = defaultdict(list)
    for g in GarantieSouscrite.objects.filter(adhesion__in=adhesions, risque__in=RISQUES_CALCULES).order_by(
        "risque", "id"
    ):
        garanties[g.adhesion_id].append(g)
    for o in OptionAssiette.objects.filter(adhesion__in=adhesions):
        assiettes[o.adhesion_id].append(o)

    def contrat(adhesion: Adhesion, au: date) -> dict[str, Any]:
        jour = max(au, adhesion.effet)  # avant l'effet : les clauses de son premier jour
        # La base n'en admet qu'une par jour ; une adhésion chargée d'ailleurs peut n'en avoir aucune.
        assiette = next((o for o in assiettes[adhesion.pk] if _couvre(o, jour)), None)
        if assiette is None:
            raise ErreurMetier(
                "assiette-absente",
                f"L'adhésion {adhesion.numero} n'a aucune option d'assiette au {jour:%d/%m/%Y} : calcul impossible.",
                champ="contrat.elements",
            )
        return _clauses(adhesion, assiette, [g for g in garanties[adhesion.pk] if _couvre(g, jour)])

    return contrat


def _couvre(version: GarantieSouscrite | OptionAssiette, jour: date) -> bool:
    return version.du <= jour and (version.au is None or jour <= version.au)


def _clauses(
    adhesion: Adhesion, assiette: OptionAssiette, garanties: Sequence[GarantieSouscrite]
) -> dict[str, Any]:
    contrat = adhesion.lot.contrat
    if not garanties:
        raise ErreurMetier(
            "garantie-absente",
            f"L'adhésion {adhesion.numero} n'a aucune garantie à indemnités journalières : calcul impossible.",
            champ="contrat.garanties",
        )
    taux = {g.taux_remboursement for g in garanties}
    if len(taux) > 1:
        raise ErreurMetier(
            "taux-multiples",
            f"L'adhésion {adhesion.numero} a plusieurs taux de remboursement : calcul impossible.",
        )
    formes: dict[str, Any] = {
        "effet": adhesion.effet.isoformat(),
        "fin": adhesion.fin.isoformat(),
        "gestion": contrat.gestion,
        "diviseur": contrat.diviseur,
        "elements": list(assiette.elements),
        "charges_pct": str(assiette.charges_pct),
        "taux_remboursement": str(taux.pop()),
        "ri": assiette.ri,
        "franchise_par": garanties[0].franchise_par,
        "garanties": [_garantie(g) for g in garanties],
    }
    if adhesion.resiliation:
        formes["resiliation"] = adhesion.resiliation.isoformat()
    if contrat.age_cessation:
        formes["age_cessation"] = contrat.age_cessation
    return formes


def _garantie(garantie: Any) -> dict[str, Any]:
    franchise: dict[str, Any] = {"type": garantie.franchise_type}
    if garantie.franchise_type != TypeFranchise.AUCUNE:
        franchise["jours"] = garantie.franchise_jours
    return {"risque": garantie.risque, "franchise": franchise}


def agent_pour_calcul(agent: Agent) -> dict[str, Any]:
    """L'agent et l'état complet de sa rémunération annuelle à chaque date où elle change."""
    formes: dict[str, Any] = {
        "naissance": agent.naissance.isoformat(),
        "regime": agent.regime,
        "prolongation_activite": agent.prolongation_activite,
        "remuneration": _remuneration(agent),
    }
    if agent.sortie:
        formes["sortie"] = agent.sortie.isoformat()
    if agent.retraite_le:
        formes["retraite"] = agent.retraite_le.isoformat()
    return formes


def _remuneration(agent: Agent) -> list[dict[str, str]]:
    """Rien avant la première ligne de TIB : un traitement inconnu n'est pas un traitement nul (A-08)."""
    courante = {element.value: Decimal("0.00") for element in _ELEMENTS}
    traitement_connu = False
    par_date: dict[date, dict[str, str]] = {}
    for ligne in sorted(agent.remunerations.all(), key=lambda r: (r.depuis, r.rubrique)):
        if ligne.rubrique in courante:
            courante[ligne.rubrique] = ligne.annuel
            traitement_connu = traitement_connu or ligne.rubrique == Rubrique.TIB
            if traitement_connu:
                montants = {element: str(montant) for element, montant in courante.items()}
                par_date[ligne.depuis] = {"depuis": ligne.depuis.isoformat(), **montants}
    return list(par_date.values())
