"""Ce que le calcul d'indemnisation rend : des lignes expliquées, des totaux, un solde."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cdg_portal.socle.decision import Etape
from cdg_portal.socle.montant import de_centimes, quotient_arrondi
from sinistres.regles.montant import Indemnite


@dataclass(slots=True)
class LigneIndemnisation:
    """Segment de jours identiques : ce qui est dû, et pourquoi.

    `debut` et `fin` sont des rangs de jours ; `quotite` (%) n'existe qu'en temps partiel thérapeutique.
    `raisonnement` va de la nature au montant, `etapes_ij` chiffre l'indemnité d'un jour.
    """

    debut: int
    fin: int
    nature: str
    droit: str
    franchise: bool
    couvert: bool
    indemnite: Indemnite
    quotite: Decimal | None
    centimes: int
    motifs: tuple[str, ...]
    articles: tuple[str, ...]
    raisonnement: tuple[Etape, ...] = ()
    etapes_ij: Sequence[Etape] = ()

    @property
    def etapes(self) -> tuple[Etape, ...]:
        """Toutes les étapes de la ligne, celles de l'indemnité juste avant le montant."""
        return (*self.raisonnement[:-1], *self.etapes_ij, *self.raisonnement[-1:])

    @property
    def du(self) -> date:
        """Premier jour."""
        return date.fromordinal(self.debut)

    @property
    def au(self) -> date:
        """Dernier jour, inclus."""
        return date.fromordinal(self.fin)

    @property
    def jours(self) -> int:
        """Nombre de jours calendaires."""
        return self.fin - self.debut + 1

    @property
    def ij(self) -> Decimal:
        """Indemnité d'un jour pour ce droit, à 100 % de remboursement (€)."""
        return de_centimes(self.indemnite.ij)

    @property
    def proportion(self) -> Decimal:
        """Part du traitement maintenue, à deux décimales."""
        return de_centimes(quotient_arrondi(self.indemnite.traitement, 100))

    @property
    def montant(self) -> Decimal:
        """Montant dû (€)."""
        return de_centimes(self.centimes)


@dataclass(slots=True)
class ResultatSinistre:
    """Lignes d'un sinistre et ses totaux en centimes ; solde positif = complément, négatif = indu.

    `etapes` explique les totaux : somme des lignes, ce qui était dû avant requalification, solde.
    """

    reference: str
    lignes: tuple[LigneIndemnisation, ...] = ()
    centimes: int = 0
    centimes_avant: int = 0
    centimes_solde: int = 0
    etapes: tuple[Etape, ...] = ()

    @property
    def etape_du_total(self) -> Etape:
        """Somme des lignes, toujours expliquée en premier."""
        return self.etapes[0]

    @property
    def total(self) -> Decimal:
        """Somme des lignes (€)."""
        return de_centimes(self.centimes)

    @property
    def avant_requalification(self) -> Decimal:
        """Total si ses seules requalifications n'avaient pas eu lieu (€)."""
        return de_centimes(self.centimes_avant)

    @property
    def solde(self) -> Decimal:
        """Total moins ce qui est déjà versé, sinon moins ce qui était dû avant (€)."""
        return de_centimes(self.centimes_solde)


@dataclass(slots=True)
class ResultatIndemnisation:
    """Résultats dans l'ordre des sinistres reçus ; `etapes` explique le total quand il y en a plusieurs."""

    sinistres: tuple[ResultatSinistre, ...]
    centimes: int
    etapes: tuple[Etape, ...] = ()

    @property
    def total(self) -> Decimal:
        """Somme des totaux (€)."""
        return de_centimes(self.centimes)
