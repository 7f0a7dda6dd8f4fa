"""Vie de l'adhésion : préparer, activer (l'effectif se fige), résilier."""

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from adhesions.models import (
    Adhesion,
    Agent,
    ConditionsGenerales,
    EffectifFige,
    GarantieSouscrite,
    LigneEffectif,
    Lot,
    Notification,
    Offre,
    OptionAssiette,
)
from adhesions.models.codes import Regime, RegimeIndemnitaire, Rubrique
from adhesions.regles.etats import ADHESION
from adhesions.regles.formules import GarantieProposee, OffreProposee, composer
from adhesions.selectors import effectif_a_figer, verrouiller_adhesion
from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.documents.numeros import numeroter
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.saisie import lire_montant

ELEMENTS_ASSURABLES = (Rubrique.TIB, Rubrique.NBI, Rubrique.IR, Rubrique.SFT, Rubrique.RI)
_ADHESION = {
    "adhesion_une_par_lot": (
        "adhesion-en-double",
        "La collectivité adhère déjà à ce lot sur cette période.",
        "lot",
    ),
    "adhesion_participation": (
        "champ-manquant",
        "Le mode de participation demande son montant par agent ou son taux.",
        "participation_montant_unitaire",
    ),
}


@transaction.atomic
def adhesion_preparer(
    *,
    collectivite: Any,
    lot: Lot,
    effet: date,
    offres: Sequence[Offre | str],
    fractions: int,
    elements: Sequence[str],
    ri: str,
    le: date,
    charges_pct: Decimal | int = 0,
    participation_mode: str = "FORFAIT_AGENT",
    participation_montant_unitaire: Decimal | None = None,
    participation_taux: Decimal | None = None,
    participation_periodicite: str = "ANNUELLE",
    delai_remboursement_jours: int | None = None,
) -> Adhesion:
    """Prépare l'adhésion (état PROJET), ses garanties composées et son assiette, jusqu'à la fin du contrat.

    `offres` : objets ou codes du lot ; `elements` : rubriques assurées, TIB compris ; `fractions` de 1 à 12.
    Lève `hors-contrat`, `formule-invalide`, `valeur-interdite`, `fractions-invalides`,
    `champ-manquant`, `montant-invalide`, `adhesion-en-double`.
    """
    contrat = lot.contrat
    if not contrat.effet <= effet <= contrat.fin:
        raise ErreurMetier(
            "hors-contrat",
            f"L'adhésion doit prendre effet entre le {contrat.effet:%d/%m/%Y} et le {contrat.fin:%d/%m/%Y},"
            f" pendant le contrat {contrat.reference}.",
            champ="effet",
        )
    _verifier_options(elements, ri, fractions)
    if participation_montant_unitaire is not None:
        participation_montant_unitaire = lire_montant(
            participation_montant_unitaire, champ="participation_montant_unitaire"
        )
    garanties = _garanties(lot, offres)
    with traduire_contraintes(_ADHESION):
        adhesion = Adhesion.objects.create(
            collectivite=collectivite,
            lot=lot,
            numero=numeroter("ADH", le=le),
            effet=effet,
            fin=contrat.fin,
            etat=ADHESION.initial,
            fractions=fractions,
            participation_mode=participation_mode,
            participation_montant_unitaire=participation_montant_unitaire,
            participation_taux=participation_taux,
            participation_periodicite=participation_periodicite,
            delai_remboursement_jours=delai_remboursement_jours,
        )
    for garantie in garanties:
        garantie.collectivite, garantie.adhesion, garantie.du = collectivite, adhesion, effet
    GarantieSouscrite.objects.bulk_create(garanties)
    OptionAssiette.objects.create(
        collectivite=collectivite,
        adhesion=adhesion,
        elements=list(elements),
        charges_pct=charges_pct,
        ri=ri,
        du=effet,
    )
    _consigner(adhesion, "adhesion_preparer", f"Adhésion préparée au contrat {contrat.reference}.", le)
    return adhesion


@transaction.atomic
def adhesion_activer(
    *,
    adhesion: Adhesion,
    convention_signee_le: date,
    conditions: ConditionsGenerales,
    le: date,
    empreinte_vue: str = "",
) -> Adhesion:
    """Active l'adhésion : fige l'effectif présent le jour d'effet et notifie les conditions générales.

    `empreinte_vue` : celle de l'effectif que la personne a sous les yeux ; s'il a changé depuis, rien n'est figé.
    Lève `transition-interdite`, `convention-future`, `effet-a-venir`, `aucun-agent` ou `effectif-change`.
    """
    adhesion = verrouiller_adhesion(adhesion.pk)
    adhesion.etat = ADHESION.cible(adhesion.etat, "activer")
    if convention_signee_le > le:
        raise ErreurMetier(
            "convention-future",
            "La convention ne peut pas être signée après ce jour.",
            champ="convention_signee_le",
        )
    if le < adhesion.effet:
        raise ErreurMetier(
            "effet-a-venir",
            "L'effectif se fige le premier jour de l'adhésion : activation possible à partir du"
            f" {adhesion.effet:%d/%m/%Y}.",
            champ="le",
        )
    effectif = _figer(adhesion, empreinte_vue)
    adhesion.convention_signee_le = convention_signee_le
    adhesion.save(update_fields=["etat", "convention_signee_le"])
    Notification.objects.create(
        collectivite_id=adhesion.collectivite_id,
        adhesion=adhesion,
        conditions=conditions,
        le=le,
        preuve=f"Annexées au certificat de l'adhésion {adhesion.numero}.",
    )
    _consigner(
        adhesion,
        "adhesion_activer",
        f"Adhésion activée : effectif figé au {adhesion.effet:%d/%m/%Y} à {effectif.nb_cnracl} agents CNRACL"
        f" et {effectif.nb_ircantec} agents IRCANTEC.",
        le,
    )
    return adhesion


