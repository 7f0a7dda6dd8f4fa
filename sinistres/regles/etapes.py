"""Explication du calcul : chaque ligne, puis chaque sinistre, puis l'agent.

Tout nombre d'une étape se recalcule à partir des étapes qui précèdent et de l'entrée.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cdg_portal.socle.decision import Etape
from cdg_portal.socle.montant import de_centimes, ecrire_centimes
from sinistres.regles import articles
from sinistres.regles.ecriture import centimes, dates, difference, euros
from sinistres.regles.entree import EntreeIndemnisation
from sinistres.regles.etapes_couverture import etapes_de_couverture
from sinistres.regles.etapes_droits import etape_du_droit
from sinistres.regles.etapes_franchise import ExplicationFranchise
from sinistres.regles.etapes_montant import ExplicationIndemnites, formule_du_montant
from sinistres.regles.franchise import garantie_de_franchise
from sinistres.regles.resultat import LigneIndemnisation, ResultatSinistre
from sinistres.regles.tranches import Tranche

NON_COUVERT = Etape("Montant : rien, jours non couverts", articles.RIEN, "0.00")
EN_FRANCHISE = Etape("Montant : rien, jours en franchise", articles.FRANCHISE, "0.00")
RIEN_DE_DU = Etape("Montant : rien, aucune somme n'est due à l'agent", articles.RIEN, "0.00")


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
        self.rang, self.sinistre = rang, entree.sinistres[rang]
        self.reference = self.sinistre.reference
        self.tranches = tranches
        garantie = garantie_de_franchise(entree.contrat.par_risque, tranches[rang])
        self.franchise = ExplicationFranchise(rang, tranches, entree.contrat, garantie)
        self.indemnites = indemnites

    def expliquer(self, ligne: LigneIndemnisation) -> None:
        """Pose les étapes de la ligne, dans l'ordre du raisonnement."""
        ligne.raisonnement = (
            self._nature(ligne),
            etape_du_droit(ligne, self.rang, self.tranches),
            self.franchise.etape(ligne),
            *etapes_de_couverture(ligne, self.contrat, self.sinistre),
            self._montant(ligne),
        )
        ligne.etapes_ij = self.indemnites.etapes(ligne.indemnite)

    def _nature(self, ligne: LigneIndemnisation) -> Etape:
        libelle, references = articles.NATURES[ligne.nature]
        if "requalification" in ligne.motifs:
            libelle, references = f"{libelle}, par requalification", references + articles.REQUALIFICATION
        periode = f"{dates(ligne.debut, ligne.fin)}, {ligne.fin - ligne.debut + 1} j"
        return Etape(f"{self.reference}, {periode} : {libelle}", references, ligne.nature)

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
    return Etape(f"{reference}, {libelle} : {formule}", articles.SOMME, ecrire_centimes(total))


def _solde(resultat: ResultatSinistre, entree: EntreeIndemnisation, rang: int) -> Etape:
    """Total moins ce qui est déjà versé, sinon moins ce qui était dû sans requalification."""
    verse = entree.sinistres[rang].deja_verse
    references: tuple[str, ...] = articles.SOLDE
    if verse is None:
        origine, deduit = "dû sans requalification", de_centimes(resultat.centimes_avant)
    else:
        origine, deduit = "déjà versé", verse
        references = articles.SOLDE_DU_VERSE
    signe = "complément" if resultat.centimes_solde > 0 else "indu" if resultat.centimes_solde < 0 else "rien"
    formule = f"{centimes(resultat.centimes)} − {euros(deduit)} {difference(resultat.centimes, deduit)}"
    libelle = f"{resultat.reference}, solde (total moins {origine}) : {formule} ({signe})"
    return Etape(libelle, references, ecrire_centimes(resultat.centimes_solde))


def expliquer_agent(sinistres: Sequence[ResultatSinistre], total: int) -> tuple[Etape, ...]:
    """Somme des sinistres, quand il y en a plusieurs."""
    if len(sinistres) < 2:
        return ()
    formule = f"{' + '.join([centimes(s.centimes) for s in sinistres])} = {centimes(total)}"
    return (Etape(f"Total de l'agent : {formule}", articles.SOMME, ecrire_centimes(total)),)
