"""Explication d'une ligne : droit, franchise, couverture, indemnité élément par élément, produit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from cdg_portal.socle.decision import Etape
from cdg_portal.socle.montant import en_francais
from sinistres.regles import articles
from sinistres.regles.entree import Contrat, Garantie
from sinistres.regles.resultat import GroupeIJ, LigneIndemnisation

TYPES_FRANCHISE = {
    "ABSOLUE": "absolue de {n} jours",
    "RELATIVE": "relative de {n} jours",
    "CUMULEE": "cumulée de {n} jours par année civile",
    "AUCUNE": "d'aucun jour",
}


def etapes_de_la_ligne(
    ligne: LigneIndemnisation, contrat: Contrat, garantie: Garantie | None
) -> tuple[Etape, ...]:
    """Étapes dans l'ordre du raisonnement ; `garantie` est celle dont la franchise s'applique."""
    return (
        _nature(ligne),
        _droit(ligne),
        _franchise(ligne, garantie),
        *_couverture(ligne),
        *(etape for groupe in ligne.groupes_ij for etape in _indemnite(groupe)),
        _produit(ligne, contrat),
    )


def _nature(ligne: LigneIndemnisation) -> Etape:
    libelle, references = articles.NATURES[ligne.nature]
    if "requalification" in ligne.motifs:
        return Etape(
            f"Nature : {libelle}, par requalification", (*references, *articles.REQUALIFICATION), ligne.nature
        )
    return Etape(f"Nature : {libelle}", references, ligne.nature)


def _droit(ligne: LigneIndemnisation) -> Etape:
    references: tuple[str, ...] = articles.articles_du_droit(ligne.nature, ligne.droit)
    if est_aux_neuf_dixiemes(ligne.nature, ligne.droit, ligne.proportion):
        references += articles.NEUF_DIXIEMES
    libelle = f"Droit : {articles.DROITS[ligne.droit]}, {pour_cent(Fraction(ligne.proportion))} du traitement"
    return Etape(libelle, references, ligne.droit)


def est_aux_neuf_dixiemes(nature: str, droit: str, proportion: Decimal) -> bool:
    """Vrai si le plein traitement du congé de maladie ordinaire est réduit."""
    return nature == "CMO" and droit == "PLEIN" and proportion != 1


def _franchise(ligne: LigneIndemnisation, garantie: Garantie | None) -> Etape:
    references: tuple[str, ...] = articles.FRANCHISE
    if garantie is None:
        return Etape("Franchise : aucune garantie souscrite n'en porte", references, "non")
    texte = TYPES_FRANCHISE[garantie.franchise.type].format(n=garantie.franchise.jours)
    if "requalification" in ligne.motifs:
        references += articles.REQUALIFICATION
    etat = "jours en franchise" if ligne.franchise else "franchise écoulée ou sans effet"
    libelle = f"Franchise {texte} (garantie {garantie.risque}) : {etat}"
    return Etape(libelle, references, "oui" if ligne.franchise else "non")


def _couverture(ligne: LigneIndemnisation) -> Iterator[Etape]:
    if ligne.couvert:
        yield Etape("Couverture : jours garantis par le contrat", articles.CAPITALISATION, "oui")
    for motif in ligne.motifs:
        if motif in articles.REFUS:
            libelle, references = articles.REFUS[motif]
            yield Etape(f"Couverture : {libelle}", references, "non")


def _indemnite(groupe: GroupeIJ) -> Iterator[Etape]:
    for element, annuel in groupe.elements:
        libelle = f"{element} assuré, maintenu à {pour_cent(groupe.proportion)}"
        yield Etape(libelle, articles.IJ, f"{annuel} €/an")
    somme = " + ".join(element for element, _ in groupe.elements)
    quotient = decimales(Fraction(groupe.annuel) / groupe.diviseur)
    division = f"({somme}) {en_francais(groupe.annuel)} / {groupe.diviseur} = {quotient}"
    yield Etape(f"{division}, arrondi au centime", articles.IJ, str(groupe.base))
    if groupe.charges_pct:
        produit = decimales(Fraction(groupe.base) * (1 + Fraction(groupe.charges_pct) / 100))
        libelle = f"{en_francais(groupe.base)} + {virgule(groupe.charges_pct)} % de charges = {produit}"
        yield Etape(f"{libelle}, arrondi au centime", articles.CHARGES, str(groupe.ij))


def _produit(ligne: LigneIndemnisation, contrat: Contrat) -> Etape:
    if not ligne.couvert or ligne.franchise or not ligne.groupes_ij:
        cause = (
            "jours non couverts" if not ligne.couvert else "franchise" if ligne.franchise else "rien n'est dû"
        )
        return Etape(f"Montant : {cause}", articles.MONTANT, str(ligne.montant))
    references: tuple[str, ...] = articles.MONTANT
    facteurs = [f"{ligne.jours} j", f"({ecrire_ij(ligne.groupes_ij)})"]
    if ligne.nature == "TPT":
        facteurs.append(f"part non travaillée {pour_cent(Fraction(ligne.part))}")
        references += articles.PART_TPT
    facteurs.append(f"remboursement {virgule(ligne.taux)} %")
    precision = "" if contrat.diviseur == "J365" else f" (mois entiers plafonnés, {contrat.diviseur})"
    return Etape(f"Montant : {' × '.join(facteurs)}{precision}, arrondi", references, str(ligne.montant))


def ecrire_ij(groupes: Sequence[GroupeIJ]) -> str:
    """« 65,75 € × 90 % + 4,50 € × 100 % »."""
    return " + ".join(f"{en_francais(g.ij)} × {pour_cent(g.proportion)}" for g in groupes)


def virgule(nombre: Decimal) -> str:
    """Nombre décimal à la française, sans zéros inutiles."""
    texte = format(nombre, "f")
    return (texte.rstrip("0").rstrip(".") if "." in texte else texte).replace(".", ",")


def pour_cent(part: Fraction) -> str:
    """Part écrite en pour cent, quatre décimales au plus."""
    return f"{decimales(part * 100)} %"


def decimales(valeur: Fraction) -> str:
    """Valeur à quatre décimales tronquées, suivie de « … » si elle n'est pas exacte."""
    entier = int(valeur * 10000)
    texte = virgule(Decimal(entier).scaleb(-4))
    return texte if Fraction(entier, 10000) == valeur else f"{texte}…"
