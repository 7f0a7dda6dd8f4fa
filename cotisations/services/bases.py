"""Base de cotisation : déclarée par la collectivité, contrôlée par le CDG."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from adhesions.selectors import verrouiller_adhesion
from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.saisie import lire_montant
from cotisations.models import BaseDeclaree
from cotisations.regles.etats import BASE

RUBRIQUES = ("tib", "nbi", "sft", "ir", "primes", "charges")
# Bornes de vraisemblance : aucun employeur territorial n'approche dix milliards d'euros ni un million d'agents.
MASSE_AU_PLUS = Decimal(10) ** 10
AGENTS_AU_PLUS = 1_000_000
_BASE = {
    "base_unique": (
        "base-deja-declaree",
        "La base de cet exercice est déjà déclarée pour cette adhésion.",
        "exercice",
    )
}


@transaction.atomic
def base_declarer(
    *, adhesion: Any, exercice: int, montants: Mapping[str, Any], nb_agents: int, le: date
) -> BaseDeclaree:
    """Déclare la masse annuelle de l'exercice (année civile), rubrique par rubrique (`RUBRIQUES`, en euros).

    Une rubrique absente vaut zéro, sauf `tib`, obligatoire. Lève `hors-contrat`, `adhesion-inactive`,
    `champ-manquant`, `montant-invalide`, `valeur-interdite`, `hors-bornes`, `base-deja-declaree`.
    """
    adhesion = verrouiller_adhesion(adhesion.pk)
    verifier_exercice(adhesion, exercice)
    if inconnues := [r for r in montants if r not in RUBRIQUES]:
        raise ErreurMetier("valeur-interdite", f"Rubrique inconnue : {inconnues[0]}.", champ="montants")
    lus = {r: lire_montant(montants.get(r, 0), champ=r) for r in RUBRIQUES}
    if not lus["tib"]:
        raise ErreurMetier(
            "champ-manquant", "Les traitements indiciaires bruts sont obligatoires.", champ="tib"
        )
    _verifier_la_masse(lus)
    if isinstance(nb_agents, bool) or not isinstance(nb_agents, int) or nb_agents < 1:
        raise ErreurMetier("hors-bornes", "La base porte sur un agent au moins.", champ="nb_agents")
    if nb_agents > AGENTS_AU_PLUS:
        raise ErreurMetier(
            "hors-bornes", "Un million d'agents au plus : vérifiez l'effectif.", champ="nb_agents"
        )
    with traduire_contraintes(_BASE):
        base = BaseDeclaree.objects.create(
            collectivite_id=adhesion.collectivite_id,
            adhesion=adhesion,
            exercice=exercice,
            regime=adhesion.lot.regime,
            nb_agents=nb_agents,
            etat=BASE.initial,
            declaree_le=le,
            declaree_par_id=perimetre_courant().utilisateur,
            **lus,
        )
    consigner(
        objet=base,
        action="base_declarer",
        libelle=f"Base {exercice} déclarée : {en_francais(sum(lus.values(), Decimal(0)))} pour {nb_agents} agents.",
        le=le,
    )
    return base


def _verifier_la_masse(lus: Mapping[str, Decimal]) -> None:
    """Chaque rubrique, puis le total : au-delà, l'assiette ne tiendrait pas dans l'appel."""
    for rubrique, montant in lus.items():
        if montant > MASSE_AU_PLUS:
            raise ErreurMetier(
                "hors-bornes",
                f"Une rubrique ne dépasse pas {en_francais(MASSE_AU_PLUS)} : vérifiez le montant.",
                champ=rubrique,
            )
    if sum(lus.values()) > MASSE_AU_PLUS:
        raise ErreurMetier(
            "hors-bornes",
            f"Le total de la base ne dépasse pas {en_francais(MASSE_AU_PLUS)} : vérifiez les montants.",
            champ="tib",
        )


@transaction.atomic
def base_controler(*, base: BaseDeclaree, le: date) -> BaseDeclaree:
    """Le CDG tient la base pour exacte : elle peut être appelée. Lève `transition-interdite`."""
    base = BaseDeclaree.objects.select_for_update(of=("self",)).get(pk=base.pk)
    base.etat = BASE.cible(base.etat, "controler")
    base.controlee_le, base.controlee_par_id = le, perimetre_courant().utilisateur
    base.save(update_fields=["etat", "controlee_le", "controlee_par"])
    consigner(objet=base, action="base_controler", libelle=f"Base {base.exercice} contrôlée.", le=le)
    return base


def verifier_exercice(adhesion: Any, exercice: int) -> None:
    """L'adhésion n'est plus en projet et vit au moins un jour de l'exercice."""
    if adhesion.etat == "PROJET":
        raise ErreurMetier(
            "adhesion-inactive", f"L'adhésion {adhesion.numero} n'est pas encore active.", champ="adhesion"
        )
    terme = min(adhesion.fin, adhesion.resiliation or adhesion.fin)
    if not adhesion.effet.year <= exercice <= terme.year:
        raise ErreurMetier(
            "hors-contrat",
            f"L'exercice {exercice} est hors de l'adhésion {adhesion.numero}"
            f" (du {adhesion.effet:%d/%m/%Y} au {terme:%d/%m/%Y}).",
            champ="exercice",
        )
