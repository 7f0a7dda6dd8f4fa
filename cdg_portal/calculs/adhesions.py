"""Calculs des adhésions : participation au centre de gestion."""

from __future__ import annotations

from adhesions.regles.participation import MODES, participation_cdg
from cdg_portal.calculs.formes import Calcul, Reponse, ecrire
from cdg_portal.socle.lecture import Objet


def calculer_participation(valeur: object) -> Reponse:
    """Participation due au centre de gestion ; les champs de l'autre mode sont ignorés."""
    o = Objet.racine(valeur)
    mode = o.choix("mode", MODES)
    if not o.sain("mode"):
        o.ignorer("agents", "montant_unitaire", "assiette", "taux")
        o.clore()
        o.erreurs.verifier()
    if mode == "FORFAIT_AGENT":
        o.ignorer("assiette", "taux")
        agents, montant_unitaire = o.entier("agents"), o.decimal("montant_unitaire")
        o.clore()
        o.erreurs.verifier()
        decision = participation_cdg(mode="FORFAIT_AGENT", agents=agents, montant_unitaire=montant_unitaire)
    else:
        o.ignorer("agents", "montant_unitaire")
        assiette, taux = o.decimal("assiette"), o.decimal("taux")
        o.clore()
        o.erreurs.verifier()
        decision = participation_cdg(mode="POURCENTAGE", assiette=assiette, taux=taux)
    return ecrire({"montant": str(decision.valeur)}, decision)


CALCULS = (Calcul("participation-cdg", "Participation due au centre de gestion", calculer_participation),)
