"""Appel de cotisation : émis par la règle pure, vérifié puis validé par deux personnes du CDG."""

from datetime import date
from typing import Any

from django.db import transaction

from adhesions.selectors import assiette_en_vigueur, taux_de_cotisation, verrouiller_adhesion
from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.documents.numeros import numeroter
from cdg_portal.journal.services import consigner
from cdg_portal.socle.decision import Decision
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from cotisations.models import Appel, BaseDeclaree, Echeance, LigneAppel
from cotisations.regles.cotisation import Cotisation, TauxGarantie, assiette_retenue, cotisation
from cotisations.regles.echeancier import dates_exigibles
from cotisations.regles.etats import APPEL
from cotisations.selectors.bases import elements_de_base, montants_de_base
from cotisations.services.bases import MASSE_AU_PLUS

_APPEL = {
    "appel_unique": (
        "appel-deja-emis",
        "L'appel de cet exercice est déjà émis pour cette adhésion.",
        "exercice",
    )
}


@transaction.atomic
def appel_emettre(*, base: BaseDeclaree, le: date, type: str = "PROVISIONNEL") -> Appel:
    """Calcule et émet l'appel de la base : lignes par garantie, échéances, étapes du calcul.

    Les taux sont ceux du premier jour assuré de l'exercice, pour l'effectif déclaré. Lève
    `base-non-controlee`, `valeur-interdite`, `tarif-absent`, `appel-deja-emis`.
    """
    if type != Appel.Type.PROVISIONNEL:
        raise ErreurMetier(
            "valeur-interdite", "Seul l'appel provisionnel s'émet depuis la base déclarée.", champ="type"
        )
    base = BaseDeclaree.objects.select_for_update(of=("self",)).get(pk=base.pk)
    if base.etat != BaseDeclaree.Etat.CONTROLEE:
        raise ErreurMetier("base-non-controlee", "La base doit être contrôlée avant l'appel.", champ="base")
    adhesion = verrouiller_adhesion(base.adhesion_id)
    decision, elements = _calculer(adhesion, base)
    montants = montants_de_base(base)
    with traduire_contraintes(_APPEL):
        appel = Appel.objects.create(
            collectivite_id=base.collectivite_id,
            numero=numeroter("APP", le=le),
            adhesion=adhesion,
            base_declaree=base,
            type=type,
            exercice=base.exercice,
            elements=" ".join(elements),
            assiette=assiette_retenue(montants, elements),
            total=decision.valeur.total,
            etapes=[e.en_json() for e in decision.etapes],
            emis_le=le,
            etat=APPEL.initial,
        )
    _detailler(appel, adhesion, decision.valeur)
    _consigner(appel, "appel_emettre", f"Appel {appel.numero} émis : {en_francais(appel.total)}.", le)
    return appel


@transaction.atomic
def appel_verifier(*, appel: Appel, le: date) -> Appel:
    """Première paire d'yeux. Lève `transition-interdite` ou `acteur-inconnu`."""
    appel = _verrouiller(appel)
    appel.etat = APPEL.cible(appel.etat, "verifier")
    appel.verifie_le, appel.verifie_par_id = le, _acteur()
    appel.save(update_fields=["etat", "verifie_le", "verifie_par"])
    _consigner(appel, "appel_verifier", f"Appel {appel.numero} vérifié.", le)
    return appel


@transaction.atomic
def appel_valider(*, appel: Appel, le: date) -> Appel:
    """Seconde paire d'yeux : une autre personne que celle qui a vérifié.

    Lève `transition-interdite`, `acteur-inconnu` ou `quatre-yeux`.
    """
    appel = _verrouiller(appel)
    appel.etat = APPEL.cible(appel.etat, "valider")
    acteur = _acteur()
    if acteur == appel.verifie_par_id:
        raise ErreurMetier(
            "quatre-yeux",
            "La personne qui a vérifié l'appel ne peut pas le valider : une autre doit le faire.",
        )
    appel.valide_le, appel.valide_par_id = le, acteur
    appel.save(update_fields=["etat", "valide_le", "valide_par"])
    _consigner(appel, "appel_valider", f"Appel {appel.numero} validé : {en_francais(appel.total)}.", le)
    return appel


def _calculer(adhesion: Any, base: BaseDeclaree) -> tuple[Decision[Cotisation], list[str]]:
    premier = max(adhesion.effet, date(base.exercice, 1, 1))
    elements = elements_de_base(assiette_en_vigueur(adhesion=adhesion, au=premier))
    taux = taux_de_cotisation(adhesion=adhesion, au=premier, nb_agents=base.nb_agents)
    if not taux:
        raise ErreurMetier(
            "tarif-absent",
            f"Aucun taux de cotisation n'est en vigueur au {premier:%d/%m/%Y} pour {base.nb_agents} agents.",
            champ="exercice",
        )
    montants = montants_de_base(base)
    if sum(montants.values()) > MASSE_AU_PLUS:
        raise ErreurMetier(
            "hors-bornes",
            f"Le total de la base dépasse {en_francais(MASSE_AU_PLUS)} : elle ne peut pas être appelée.",
            champ="base",
        )
    decision = cotisation(
        assiette=montants,
        elements=elements,
        taux=[TauxGarantie(t.libelle, t.taux) for t in taux],
        fractions=adhesion.fractions,
    )
    return decision, elements


def _detailler(appel: Appel, adhesion: Any, calcul: Cotisation) -> None:
    LigneAppel.objects.bulk_create(
        LigneAppel(
            collectivite_id=appel.collectivite_id,
            appel=appel,
            rang=rang,
            libelle=ligne.garantie,
            assiette=ligne.assiette,
            taux=ligne.taux,
            montant=ligne.montant,
        )
        for rang, ligne in enumerate(calcul.lignes, start=1)
    )
    dates = dates_exigibles(
        exercice=appel.exercice,
        effet=adhesion.effet,
        fractions=adhesion.fractions,
        delai_paiement_jours=adhesion.lot.contrat.delai_paiement_jours,
    )
    Echeance.objects.bulk_create(
        Echeance(collectivite_id=appel.collectivite_id, appel=appel, rang=rang, date=jour, montant=montant)
        for rang, (jour, montant) in enumerate(zip(dates, calcul.echeances, strict=True), start=1)
    )


def _verrouiller(appel: Appel) -> Appel:
    return Appel.objects.select_for_update(of=("self",)).select_related("adhesion").get(pk=appel.pk)


def _acteur() -> int:
    acteur = perimetre_courant().utilisateur
    if acteur is None:
        raise ErreurMetier("acteur-inconnu", "Cet acte doit être fait par une personne connectée.")
    return acteur


def _consigner(appel: Appel, action: str, libelle: str, le: date) -> None:
    consigner(objet=appel, action=action, libelle=libelle, le=le)
