"""Écriture des contrats groupe : organismes, lots, offres, garanties, tarifs. Un contrat est commun à tous."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from adhesions.models import (
    ConditionsGenerales,
    Contrat,
    GarantieOfferte,
    Lot,
    Offre,
    Organisme,
    RoleContrat,
    Tarif,
)
from adhesions.models.codes import Regime, Risque, TypeFranchise
from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.siret import normaliser_siret

_CONTRAT = {"contrat_ordre": ("dates-inversees", "La fin du contrat précède son effet.", "fin")}
_OFFRE = {
    "garantie_offerte_franchise": (
        "franchise-sans-jours",
        "Une franchise autre que « aucune » demande un nombre de jours.",
        "franchise_jours",
    ),
    "garantie_offerte_unique": (
        "garantie-en-double",
        "Une offre porte deux fois la même garantie.",
        "garanties",
    ),
    "offre_unique": ("offre-en-double", "Deux offres du lot ont le même code.", "offres"),
}
# Champ du modèle → noms admis dans les données (le premier présent l'emporte).
_CLAUSES = {
    "reference": ("reference",),
    "intitule": ("intitule", "libelle"),
    "effet": ("effet",),
    "fin": ("fin",),
    "gestion": ("gestion",),
    "diviseur": ("diviseur",),
    "franchise_par": ("franchise_par",),
    "delai_declaration": ("delai_declaration",),
    "delai_declaration_unite": ("delai_declaration_unite",),
    "sanction_tardive": ("sanction_tardive",),
    "delai_remboursement_jours": ("delai_remboursement_jours",),
    "delai_controle_heures": ("delai_controle_heures", "controle_heures"),
    "delai_paiement_jours": ("delai_paiement_jours",),
}
_FACULTATIVES = ("type", "age_cessation", "version")


@transaction.atomic
def contrat_enregistrer(*, donnees: Mapping[str, Any]) -> Contrat:
    """Crée le contrat décrit, ou rend celui qui porte déjà cette `reference` (sans rien y changer).

    `donnees` : clauses (`_CLAUSES`, toutes obligatoires ; `age_cessation`, `type`, `version`
    facultatifs), `echeance` « MM-JJ », `organismes` [{code, nom, type, siret}] avec, si plusieurs
    tiennent le même type, leur code dans `assureur`, `gestionnaire`, `souscripteur` ; `lots`
    [{regime, libelle, offres}] ou, pour un seul lot, `regime` et `offres` ; une offre = {code, type,
    libelle, garanties [{risque, franchise_type, franchise_jours, taux, taux_remboursement}]} ; `taux`
    est le taux de cotisation (%) de la garantie, en vigueur depuis l'effet du contrat.
    Lève `champ-manquant`, `valeur-interdite`, `siret-invalide`, `dates-inversees`…
    """
    existant = Contrat.objects.filter(reference=donnees.get("reference", "")).first()
    if existant:
        return existant
    with traduire_contraintes(_CONTRAT):
        contrat = Contrat.objects.create(**_clauses(donnees))
    _roles(contrat, donnees)
    lots = donnees.get("lots") or [
        {"regime": _exiger(donnees, "regime"), "offres": _exiger(donnees, "offres")}
    ]
    for lot in lots:
        _lot(contrat, lot, donnees.get("taux_remboursement"))
    return contrat


@transaction.atomic
def conditions_enregistrer(
    *, version: str, approuvees_le: date, articles: Sequence[Mapping[str, Any]]
) -> ConditionsGenerales:
    """Enregistre une version des conditions générales, ou rend celle qui existe : une version ne change pas.

    `articles` : [{"titre", "paragraphes": [texte…]}].
    """
    if not version.strip() or not articles:
        champ = "articles" if version.strip() else "version"
        raise ErreurMetier(
            "champ-manquant", "Les conditions générales ont une version et des articles.", champ=champ
        )
    conditions, _ = ConditionsGenerales.objects.get_or_create(
        version=version.strip(),
        defaults={"approuvees_le": approuvees_le, "articles": [dict(a) for a in articles]},
    )
    return conditions


def _exiger(donnees: Mapping[str, Any], *noms: str) -> Any:
    for nom in noms:
        if donnees.get(nom) not in (None, ""):
            return donnees[nom]
    raise ErreurMetier("champ-manquant", f"Le contrat doit préciser « {noms[0]} ».", champ=noms[0])


def _clauses(donnees: Mapping[str, Any]) -> dict[str, Any]:
    champs = {champ: _exiger(donnees, *noms) for champ, noms in _CLAUSES.items()}
    champs |= {nom: donnees[nom] for nom in _FACULTATIVES if donnees.get(nom) is not None}
    mois, jour = str(_exiger(donnees, "echeance")).split("-")
    champs |= {"echeance_mois": int(mois), "echeance_jour": int(jour)}
    for champ in (
        "type",
        "gestion",
        "diviseur",
        "franchise_par",
        "delai_declaration_unite",
        "sanction_tardive",
    ):
        admis = dict(Contrat._meta.get_field(champ).flatchoices)  # type: ignore[union-attr]
        if champ in champs and champs[champ] not in admis:
            raise ErreurMetier(
                "valeur-interdite", f"« {champ} » : valeur attendue parmi {', '.join(admis)}.", champ=champ
            )
    return champs


def _roles(contrat: Contrat, donnees: Mapping[str, Any]) -> None:
    for role in RoleContrat.Role.values:
        code = donnees.get(role.lower())
        choisis = [
            o for o in donnees.get("organismes", ()) if (o.get("code") == code if code else o["type"] == role)
        ]
        if len(choisis) != 1:
            raise ErreurMetier(
                "champ-manquant",
                f"Le contrat doit nommer un organisme « {role.lower()} ».",
                champ=role.lower(),
            )
        organisme, _ = Organisme.objects.get_or_create(
            siret=normaliser_siret(choisis[0]["siret"]), defaults={"nom": choisis[0]["nom"]}
        )
        RoleContrat.objects.create(contrat=contrat, organisme=organisme, role=role)


def _lot(contrat: Contrat, donnees: Mapping[str, Any], remboursement: Any) -> None:
    regime = _exiger(donnees, "regime")
    if regime not in Regime.values:
        raise ErreurMetier("valeur-interdite", "Régime inconnu.", champ="regime")
    libelle = donnees.get("libelle") or f"Agents {Regime(regime).label}"
    lot = Lot.objects.create(contrat=contrat, regime=regime, libelle=libelle)
    with traduire_contraintes(_OFFRE):
        for description in _exiger(donnees, "offres"):
            offre = Offre.objects.create(
                lot=lot, code=description["code"], type=description["type"], libelle=description["libelle"]
            )
            for garantie in description["garanties"]:
                _garantie(offre, garantie, remboursement)


def _garantie(offre: Offre, donnees: Mapping[str, Any], remboursement: Any) -> None:
    risque, franchise = donnees["risque"], donnees["franchise_type"]
    if risque not in Risque.values or franchise not in TypeFranchise.values:
        champ = "risque" if risque not in Risque.values else "franchise_type"
        raise ErreurMetier(
            "valeur-interdite", f"Offre {offre.code} : « {donnees[champ]} » inconnu.", champ=champ
        )
    taux_remboursement = donnees.get("taux_remboursement") or remboursement
    if taux_remboursement is None:
        raise ErreurMetier(
            "champ-manquant", "Le taux de remboursement est à préciser.", champ="taux_remboursement"
        )
    GarantieOfferte.objects.create(
        offre=offre,
        risque=risque,
        franchise_type=franchise,
        franchise_jours=donnees.get("franchise_jours"),
        taux_remboursement=Decimal(taux_remboursement),
    )
    if donnees.get("taux") is not None:
        Tarif.objects.create(
            offre=offre, risque=risque, taux=Decimal(donnees["taux"]), du=offre.lot.contrat.effet
        )
