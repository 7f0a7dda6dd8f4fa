"""Prévention et prévoyance."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from prevention.models import Indicateur, Participant, PlanAction, Session, Suivi
from prevoyance.models import AdhesionAgent, CotisationAgent, Prestation
from tests.modele.ressources import Cas, Ressources

JOUR, VEILLE, APRES = date(2026, 5, 11), date(2026, 5, 10), date(2026, 6, 12)
DEBUT, FIN = datetime(2026, 5, 11, 9, tzinfo=UTC), datetime(2026, 5, 11, 12, tzinfo=UTC)
MOINS = Decimal("-0.01")


def _suivi(r: Ressources) -> dict:
    return {
        "agent": r.commune.agent,
        "sinistre": r.commune.sinistre,
        "type": "RETOUR",
        "referent": r.gestionnaire,
        "du": JOUR,
        "nb_seances_prevues": 3,
        "nb_seances_tenues": 3,
    }


def _indicateur(r: Ressources) -> dict:
    return {
        "agregat": "TAUX",
        "formule": "CALENDAIRE",
        "du": date(2025, 1, 1),
        "au": date(2025, 12, 31),
        "arrete_le": date(2026, 1, 20),
        "effectif": Decimal("354.00"),
        "numerateur": Decimal("7428"),
        "denominateur": Decimal("129210"),
        "valeur": Decimal("5.7488"),
        "version_regles": "1",
    }


def _un_indicateur(r: Ressources) -> Indicateur:
    return Indicateur.objects.get_or_create(
        collectivite=r.commune.collectivite,
        agregat="EXPOSITION",
        defaults=_indicateur(r) | {"agregat": "EXPOSITION"},
    )[0]


def _plan(r: Ressources) -> dict:
    return {
        "intitule": "Escaliers de l'école",
        "objectif": "Moins de chutes",
        "mesure": "Bandes antidérapantes",
        "responsable": "Services techniques",
        "du": JOUR,
        "echeance": APRES,
        "avant": _un_indicateur(r),
    }


def _session(r: Ressources) -> dict:
    return {
        "seance": UUID(int=7),
        "type": "FORMATION",
        "intitule": "Gestes et postures",
        "debut_a": DEBUT,
        "fin_a": FIN,
        "places": 12,
    }


def _participant(r: Ressources) -> dict:
    session, _ = Session.objects.get_or_create(
        collectivite=r.commune.collectivite,
        seance=UUID(int=8),
        defaults=_session(r) | {"seance": UUID(int=8)},
    )
    return {
        "session": session,
        "agent": r.commune.agent,
        "inscrit_le": VEILLE,
        "present": True,
        "note": 4,
    }


def _adhesion(r: Ressources) -> dict:
    return {
        "agent": r.commune.agent,
        "contrat": r.contrat,
        "origine": "CONTRAT",
        "origine_le": date(2025, 1, 1),
        "signee_le": date(2025, 5, 20),
        "effet": date(2025, 6, 1),
    }


def _une_adhesion(r: Ressources) -> AdhesionAgent:
    return AdhesionAgent.objects.get_or_create(
        collectivite=r.commune.collectivite, agent=r.commune.agent, defaults=_adhesion(r)
    )[0]


def _cotisation(r: Ressources) -> dict:
    return {
        "adhesion": _une_adhesion(r),
        "garantie": "INCAPACITE",
        "du": date(2026, 5, 1),
        "au": date(2026, 5, 31),
        "assiette": Decimal("2350.00"),
        "taux": Decimal("0.58"),
        "remuneration_pleine": Decimal("2350.00"),
        "remuneration_percue": Decimal("2350.00"),
        "montant": Decimal("13.63"),
        "version_regles": "1",
        "arretee_le": APRES,
    }


def _prestation(r: Ressources) -> dict:
    return {
        "numero": "PRV-1",
        "adhesion": _une_adhesion(r),
        "garantie": "INCAPACITE",
        "composante": "TRAITEMENT",
        "du": date(2026, 5, 1),
        "au": date(2026, 5, 31),
        "reference": Decimal("1800.00"),
        "percu": Decimal("950.00"),
        "niveau": Decimal("95"),
        "montant": Decimal("760.00"),
        "version_regles": "1",
        "emise_le": APRES,
    }


def _memes_jours(garantie: str, composante: str) -> Cas:
    """Une ligne de cette garantie, et celle qui en recouvre le dernier jour."""
    return Cas(
        Prestation,
        lambda r: _prestation(r) | {"garantie": garantie, "composante": composante},
        {
            f"prestation_{garantie.lower()}_{composante.lower()}": [
                {"numero": "PRV-2", "du": date(2026, 5, 31), "au": date(2026, 6, 30)}
            ]
        },
    )


CAS = [
    Cas(
        Suivi,
        _suivi,
        {
            "suivi_ordre": [{"au": VEILLE, "issue": "REPRISE"}],
            "suivi_un_en_cours": [{}],
            "suivi_issue_datee": [{"au": APRES}, {"issue": "REPRISE"}],
            "suivi_seances": [{"nb_seances_tenues": 4}],
        },
    ),
    Cas(
        Indicateur,
        _indicateur,
        {
            "indicateur_ordre": [{"au": date(2024, 12, 31)}],
            "indicateur_arrete": [{"arrete_le": date(2024, 12, 31)}],
            "indicateur_unique": [{}],
            "indicateur_bornes": [{"denominateur": Decimal("0")}, {"effectif": MOINS}, {"numerateur": MOINS}],
        },
    ),
    Cas(
        PlanAction,
        _plan,
        {
            "plan_action_ordre": [{"au": VEILLE, "etat": "REALISEE"}],
            "plan_action_echeance": [{"echeance": VEILLE}],
            "plan_action_terminee": [{"etat": "ABANDONNEE"}, {"au": APRES}],
            "plan_action_effet": [{"avant": None, "apres": _un_indicateur}, {"apres": _un_indicateur}],
            "plan_action_cout": [{"cout": MOINS}],
        },
    ),
    Cas(
        Session,
        _session,
        {
            "session_ordre": [{"fin_a": datetime(2026, 5, 11, 8, tzinfo=UTC)}],
            "session_unique": [{}],
            "session_places": [{"places": 0}],
        },
    ),
    Cas(
        Participant,
        _participant,
        {
            "participant_unique": [{}],
            "participant_note": [{"note": 0}, {"note": 6}, {"present": False}, {"present": None}],
        },
    ),
    Cas(
        AdhesionAgent,
        _adhesion,
        {
            "adhesion_agent_ordre": [{"fin": date(2025, 5, 31), "fin_motif": "DEMANDE"}],
            "adhesion_agent_effet_apres_signature": [{"signee_le": date(2025, 6, 2)}],
            "adhesion_agent_une": [
                {},
                {"effet": date(2026, 1, 1), "origine": "OPTION", "option_deces": True},
            ],
            "adhesion_agent_fin_motivee": [{"fin": date(2026, 1, 1)}, {"fin_motif": "DEPART"}],
            "adhesion_agent_en_arret": [{"origine": "HORS_DELAI", "en_arret": True}],
        },
    ),
    Cas(
        CotisationAgent,
        _cotisation,
        {
            "cotisation_agent_ordre": [{"au": date(2026, 4, 30)}],
            "cotisation_agent_unique": [{}],
            "cotisation_agent_montants": [
                {"assiette": MOINS},
                {"taux": MOINS},
                {"montant": MOINS},
                {"montant": Decimal("2350.01")},
                {"remuneration_percue": MOINS},
                {"remuneration_percue": Decimal("2350.01")},
            ],
            "cotisation_agent_pas_soi_meme": [{"id": 990, "remplace_id": 990}],
        },
    ),
    Cas(
        Prestation,
        _prestation,
        {
            "prestation_ordre": [{"numero": "PRV-2", "au": date(2026, 4, 30)}],
            "prestation_composante": [
                {"numero": "PRV-2", "composante": "CAPITAL"},
                {"numero": "PRV-2", "garantie": "DECES"},
                {"numero": "PRV-2", "garantie": "RETRAITE", "composante": "PRIMES"},
            ],
            "prestation_montants": [
                {"numero": "PRV-2", "montant": MOINS},
                {"numero": "PRV-2", "percu": MOINS},
                {"numero": "PRV-2", "reference": MOINS},
                {"numero": "PRV-2", "niveau": Decimal("100.01")},
                {"numero": "PRV-2", "niveau": MOINS},
            ],
            "prestation_pas_soi_meme": [{"numero": "PRV-2", "id": 990, "remplace_id": 990}],
        },
    ),
    _memes_jours("INCAPACITE", "TRAITEMENT"),
    _memes_jours("INCAPACITE", "PRIMES"),
    _memes_jours("INVALIDITE", "TRAITEMENT"),
    _memes_jours("RETRAITE", "TRAITEMENT"),
    Cas(
        Prestation,
        lambda r: _prestation(r) | {"garantie": "DECES", "composante": "CAPITAL"},
        {"prestation_un_capital": [{"numero": "PRV-2"}]},
    ),
]
