"""Cohérence d'une entrée d'indemnisation : ce qui ne se voit qu'en croisant les champs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from cdg_portal.socle.lecture import Objet
from cdg_portal.socle.periode import Periode, chevauchantes
from sinistres.regles.entree import Certificat, EntreeIndemnisation, Sinistre
from sinistres.regles.nature import tranches_du_sinistre


def verifier_coherence(entree: EntreeIndemnisation, racine: Objet, objets: Sequence[Objet]) -> None:
    """Note les incohérences ; les champs déjà fautifs ne sont pas croisés."""
    sains = list(_certificats_sains(entree.sinistres, objets))
    _chevauchements(sains, racine)
    _evenements_anterieurs(entree, racine, objets)
    _naissance(entree, racine, [c for _, c in sains])
    if racine.sain("au"):
        _remuneration(entree, racine, [c for _, c in sains])
        for sinistre, objet in zip(entree.sinistres, objets, strict=True):
            _quotites(sinistre, objet, entree.au)


def _certificats_sains(
    sinistres: Sequence[Sinistre], objets: Sequence[Objet]
) -> Iterator[tuple[str, Certificat]]:
    """Certificats dont les deux dates sont lisibles et dans l'ordre, avec leur chemin."""
    for sinistre, objet in zip(sinistres, objets, strict=True):
        for k, certificat in enumerate(sinistre.certificats):
            chemin = f"{objet.chemin}.certificats[{k}]"
            if not objet.erreurs.fautif(chemin, f"{chemin}.debut", f"{chemin}.fin"):
                yield chemin, certificat


def _chevauchements(certificats: Sequence[tuple[str, Certificat]], racine: Objet) -> None:
    """Un jour n'appartient qu'à un certificat ; l'erreur vise celui donné le plus tard."""
    for rang in chevauchantes([Periode(c.debut, c.fin) for _, c in certificats]):
        message = "Un autre certificat couvre déjà un de ces jours."
        racine.erreurs.ajouter(certificats[rang][0], "chevauchement", message)


def _evenements_anterieurs(entree: EntreeIndemnisation, racine: Objet, objets: Sequence[Objet]) -> None:
    for sinistre, objet in zip(entree.sinistres, objets, strict=True):
        comparables = objet.sain("survenance") and not racine.erreurs.fautif("contrat", "contrat.effet")
        if (
            sinistre.refus_precedent is not None
            and comparables
            and sinistre.survenance >= entree.contrat.effet
        ):
            message = "Un événement antérieur survient avant l'effet du contrat."
            objet.refuser("evenement_anterieur", "incoherent", message)


def _naissance(entree: EntreeIndemnisation, racine: Objet, certificats: Sequence[Certificat]) -> None:
    if racine.erreurs.fautif("agent", "agent.naissance") or not certificats:
        return
    if entree.agent.naissance >= min(c.debut for c in certificats):
        racine.erreurs.ajouter("agent.naissance", "incoherent", "L'agent naît après son premier certificat.")


def _remuneration(entree: EntreeIndemnisation, racine: Objet, certificats: Sequence[Certificat]) -> None:
    """Chaque jour d'arrêt jusqu'à `au` a une ligne de rémunération."""
    lignes = entree.agent.remuneration
    fautives = any(
        racine.erreurs.fautif(f"agent.remuneration[{i}]", f"agent.remuneration[{i}].depuis")
        for i in range(len(lignes))
    )
    if not lignes or fautives:
        return
    if any(c.debut < lignes[0].depuis and c.debut <= entree.au for c in certificats):
        message = "Un jour d'arrêt précède la première ligne de rémunération."
        racine.erreurs.ajouter("agent.remuneration", "remuneration-absente", message)


def _quotites(sinistre: Sinistre, objet: Objet, au: date) -> None:
    """La quotité est due pour tout jour de temps partiel, avec ou sans les requalifications."""
    sans = replace(sinistre, requalifications=())
    for k in sorted({
        t.certificat
        for version in (sinistre, sans)
        for t in tranches_du_sinistre(version, 0, au.toordinal())
        if t.nature == "TPT"
    }):  # fmt: skip
        if sinistre.certificats[k].quotite_travail is None:
            chemin = f"{objet.chemin}.certificats[{k}].quotite_travail"
            message = "La quotité de travail est obligatoire en temps partiel thérapeutique."
            objet.erreurs.ajouter(chemin, "champ-manquant", message)
