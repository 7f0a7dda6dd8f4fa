"""Explication de l'indemnité journalière, élément par élément, et du produit qui donne le montant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cdg_portal.socle.decision import Etape
from cdg_portal.socle.montant import ecrire_centimes
from sinistres.regles import articles
from sinistres.regles.ecriture import (
    UN_EURO,
    centimes,
    euros,
    exact,
    exact_en_francais,
    jour,
    machine,
    pour_cent,
    quotient,
    virgule,
)
from sinistres.regles.entree import Contrat, LigneRemuneration
from sinistres.regles.montant import (
    JOURS_PAR_AN,
    MOIS_PAR_AN,
    GroupeIJ,
    Indemnite,
    base_du_segment,
    mois_du_segment,
    part_non_travaillee,
)
from sinistres.regles.resultat import LigneIndemnisation
from sinistres.regles.vocabulaire import ENTIER


class ExplicationIndemnites:
    """De la rémunération annuelle à l'indemnité d'un jour (et d'un mois entier, en J360 et J30).

    Une étape commune à plusieurs droits (élément, division) est le même objet : elle ne se dit qu'une fois.
    """

    def __init__(self, contrat: Contrat) -> None:
        self.contrat = contrat
        self._communes: dict[tuple[object, ...], list[Etape]] = {}
        self._par_indemnite: dict[int, list[Etape]] = {}

    def etapes(self, indemnite: Indemnite) -> Sequence[Etape]:
        """Étapes d'une indemnité ; aucune si rien n'est maintenu."""
        if not indemnite.groupes:
            return ()
        connues = self._par_indemnite.get(id(indemnite))
        if connues is None:
            connues = self._par_indemnite[id(indemnite)] = self._chiffrer(indemnite)
        return connues

    def a_dit(self, indemnite: Indemnite) -> bool:
        """Vrai si cette indemnité est déjà expliquée."""
        return id(indemnite) in self._par_indemnite

    def _chiffrer(self, indemnite: Indemnite) -> list[Etape]:
        etapes = list(self._elements(indemnite.remuneration))
        maintenus = [element for groupe in indemnite.groupes for element in groupe.elements]
        for element in self.contrat.elements:
            if element not in maintenus and indemnite.remuneration.montants[element]:
                references = articles.NON_MAINTENU.get(element, ("R-REM-01",))
                etapes.append(Etape(f"{element} : rien n'est maintenu pour ce droit", references, "0.00"))
        etapes += self._divisions(indemnite, JOURS_PAR_AN[self.contrat.diviseur])
        compose = len(indemnite.groupes) > 1 or indemnite.groupes[0].proportion != ENTIER
        if compose:
            somme = " + ".join([f"{centimes(g.ij)} × {pour_cent(g.proportion)}" for g in indemnite.groupes])
            libelle = f"Indemnité du droit : {somme} = {exact_en_francais(indemnite.somme)}"
            etapes.append(Etape(libelle, articles.IJ, exact(indemnite.somme)))
        if self.contrat.diviseur != "J365":
            etapes += self._divisions(indemnite, MOIS_PAR_AN)
            if compose:
                etapes.append(_plafond(indemnite))
        return etapes

    def _elements(self, remuneration: LigneRemuneration) -> list[Etape]:
        """Éléments assurés que l'agent perçoit, dits une fois par rémunération."""
        cle = ("elements", id(remuneration))
        etapes = self._communes.get(cle)
        if etapes is None:
            depuis = jour(remuneration.depuis.toordinal())
            etapes = self._communes[cle] = [
                Etape(f"{e} assuré : {euros(annuel)} par an depuis le {depuis}", articles.IJ, machine(annuel))
                for e in self.contrat.elements
                if (annuel := remuneration.montants[e]) or e == "TIB"
            ]
        return etapes

    def _divisions(self, indemnite: Indemnite, diviseur: int) -> list[Etape]:
        """De l'annuel au jour (ou au mois, diviseur 12), une fois par groupe d'éléments."""
        etapes: list[Etape] = []
        for groupe in indemnite.groupes:
            cle = (diviseur, id(indemnite.remuneration), groupe.elements)
            communes = self._communes.get(cle)
            if communes is None:
                communes = self._communes[cle] = self._division(groupe, indemnite.remuneration, diviseur)
            etapes += communes
        return etapes

    def _division(self, groupe: GroupeIJ, remuneration: LigneRemuneration, diviseur: int) -> list[Etape]:
        if diviseur == MOIS_PAR_AN:
            titre, base, complet = "Mensualité", groupe.mensuel, groupe.plafond
        else:
            titre, base, complet = "Indemnité journalière", groupe.base, groupe.ij
        references: tuple[str, ...] = articles.PLAFOND_MENSUEL if diviseur == MOIS_PAR_AN else articles.IJ
        annuel = euros(groupe.annuel)
        if len(groupe.elements) > 1:
            annuels = [euros(m) for e in groupe.elements if (m := remuneration.montants[e])]
            annuel = f"({' + '.join(annuels)})" if len(annuels) > 1 else annuel
        numerateur, denominateur = groupe.annuel.as_integer_ratio()
        nom = f"{titre} ({' + '.join(groupe.elements)})"
        resultat = quotient(numerateur, denominateur * diviseur)
        etapes = [Etape(f"{nom} : {annuel} / {diviseur} {resultat}", references, ecrire_centimes(base))]
        if self.contrat.charges_pct:
            charges, cent = self.contrat.charges
            produit = quotient(base * charges, 100 * cent)
            facteur = f"(100 % + {virgule(self.contrat.charges_pct)} %)"
            libelle = f"{nom}, charges comprises : {centimes(base)} × {facteur} {produit}"
            etapes.append(Etape(libelle, articles.CHARGES, ecrire_centimes(complet)))
        return etapes


def _plafond(indemnite: Indemnite) -> Etape:
    """Plafond d'un mois entier, quand l'indemnité réunit plusieurs parts."""
    plafonds = [f"{centimes(g.plafond)} × {pour_cent(g.proportion)}" for g in indemnite.groupes]
    libelle = f"Plafond d'un mois entier : {' + '.join(plafonds)} = {exact_en_francais(indemnite.plafond)}"
    return Etape(libelle, articles.PLAFOND_MENSUEL, exact(indemnite.plafond))


def formule_du_montant(ligne: LigneIndemnisation, contrat: Contrat) -> str:
    """« 180 × 65,75 € × 80 % = 9 468,00 € », mois entiers plafonnés compris."""
    indemnite = ligne.indemnite
    base = _formule_de_base(ligne, contrat)
    millioniemes = base_du_segment(contrat.diviseur, ligne.debut, ligne.fin, indemnite)
    part, entier = part_non_travaillee(ligne.quotite)
    taux, plein = contrat.taux
    facteurs = ""
    if ligne.quotite is not None:
        facteurs += f" × {virgule(100 - ligne.quotite)} % non travaillés"
    if contrat.taux_remboursement != 100:
        facteurs += f" × {virgule(contrat.taux_remboursement)} % remboursés"
    if facteurs and " + " in base:
        base = f"({base})"
    resultat = quotient(millioniemes * part * taux, UN_EURO * entier * plein)
    return f"{base}{facteurs} {resultat}"


def _formule_de_base(ligne: LigneIndemnisation, contrat: Contrat) -> str:
    """Jours × indemnité ; en J360 et J30, chaque longueur de mois entier à part."""
    jours = ligne.fin - ligne.debut + 1
    ij = exact_en_francais(ligne.indemnite.somme)
    if contrat.diviseur == "J365":
        return f"{jours} j × {ij}"
    plafond = exact_en_francais(ligne.indemnite.plafond)
    termes: list[str] = []
    mois = Counter(mois_du_segment(contrat.diviseur, ligne.debut, ligne.fin))
    for (longueur, payes), nombre in sorted(mois.items()):
        termes.append(f"{nombre} mois de {longueur} j × min({payes} × {ij} ; {plafond})")
        jours -= nombre * longueur
    if jours or not termes:
        termes.append(f"{jours} j × {ij}")
    return " + ".join(termes)
