"""Toutes les échéances qu'un compte a le droit de lire, entre deux dates.

`quoi` part dans des agendas hors du portail : il ne dit qu'un acte et un numéro, jamais une personne ni un motif.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from adhesions.selectors import adhesions_finissant
from cdg_portal.accueil.files import Regard, files_attendues
from cotisations.selectors import echeances_d_appels
from sinistres.selectors.bordereaux import remboursements_attendus

# Par source : au-delà, les premières en date, et le calendrier le dit.
PLAFOND = 500
# Les files dont les lignes portent une date que nulle autre source ne donne.
_FILES_DATEES = {
    "a-demander": "Dernier jour pour demander le remboursement",
    "demandes-retournees": "Dernier jour pour corriger la demande",
    "a-rembourser": "Bordereau à rembourser",
    "adhesions-a-activer": "Adhésion à activer",
}


@dataclass(frozen=True, slots=True)
class Echeance:
    """Une date, ce qui y est dû, sous quel numéro. `cle` est stable : l'agenda reconnaît la même échéance."""

    le: date
    quoi: str
    numero: str
    url: str
    cle: str
    collectivite: str = ""
    montant: Decimal | None = None
    retard: bool = False

    @property
    def titre(self) -> str:
        """« Remboursement attendu, D-2026-000001 »."""
        return f"{self.quoi}, {self.numero}" if self.numero else self.quoi


@dataclass(frozen=True, slots=True)
class Releve:
    """Les échéances lues, dans l'ordre, et ce dont la suite n'y est pas faute de place."""

    echeances: list[Echeance]
    tronquees: tuple[str, ...] = ()

    @property
    def avertissement(self) -> str:
        """Ce qu'on en dit, ou une chaîne vide."""
        if not self.tronquees:
            return ""
        return (
            f"Au-delà de {PLAFOND}, les échéances suivantes ne sont pas ici : {' ; '.join(self.tronquees)}."
        )


def echeances_de(regard: Regard, *, du: date, au: date) -> Releve:
    """Ce qui échoit du premier au dernier jour compris ; quatre sources au plus, bornées au rôle."""
    tronquees: list[str] = []
    sources = (_des_files, _remboursements, _cotisations, _adhesions)
    trouvees = [e for source in sources for e in source(regard, du, au, tronquees.append)]
    return Releve(sorted(trouvees, key=lambda e: (e.le, e.quoi, e.numero)), tuple(tronquees))


def _premieres(lignes: QuerySet[Any], quoi: str, tronquer: Callable[[str], None]) -> list[Any]:
    lues = list(lignes[: PLAFOND + 1])
    if len(lues) > PLAFOND:
        tronquer(quoi)
    return lues[:PLAFOND]


def _des_files(regard: Regard, du: date, au: date, tronquer: Callable[[str], None]) -> Iterator[Echeance]:
    borne = replace(regard, entre=(du, au))
    for cle, quoi in _FILES_DATEES.items():
        for lue in files_attendues(borne, PLAFOND, cle=cle):
            if lue.nombre > PLAFOND:
                tronquer(quoi)
            for a in lue.lecture.actions:
                if a.echeance is not None:
                    yield Echeance(
                        le=a.echeance,
                        quoi=quoi,
                        numero=a.numero,
                        url=a.url,
                        cle=f"{cle}-{a.numero}",
                        collectivite=a.collectivite,
                        montant=a.montant,
                        retard=a.echeance < regard.jour,
                    )


def _remboursements(
    regard: Regard, du: date, au: date, tronquer: Callable[[str], None]
) -> Iterator[Echeance]:
    if not regard.peut("delais.lire"):
        return
    attendus = remboursements_attendus(au=regard.jour, collectivites=regard.bornes("delais.lire"))
    attendus = attendus.filter(
        ligne_bordereau__bordereau__echeance__gte=du, ligne_bordereau__bordereau__echeance__lte=au
    )
    quoi = "Remboursement de l'assureur attendu"
    for d in _premieres(attendus, quoi, tronquer):
        bordereau = d.ligne_bordereau.bordereau
        yield Echeance(
            le=bordereau.echeance,
            quoi=quoi,
            numero=d.numero,
            url=reverse("sinistres:bordereau", args=[bordereau.uid]),
            cle=f"remboursement-{d.numero}",
            collectivite=str(d.collectivite),
            montant=d.reste,
            retard=bordereau.echeance < regard.jour,
        )


def _cotisations(regard: Regard, du: date, au: date, tronquer: Callable[[str], None]) -> Iterator[Echeance]:
    if not regard.peut("appels.lire"):
        return
    exigibles = echeances_d_appels(du=du, au=au, collectivites=regard.bornes("appels.lire"))
    for e in _premieres(exigibles, "Cotisation exigible", tronquer):
        yield Echeance(
            le=e.date,
            quoi="Cotisation exigible",
            numero=f"{e.appel.numero}, fraction {e.rang}",
            url=reverse("cotisations:appel", args=[e.appel.uid]),
            cle=f"cotisation-{e.appel.numero}-{e.rang}",
            collectivite=str(e.appel.collectivite),
            montant=e.montant,
        )


def _adhesions(regard: Regard, du: date, au: date, tronquer: Callable[[str], None]) -> Iterator[Echeance]:
    if not regard.peut("adhesions.lire"):
        return
    finissant = adhesions_finissant(du=du, au=au, collectivites=regard.bornes("adhesions.lire"))
    for a in _premieres(finissant, "Fin de l'adhésion", tronquer):
        yield Echeance(
            le=a.fin,
            quoi="Fin de l'adhésion",
            numero=a.numero,
            url=reverse("adhesions:adhesion", args=[a.uid]),
            cle=f"fin-{a.numero}",
            collectivite=str(a.collectivite),
        )
