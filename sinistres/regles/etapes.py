"""Explication du calcul : chaque ligne, puis chaque sinistre, puis l'agent.

Tout nombre d'une étape se recalcule à partir des étapes qui précèdent et de l'entrée.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from cdg_portal.socle.decision import Etape
from cdg_portal.socle.montant import ecrire_centimes
from sinistres.regles import articles
from sinistres.regles.articles import est_aux_neuf_dixiemes
from sinistres.regles.droits_cmo import jours_plein, pleins_avant
from sinistres.regles.ecriture import centimes, dates, euros, jour, pour_cent
from sinistres.regles.entree import EntreeIndemnisation
from sinistres.regles.etapes_franchise import ExplicationFranchise
from sinistres.regles.etapes_montant import ExplicationIndemnites, formule_du_montant
from sinistres.regles.franchise import garantie_de_franchise
from sinistres.regles.resultat import LigneIndemnisation, ResultatSinistre
from sinistres.regles.tranches import Tranche
from sinistres.regles.vocabulaire import DEMI, PLEIN

COUVERT = Etape("Couverture : jours garantis par le contrat", articles.CAPITALISATION, "oui")
REFUS = {
    motif: Etape(f"Couverture : {libelle}", references, "non")
    for motif, (libelle, references) in articles.REFUS.items()
}
NON_COUVERT = Etape("Montant : rien, jours non couverts", articles.MONTANT, "0.00")
EN_FRANCHISE = Etape("Montant : rien, jours en franchise", articles.MONTANT, "0.00")
RIEN_DE_DU = Etape("Montant : rien, aucune somme n'est due à l'agent", articles.MONTANT, "0.00")


@lru_cache(maxsize=256)
def _etape_du_droit(nature: str, droit: str, traitement: int) -> Etape:
    references = articles.articles_du_droit(nature, droit)
    if est_aux_neuf_dixiemes(nature, droit, traitement):
        references += articles.NEUF_DIXIEMES
    libelle = f"Droit : {articles.DROITS[droit]}, {pour_cent(traitement)} du traitement"
    return Etape(libelle, references, droit)


class Explication:
    """De quoi expliquer les lignes d'un sinistre : l'entrée, ses tranches et celles de tout l'agent."""

    def __init__(
        self,
        entree: EntreeIndemnisation,
        rang: int,
        tranches: Sequence[Sequence[Tranche]],
        indemnites: ExplicationIndemnites,
    ) -> None:
        self.contrat = entree.contrat
        self.reference = entree.sinistres[rang].reference
        self.tranches = tranches
        garantie = garantie_de_franchise(entree.contrat.par_risque, tranches[rang])
        self.franchise = ExplicationFranchise(rang, tranches, entree.contrat, garantie)
        self.indemnites = indemnites

    def expliquer(self, ligne: LigneIndemnisation) -> None:
        """Pose les étapes de la ligne, dans l'ordre du raisonnement."""
        couverture = [COUVERT] if ligne.couvert else [REFUS[m] for m in ligne.motifs if m in REFUS]
        ligne.raisonnement = (
            self._nature(ligne),
            self._droit(ligne),
            self.franchise.etape(ligne),
            *couverture,
            self._montant(ligne),
        )
        ligne.etapes_ij = self.indemnites.etapes(ligne.indemnite)

    def _nature(self, ligne: LigneIndemnisation) -> Etape:
        libelle, references = articles.NATURES[ligne.nature]
        if "requalification" in ligne.motifs:
            libelle, references = f"{libelle}, par requalification", references + articles.REQUALIFICATION
        periode = f"{dates(ligne.debut, ligne.fin)}, {ligne.fin - ligne.debut + 1} j"
        return Etape(f"{self.reference}, {periode} : {libelle}", references, ligne.nature)

    def _droit(self, ligne: LigneIndemnisation) -> Etape:
        etape = _etape_du_droit(ligne.nature, ligne.droit, ligne.indemnite.traitement)
        if ligne.nature != "CMO" or ligne.droit not in (PLEIN, DEMI):
            return etape
        pris, depart = pleins_avant(self.tranches, ligne.debut)
        plafond = jours_plein(ligne.debut)
        pleins = f"jours à plein traitement déjà pris depuis le {jour(depart)} : {pris} sur {plafond}"
        return Etape(f"{etape.libelle} ; {pleins}", etape.references, ligne.droit)

    def _montant(self, ligne: LigneIndemnisation) -> Etape:
        if not ligne.couvert:
            return NON_COUVERT
        if ligne.franchise:
            return EN_FRANCHISE
        if not ligne.indemnite.groupes:
            return RIEN_DE_DU
        montant = ecrire_centimes(ligne.centimes)
        references = articles.MONTANT + (articles.PART_TPT if ligne.nature == "TPT" else ())
        return Etape(f"Montant : {formule_du_montant(ligne, self.contrat)}", references, montant)

    def avant(self, lignes: Sequence[LigneIndemnisation]) -> Iterator[Etape]:
        """Ce qui était dû sans les requalifications du sinistre, une étape par ligne."""
        for ligne in lignes:
            libelle, _ = articles.NATURES[ligne.nature]
            periode = f"{dates(ligne.debut, ligne.fin)}, {ligne.fin - ligne.debut + 1} j"
            droit = articles.DROITS[ligne.droit].split(",")[0]
            if ligne.couvert and not ligne.franchise and ligne.indemnite.groupes:
                if not self.indemnites.a_dit(ligne.indemnite):
                    yield from self.indemnites.etapes(ligne.indemnite)
                calcul = formule_du_montant(ligne, self.contrat)
            else:
                calcul = "franchise" if ligne.couvert and ligne.franchise else "rien"
            debut = f"{self.reference} sans requalification, {periode}, {libelle}, {droit}"
            yield Etape(f"{debut} : {calcul}", articles.SOLDE, ecrire_centimes(ligne.centimes))


