"""Les dossiers d'un agent, sous la forme qu'attend le moteur."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sinistres.models import Certificat, Decompte, Requalification, Sinistre
from sinistres.regles.entree import NATURES


@dataclass(frozen=True, slots=True)
class DossierPourCalcul:
    """Un dossier, ses certificats valides et ses requalifications dans l'ordre des décisions."""

    sinistre: Sinistre
    certificats: list[Certificat]
    requalifications: list[Requalification]

    @property
    def nature_initiale(self) -> str:
        """La nature déclarée, avant toute requalification."""
        return self.requalifications[0].de if self.requalifications else self.sinistre.risque

    def entree(self, *, effet_contrat: date) -> dict[str, Any]:
        """Forme `sinistres[]` de la documentation du calcul « indemnisation »."""
        s = self.sinistre
        entree: dict[str, Any] = {
            "reference": s.numero,
            "risque": self.nature_initiale,
            "survenance": s.survenance.isoformat(),
            "certificats": [_certificat(c) for c in self.certificats],
            "carence": s.carence,
            "attente_decision": s.attente_decision,
            "requalifications": [
                {"vers": r.vers, "effet": r.effet.isoformat(), "decision": r.decision_le.isoformat()}
                for r in self.requalifications
            ],
        }
        # Admis du moteur seulement pour un évènement antérieur au contrat sous lequel on calcule.
        if s.refus_precedent is not None and s.survenance < effet_contrat:
            entree["evenement_anterieur"] = {"refus_assureur_precedent": s.refus_precedent}
        return entree


def _certificat(c: Certificat) -> dict[str, str]:
    certificat = {"debut": c.debut.isoformat(), "fin": c.fin.isoformat()}
    if c.quotite_travail is not None:
        certificat["quotite_travail"] = f"{c.quotite_travail.normalize():f}"
    return certificat


def sinistres_pour_calcul(*, agent_id: int, collectivite_id: int) -> list[DossierPourCalcul]:
    """Les dossiers non annulés de l'agent ayant au moins un certificat, du plus ancien au plus récent.

    Ceux d'une garantie sans indemnité journalière (décès, invalidité…) n'entrent pas dans ce calcul.
    """
    return _dossiers(collectivite_id=collectivite_id, agent_id=agent_id)


def dossiers_par_agent(agents: Collection[int]) -> dict[int, list[DossierPourCalcul]]:
    """Les mêmes, pour plusieurs agents, en autant de requêtes que pour un seul."""
    par_agent: dict[int, list[DossierPourCalcul]] = {agent_id: [] for agent_id in agents}
    for dossier in _dossiers(agent_id__in=par_agent):
        par_agent[dossier.sinistre.agent_id].append(dossier)
    return par_agent


def _dossiers(**de: Any) -> list[DossierPourCalcul]:
    dossiers = Sinistre.objects.filter(**de).exclude(etat="ANNULE")
    certificats: dict[int, list[Certificat]] = defaultdict(list)
    for c in (
        Certificat.objects.filter(**de, annule_le__isnull=True).select_related("arret").order_by("debut")
    ):
        certificats[c.arret.sinistre_id].append(c)
    requalifications: dict[int, list[Requalification]] = defaultdict(list)
    for r in Requalification.objects.filter(sinistre__in=dossiers).order_by("rang"):
        requalifications[r.sinistre_id].append(r)
    tous = (
        DossierPourCalcul(s, certificats[s.id], requalifications[s.id])
        for s in dossiers.order_by("survenance", "id")
        if certificats[s.id]
    )
    return [d for d in tous if d.nature_initiale in NATURES]


def sinistre_de_saisie(*, collectivite_id: int, cle_saisie: UUID) -> Sinistre | None:
    """Le dossier né de cette saisie, avec ce qu'il faut pour agir dessus, ou None."""
    return (
        Sinistre.objects.select_related("agent", "adhesion__lot__contrat", "collectivite")
        .filter(collectivite_id=collectivite_id, cle_saisie=cle_saisie)
        .first()
    )


def decompte_en_vigueur(sinistre: Sinistre) -> Decompte | None:
    """Le décompte calculé du dossier que rien ne remplace, ou None."""
    return Decompte.objects.filter(
        sinistre=sinistre, nature=Decompte.Nature.CALCULE, remplace_par__isnull=True
    ).first()


def decomptes_de(sinistre: Sinistre) -> list[Decompte]:
    """Tous les décomptes calculés du dossier, du premier au dernier, avec leur envoi."""
    return list(
        Decompte.objects.filter(sinistre=sinistre, nature=Decompte.Nature.CALCULE)
        .select_related("ligne_bordereau__bordereau", "sinistre")
        .order_by("id")
    )
