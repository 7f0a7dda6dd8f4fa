"""Les files d'attente de la personne connectée, prêtes à afficher : jamais ce qui est le tour d'un autre."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.urls import reverse

from cotisations.selectors import appels_liste, bases_liste
from sinistres.selectors.bordereaux import remboursements_attendus
from sinistres.selectors.dossiers import ATTENTES, intitule_du_brouillon
from sinistres.selectors.tableau_de_bord import (
    MONTRES,
    File,
    file_des_retards,
    files_de_la_collectivite,
    files_du_cdg,
)


@dataclass(frozen=True, slots=True)
class ActionAttendue:
    """Une ligne de la file de travail."""

    titre: str
    objet: str
    url: str
    precision: str = ""
    echeance: date | None = None
    retard: bool = False
    montant: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """Une file : son compteur, la liste filtrée où elle se traite, ses premières lignes."""

    titre: str
    url: str
    nombre: int
    montant: Decimal | None = None
    actions: list[ActionAttendue] = field(default_factory=list)


VERBES = {
    "pieces-demandees": "Fournir les pièces demandées",
    "demandes-retournees": "Corriger la demande de remboursement",
    "sans-reprise": "Saisir la reprise ou la prolongation",
    "a-demander": "Demander le remboursement",
    "a-controler": "Ouvrir le contrôle",
    "a-valider": "Vérifier les pièces et valider",
    "a-recalculer": "Régulariser les décomptes",
    "demandes-a-controler": "Contrôler la demande de remboursement",
}


def themes_de_la_collectivite(*, compte: Any, collectivites: Collection[int], jour: date) -> list[Theme]:
    """Ce qu'attendent du service RH ses dossiers et ses brouillons."""
    files = files_de_la_collectivite(compte=compte, collectivites=collectivites, au=jour)
    plusieurs = len(collectivites) > 1
    return [_brouillons(f) if f.cle == "brouillons" else _dossiers(f, nommer=plusieurs) for f in files]


def themes_du_cdg(*, compte: Any, jour: date) -> list[Theme]:
    """Ce qu'attendent du gestionnaire les dossiers, les décomptes, l'assureur et les cotisations."""
    return [
        *(_MISE_EN_FORME.get(f.cle, _dossiers)(f) for f in files_du_cdg(au=jour)),
        *_cotisations(compte),
    ]


def themes_des_finances(*, jour: date) -> list[Theme]:
    """L'argent que l'assureur doit encore verser."""
    return [_retards(file_des_retards(remboursements_attendus(au=jour, en_retard=True)))]


# Ce que la liste du CDG appelle « pièces demandées » est, pour la collectivité, à fournir.
TITRES = {cle: titre for cle, (titre, _) in ATTENTES.items()} | {"pieces-demandees": "Pièces à fournir"}


def _dossiers(f: File, nommer: bool = True) -> Theme:
    """File de dossiers ; `nommer` : dit aussi la collectivité, pour qui en suit plusieurs."""
    actions = []
    for s in f.elements:
        lieu = f", {s.collectivite}" if nommer else ""
        fin = getattr(s, "fin_arret", None)
        precision = f"Arrêt fini le {fin:%d/%m/%Y}" if fin else getattr(s, "retour_motif", "") or ""
        actions.append(
            ActionAttendue(
                VERBES[f.cle],
                f"{s.agent}{lieu}, {s.get_motif_display().lower()} du {s.survenance:%d/%m/%Y} ({s.numero})",
                reverse("sinistres:dossier", args=[s.uid]),
                precision,
            )
        )
    url = f"{reverse('sinistres:liste')}?attente={f.cle}"
    return Theme(TITRES[f.cle], url, f.nombre, f.montant, actions)


def _brouillons(f: File) -> Theme:
    actions = [
        ActionAttendue(
            "Finir la déclaration",
            intitule_du_brouillon(b),
            reverse("sinistres:declarer_etape", args=[b.uid, "verification"]),
        )
        for b in f.elements
    ]
    return Theme("Brouillons à finir", reverse("sinistres:declarer"), f.nombre, None, actions)


def _envois(f: File) -> Theme:
    actions = [
        ActionAttendue(
            "Préparer le bordereau",
            f"{e.collectivite} ({e.adhesion}), {e.nombre} décompte{'s' if e.nombre > 1 else ''}",
            reverse("sinistres:bordereau_emettre", args=[e.adhesion_uid]),
            montant=e.total,
        )
        for e in f.elements
    ]
    url = f"{reverse('sinistres:bordereaux')}#a-transmettre"
    return Theme("Décomptes à transmettre", url, f.nombre, f.montant, actions)


def _retards(f: File) -> Theme:
    actions = [
        ActionAttendue(
            "Relancer l'assureur",
            f"{d.collectivite}, {d.numero}",
            reverse("sinistres:bordereau", args=[d.ligne_bordereau.bordereau.uid]),
            echeance=d.ligne_bordereau.bordereau.echeance,
            retard=True,
            montant=d.reste,
        )
        for d in f.elements
    ]
    url = f"{reverse('sinistres:echeances')}?retard=on"
    return Theme("Remboursements en retard", url, f.nombre, f.montant, actions)


_MISE_EN_FORME: dict[str, Callable[[File], Theme]] = {"a-transmettre": _envois, "retards": _retards}


def _cotisations(compte: Any) -> Iterable[Theme]:
    """Bases à contrôler, appels à vérifier, puis à valider par une autre personne (quatre yeux)."""
    bases = bases_liste(etat="DECLAREE")
    yield Theme(
        "Bases de cotisation à contrôler",
        f"{reverse('cotisations:bases')}?etat=DECLAREE",
        bases.count(),
        None,
        [
            ActionAttendue(
                "Contrôler la base",
                f"{b.collectivite}, {b.exercice}",
                reverse("cotisations:base", args=[b.uid]),
            )
            for b in bases[:MONTRES]
        ],
    )
    for etat, titre, verbe in (
        ("EMIS", "Appels de cotisation à vérifier", "Vérifier l'appel"),
        ("VERIFIE", "Appels de cotisation à valider", "Valider l'appel"),
    ):
        appels = appels_liste(etat=etat)
        if etat == "VERIFIE":
            appels = appels.exclude(verifie_par_id=compte.pk)
        yield Theme(
            titre,
            f"{reverse('cotisations:appels')}?etat={etat}",
            appels.count(),
            appels.order_by().aggregate(t=Sum("total"))["t"],
            [
                ActionAttendue(
                    verbe,
                    f"{a.collectivite}, {a.numero}",
                    reverse("cotisations:appel", args=[a.uid]),
                    montant=a.total,
                )
                for a in appels[:MONTRES]
            ],
        )