@transaction.atomic
def adhesion_resilier(*, adhesion: Adhesion, resiliation: date, motif: str, le: date) -> Adhesion:
    """Résilie l'adhésion ; `resiliation` est son dernier jour. Les sinistres ouverts suivent leur cours.

    Lève `transition-interdite`, `hors-adhesion` ou `champ-manquant`.
    """
    adhesion = verrouiller_adhesion(adhesion.pk)
    adhesion.etat = ADHESION.cible(adhesion.etat, "resilier")
    if not adhesion.effet <= resiliation <= adhesion.fin:
        raise ErreurMetier(
            "hors-adhesion",
            f"La résiliation doit être comprise entre le {adhesion.effet:%d/%m/%Y} et le {adhesion.fin:%d/%m/%Y}.",
            champ="resiliation",
        )
    if not motif.strip():
        raise ErreurMetier("champ-manquant", "Le motif de la résiliation est obligatoire.", champ="motif")
    adhesion.resiliation, adhesion.resiliation_motif = resiliation, motif.strip()
    adhesion.save(update_fields=["etat", "resiliation", "resiliation_motif"])
    _consigner(
        adhesion,
        "adhesion_resilier",
        f"Adhésion résiliée au {resiliation:%d/%m/%Y}.",
        le,
        motif=motif.strip(),
    )
    return adhesion


def _verifier_options(elements: Sequence[str], ri: str, fractions: int) -> None:
    if Rubrique.TIB not in elements or len(set(elements)) != len(elements):
        raise ErreurMetier(
            "valeur-interdite",
            "Le traitement (TIB) est toujours assuré, chaque élément une fois.",
            champ="elements",
        )
    if inconnus := [e for e in elements if e not in ELEMENTS_ASSURABLES]:
        raise ErreurMetier("valeur-interdite", f"« {inconnus[0]} » n'est pas assurable.", champ="elements")
    if ri not in RegimeIndemnitaire.values:
        raise ErreurMetier("valeur-interdite", "Sort du régime indemnitaire inconnu.", champ="ri")
    if not 1 <= fractions <= 12:
        raise ErreurMetier("fractions-invalides", "Entre 1 et 12 fractions par an.", champ="fractions")


def _garanties(lot: Lot, offres: Sequence[Offre | str]) -> list[GarantieSouscrite]:
    """Garanties composées, pas encore rattachées à l'adhésion."""
    codes = {o if isinstance(o, str) else o.code for o in offres}
    choisies = {
        o.code: o for o in lot.offres.filter(code__in=codes).prefetch_related("garanties").order_by("id")
    }
    if inconnues := sorted(codes - set(choisies)):
        raise ErreurMetier(
            "valeur-interdite", f"Le lot ne propose pas l'offre « {inconnues[0]} ».", champ="offres"
        )
    proposees = [
        OffreProposee(
            o.code,
            o.type,
            tuple(
                GarantieProposee(g.risque, g.franchise_type, g.franchise_jours, g.taux_remboursement)
                for g in o.garanties.all()
            ),
        )
        for o in choisies.values()
    ]
    return [
        GarantieSouscrite(
            offre=choisies[retenue.offre],
            risque=retenue.garantie.risque,
            franchise_type=retenue.garantie.franchise_type,
            franchise_jours=retenue.garantie.franchise_jours,
            franchise_par=lot.contrat.franchise_par,
            taux_remboursement=retenue.garantie.taux_remboursement,
        )
        for retenue in composer(proposees)
    ]


def _figer(adhesion: Adhesion, empreinte_vue: str) -> EffectifFige:
    """Photographie des agents statutaires présents le jour d'effet ; stagiaires compris."""
    presents = list(effectif_a_figer(adhesion))
    if not any(a.regime == adhesion.lot.regime for a in presents):
        raise ErreurMetier(
            "aucun-agent",
            f"Aucun agent {Regime(adhesion.lot.regime).label} n'est présent au {adhesion.effet:%d/%m/%Y} :"
            " enregistrez d'abord l'effectif.",
            champ="adhesion",
        )
    if empreinte_vue and empreinte_vue != empreinte(presents):
        raise ErreurMetier(
            "effectif-change",
            "L'effectif a changé depuis que cette page est ouverte : relisez-le, puis confirmez.",
            champ="empreinte_vue",
        )
    nb_cnracl = sum(a.regime == Regime.CNRACL for a in presents)
    effectif = EffectifFige.objects.create(
        collectivite_id=adhesion.collectivite_id,
        adhesion=adhesion,
        le=adhesion.effet,
        nb_cnracl=nb_cnracl,
        nb_ircantec=len(presents) - nb_cnracl,
        empreinte=empreinte(presents),
    )
    LigneEffectif.objects.bulk_create(
        LigneEffectif(collectivite_id=adhesion.collectivite_id, effectif=effectif, agent=a, regime=a.regime)
        for a in presents
    )
    return effectif


def empreinte(agents: Sequence[Agent]) -> str:
    """SHA-256 de la liste « régime;matricule;entrée » dans l'ordre reçu : prouve que l'effectif n'a pas changé."""
    texte = "\n".join(f"{a.regime};{a.matricule};{a.entree.isoformat()}" for a in agents)
    return hashlib.sha256(texte.encode()).hexdigest()


def _consigner(adhesion: Adhesion, action: str, libelle: str, le: date, motif: str = "") -> None:
    consigner(objet=adhesion, action=action, libelle=libelle, le=le, motif=motif)
