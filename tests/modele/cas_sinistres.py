"""Frais, décès, médecins et conseil, recours, litiges, provisions et sécurité sociale."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sinistres.models import (
    AyantDroit,
    Contestation,
    Creance,
    EncaissementRecours,
    Frais,
    IJSSRecue,
    InterruptionPrescription,
    Mission,
    Provision,
    Recours,
    SaisineConseil,
)
from tests.modele.ressources import Cas, Ressources

CENTIME, MOINS = Decimal("0.01"), Decimal("-0.01")
JOUR, VEILLE, APRES = date(2026, 5, 11), date(2026, 5, 10), date(2026, 6, 12)
INSTANT = datetime(2026, 5, 11, 9, 30, tzinfo=UTC)
UNE_MINUTE_AVANT = datetime(2026, 5, 11, 9, 29, tzinfo=UTC)
DEUX_JOURS_APRES = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)


def _frais(r: Ressources) -> dict:
    return {
        "sinistre": r.commune.sinistre,
        "praticien": "Dr Élise Morvan",
        "numero_facture": "F 12",
        "categorie": "HONORAIRES",
        "beneficiaire": "PRATICIEN",
        "soins_du": JOUR,
        "soins_au": JOUR,
        "recue_le": APRES,
        "montant_facture": Decimal("45.00"),
        "montant_retenu": Decimal("45.00"),
    }


def _ayant_droit(r: Ressources) -> dict:
    return {
        "sinistre": r.commune.sinistre,
        "rang": 1,
        "lien": "ENFANT",
        "nom": "Corvelin",
        "prenom": "Lou",
        "naissance": date(2012, 4, 1),
        "part_numerateur": 2,
        "part_denominateur": 3,
        "majoration": True,
    }


def _mission(r: Ressources) -> dict:
    return {
        "sinistre": r.commune.sinistre,
        "type": "CONTROLE",
        "demandee_a": INSTANT,
        "limite_a": DEUX_JOURS_APRES,
    }


FAITE = {"type": "EXPERTISE", "realisee_a": DEUX_JOURS_APRES}
CONCLUE = FAITE | {"conclusion": "JUSTIFIE", "conclusion_le": APRES}


def _saisine(r: Ressources) -> dict:
    return {
        "sinistre": r.commune.sinistre,
        "formation": "RESTREINTE",
        "objet": "OCTROI",
        "saisie_le": JOUR,
    }


def _recours(r: Ressources) -> dict:
    return {"sinistre": r.commune.sinistre, "tiers": "M. Noé Valtrin", "ouvert_le": JOUR}


def _un_recours(r: Ressources) -> Recours:
    return Recours.objects.get_or_create(
        collectivite=r.commune.collectivite,
        sinistre=r.commune.sinistre,
        tiers="Mme Ève Sarlan",
        ouvert_le=JOUR,
    )[0]


def _creance(r: Ressources) -> dict:
    return {
        "recours": _un_recours(r),
        "creancier": "COLLECTIVITE",
        "poste": "TRAITEMENT",
        "du": JOUR,
        "au": APRES,
        "montant": Decimal("1200.00"),
        "arretee_le": APRES,
    }


def _encaissement(r: Ressources) -> dict:
    return {
        "recours": _un_recours(r),
        "revient_a": "ASSUREUR",
        "montant": Decimal("300.00"),
        "recu_le": APRES,
        "reference": "VIR-7",
    }


def _contestation(r: Ressources) -> dict:
    return {"sinistre": r.commune.sinistre, "motif": "JOURS", "contestee_le": JOUR}


def _interruption(r: Ressources) -> dict:
    return {
        "sinistre": r.commune.sinistre,
        "acte": "RECOMMANDE",
        "le": JOUR,
        "reference": "1A 234 567 8901 2",
    }


def _provision(r: Ressources) -> dict:
    return {
        "sinistre": r.commune.sinistre,
        "rang": 1,
        "le": JOUR,
        "montant": Decimal("900.00"),
        "motif": "OUVERTURE",
    }


def _ijss(r: Ressources) -> dict:
    return {
        "sinistre": r.commune.sinistre,
        "agent": r.commune.agent,
        "du": JOUR,
        "au": date(2026, 5, 20),
        "ij": Decimal("31.23"),
        "montant": Decimal("312.30"),
        "recue_le": APRES,
        "reference": "BPIJ-5",
    }


CAS = [
    Cas(
        Frais,
        _frais,
        {
            "frais_facture_unique": [
                {},
                {"praticien": "DR ELISE  MORVAN", "numero_facture": "f12"},
            ],
            "frais_soins_ordre": [{"soins_au": VEILLE}],
            "frais_identifies": [{"praticien": " - "}, {"numero_facture": " "}],
            "frais_montants": [
                {"montant_facture": Decimal("0"), "montant_retenu": None},
                {"montant_retenu": MOINS},
                {"montant_retenu": Decimal("45.01")},
            ],
            "frais_decomptes_retenus": [{"montant_retenu": None, "decompte": lambda r: r.commune.decompte}],
        },
    ),
    Cas(
        AyantDroit,
        _ayant_droit,
        {
            "ayant_droit_rang": [{}],
            "ayant_droit_part": [{"part_numerateur": 4}, {"part_numerateur": 0, "part_denominateur": 0}],
            "ayant_droit_majoration": [{"lien": "CONJOINT"}],
            "ayant_droit_enfant": [{"naissance": None}],
        },
    ),
    Cas(
        Mission,
        _mission,
        {
            "mission_une_en_cours": [{}],
            "mission_ordre": [{"realisee_a": UNE_MINUTE_AVANT}],
            "mission_limite": [{"limite_a": UNE_MINUTE_AVANT}],
            "mission_realisee_ou_annulee": [FAITE | {"annulee_a": DEUX_JOURS_APRES}],
            "mission_conclusion_datee": [CONCLUE | {"conclusion_le": None}, FAITE | {"conclusion_le": APRES}],
            "mission_conclusion_realisee": [CONCLUE | {"realisee_a": None}],
            "mission_reprise": [CONCLUE | {"conclusion": "REPRISE"}, CONCLUE | {"reprise_le": APRES}],
            "mission_parts": [
                {"part_collectivite": Decimal("50")},
                {"part_assureur": Decimal("-1"), "part_collectivite": Decimal("101")},
                {"part_assureur": Decimal("101"), "part_collectivite": Decimal("-1")},
            ],
            "mission_honoraires": [{"honoraires": MOINS}],
            "mission_conteste_une_autre": [
                {
                    "type": "CONTROLE",
                    "conteste": lambda r: Mission.objects.filter(sinistre=r.commune.sinistre).first(),
                },
                {"id": 990, "type": "TIERCE", "conteste_id": 990},
            ],
        },
    ),
    Cas(
        SaisineConseil,
        _saisine,
        {
            "saisine_une_en_cours": [{}, {"formation": "PLENIERE"}],
            "saisine_seance": [{"seance_le": VEILLE}],
            "saisine_avis": [{"avis_le": VEILLE, "sens": "FAVORABLE"}],
            "saisine_avis_date": [{"avis_le": APRES}, {"sens": "DEFAVORABLE"}],
        },
    ),
    Cas(
        Recours,
        _recours,
        {
            "recours_un_par_tiers": [{}],
            "recours_ordre": [{"issue": "RECOUVRE", "clos_le": VEILLE}],
            "recours_issue_datee": [{"issue": "RECOUVRE"}, {"clos_le": APRES}],
        },
    ),
    Cas(
        Creance,
        _creance,
        {
            "creance_periode": [{"au": VEILLE}, {"du": None}, {"au": None}],
            "creance_montant": [{"montant": Decimal("0")}, {"montant": MOINS}],
            "creance_pas_soi_meme": [{"id": 990, "remplace_id": 990}],
        },
    ),
    Cas(
        EncaissementRecours,
        _encaissement,
        {
            "encaissement_recours_unique": [{}],
            "encaissement_recours_non_nul": [{"montant": Decimal("0")}],
        },
    ),
    Cas(
        Contestation,
        _contestation,
        {
            "contestation_une_par_motif": [{}],
            "contestation_ordre": [{"issue": "REJETEE", "issue_le": VEILLE}],
            "contestation_issue_datee": [{"issue": "REJETEE"}, {"issue_le": APRES}],
            "contestation_montants": [
                {"montant_conteste": MOINS},
                {"montant_conteste": CENTIME, "montant_obtenu": CENTIME},
                {
                    "montant_conteste": CENTIME,
                    "montant_obtenu": Decimal("0.02"),
                    "issue": "PARTIELLE",
                    "issue_le": APRES,
                },
            ],
        },
    ),
    Cas(
        Contestation,
        lambda r: _contestation(r) | {"ecart": r.ecart},
        {"contestation_une_par_ecart": [{}, {"motif": "BASE"}]},
    ),
    Cas(
        InterruptionPrescription,
        _interruption,
        {"interruption_unique": [{}], "interruption_prouvee": [{"reference": ""}]},
    ),
    Cas(
        Provision,
        _provision,
        {
            "provision_rang": [{}],
            "provision_montant": [{"montant": MOINS, "motif": "REEVALUATION"}, {"montant": Decimal("0")}],
        },
    ),
    Cas(
        IJSSRecue,
        _ijss,
        {
            "ijss_ordre": [{"au": VEILLE}],
            "ijss_un_jour_une_fois": [{}, {"du": date(2026, 5, 20), "au": date(2026, 5, 25)}],
            "ijss_montants": [{"ij": Decimal("0")}, {"montant": MOINS}],
        },
    ),
]