def expliquer_sinistre(
    resultat: ResultatSinistre,
    rang: int,
    entree: EntreeIndemnisation,
    tranches: Sequence[Sequence[Tranche]],
    lignes_avant: Sequence[LigneIndemnisation],
    indemnites: ExplicationIndemnites,
) -> None:
    """Pose les étapes du résultat : celles de ses lignes, puis de ses totaux.

    `tranches` : tranches qualifiées de chaque sinistre de l'agent ; `lignes_avant` : ce qui serait dû sans les
    requalifications du sinistre ; `indemnites` : explications communes à tout l'agent.
    """
    explication = Explication(entree, rang, tranches, indemnites)
    for ligne in resultat.lignes:
        explication.expliquer(ligne)
    etapes = [_somme(resultat.reference, "total", resultat.lignes, resultat.centimes)]
    sinistre = entree.sinistres[rang]
    if sinistre.requalifications:
        etapes += explication.avant(lignes_avant)
        libelle = "total sans requalification"
        etapes.append(_somme(resultat.reference, libelle, lignes_avant, resultat.centimes_avant))
    if sinistre.requalifications or sinistre.deja_verse is not None:
        etapes.append(_solde(resultat, entree, rang))
    resultat.etapes = tuple(etapes)


def _somme(reference: str, libelle: str, lignes: Sequence[LigneIndemnisation], total: int) -> Etape:
    """Somme des lignes non nulles."""
    montants = [centimes(ligne.centimes) for ligne in lignes if ligne.centimes]
    formule = f"{' + '.join(montants)} = {centimes(total)}" if len(montants) > 1 else centimes(total)
    return Etape(f"{reference}, {libelle} : {formule}", articles.MONTANT, ecrire_centimes(total))


def _solde(resultat: ResultatSinistre, entree: EntreeIndemnisation, rang: int) -> Etape:
    verse = entree.sinistres[rang].deja_verse
    if verse is None:
        origine, deduit = "dû sans requalification", centimes(resultat.centimes_avant)
    else:
        origine, deduit = "déjà versé", euros(verse)
    signe = "complément" if resultat.centimes_solde > 0 else "indu" if resultat.centimes_solde < 0 else "rien"
    formule = f"{centimes(resultat.centimes)} − {deduit} = {centimes(resultat.centimes_solde)}"
    libelle = f"{resultat.reference}, solde (total moins {origine}) : {formule} ({signe})"
    return Etape(libelle, articles.SOLDE, ecrire_centimes(resultat.centimes_solde))


def expliquer_agent(sinistres: Sequence[ResultatSinistre], total: int) -> tuple[Etape, ...]:
    """Somme des sinistres, quand il y en a plusieurs."""
    if len(sinistres) < 2:
        return ()
    formule = f"{' + '.join([centimes(s.centimes) for s in sinistres])} = {centimes(total)}"
    return (Etape(f"Total de l'agent : {formule}", articles.MONTANT, ecrire_centimes(total)),)
