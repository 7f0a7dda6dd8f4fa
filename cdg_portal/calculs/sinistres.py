"""Calculs des sinistres : indemnisation, droits de maladie ordinaire, délai de déclaration."""

from __future__ import annotations

from typing import cast

from cdg_portal.calculs.formes import Calcul, Reponse, ecrire
from cdg_portal.socle.lecture import Objet
from cdg_portal.socle.periode import Periode, chevauchantes
from sinistres.regles import contrat_json
from sinistres.regles.delais import UNITES, Unite, decider_delai_declaration
from sinistres.regles.droits_cmo import annee_medicale, segments_cmo
from sinistres.regles.indemnisation import indemniser
from sinistres.regles.lecture_sinistres import DUREE_MAXIMALE

DELAI_MAXIMAL = 36_600


def calculer_indemnisation(valeur: object) -> Reponse:
    """Ce que l'assureur doit pour les arrêts d'un agent."""
    return contrat_json.ecrire(indemniser(contrat_json.lire(valeur)))


def calculer_annee_medicale(valeur: object) -> Reponse:
    """Année médicale d'un jour d'arrêt."""
    o = Objet.racine(valeur)
    jour = o.jour("jour")
    o.clore()
    o.erreurs.verifier()
    decision = annee_medicale(jour)
    return ecrire({"du": str(decision.valeur.debut), "au": str(decision.valeur.fin)}, decision)


def calculer_droits_cmo(valeur: object) -> Reponse:
    """Droits de maladie ordinaire, hors carence et hors réduction à 90 %."""
    o = Objet.racine(valeur)
    lus = [(objet, _periode(objet)) for objet in o.objets("certificats")]
    o.clore()
    saines = [(objet, periode) for objet, periode in lus if periode]
    for rang in chevauchantes([periode for _, periode in saines]):
        message = "Un autre certificat couvre déjà un de ces jours."
        o.erreurs.ajouter(saines[rang][0].chemin, "chevauchement", message)
    o.erreurs.verifier()
    decision = segments_cmo([periode for _, periode in saines])
    segments = [
        {"du": str(s.du), "au": str(s.au), "jours": s.jours, "droit": s.droit} for s in decision.valeur
    ]
    return ecrire({"segments": segments}, decision)


def _periode(o: Objet) -> Periode | None:
    debut, fin = o.jour("debut"), o.jour("fin")
    o.clore()
    if not o.sain("debut", "fin"):
        return None
    if fin < debut:
        o.refuser("fin", "dates-inversees", "La fin du certificat précède son début.")
    elif (fin - debut).days >= DUREE_MAXIMALE:
        o.refuser("fin", "hors-bornes", f"Un certificat ne dépasse pas {DUREE_MAXIMALE} jours.")
    return Periode(debut, fin) if o.sain("fin") else None


def calculer_delai_declaration(valeur: object) -> Reponse:
    """Dernier jour utile pour déclarer un sinistre."""
    o = Objet.racine(valeur)
    connaissance, nombre = o.jour("connaissance"), o.entier("nombre", 0, DELAI_MAXIMAL)
    unite = cast(Unite, o.choix("unite", UNITES))
    o.clore()
    o.erreurs.verifier()
    decision = decider_delai_declaration(connaissance, nombre, unite)
    return ecrire({"limite": str(decision.valeur)}, decision)


CALCULS = (
    Calcul("indemnisation", "Ce que l'assureur doit pour les arrêts d'un agent", calculer_indemnisation),
    Calcul("annee-medicale", "Année médicale d'un jour d'arrêt", calculer_annee_medicale),
    Calcul("droits-cmo", "Droits à congé de maladie ordinaire", calculer_droits_cmo),
    Calcul("delai-declaration", "Dernier jour pour déclarer un sinistre", calculer_delai_declaration),
)
