"""Invitations, clés d'idempotence, réserves et passé de la collectivité."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.utils import timezone

from adhesions.models import ContratAnterieur, Reserve, StatistiqueAnterieure
from cdg_portal.echanges.models import CleIdempotence
from cdg_portal.perimetres.models import DemandeAcces, Invitation
from cdg_portal.saisies.models import SaisieGardee
from tests.modele.ressources import Cas, Ressources

HIER = datetime(2020, 1, 1, tzinfo=UTC)
AUTRE = sha256(b"autre").hexdigest()


def _dans(jours: int) -> datetime:
    return timezone.now() + timedelta(days=jours)


def _invitation(r: Ressources) -> dict:
    return {
        "email": "rh@exemple.fr",
        "role": "RH_SAISIE",
        "empreinte": sha256(b"jeton").hexdigest(),
        "invite_par": r.gestionnaire,
        "expire_a": _dans(7),
    }


def _demande(r: Ressources) -> dict:
    return {"compte": r.gestionnaire, "siret": "21000011000017", "organisation": "Mairie d'essai"}


def _decidee(issue: str, **champs) -> dict:
    decision = {"decidee_a": lambda r: timezone.now(), "decidee_par": lambda r: r.gestionnaire}
    return {"issue": issue, **decision, **champs}


def _cle(r: Ressources) -> dict:
    return {
        "emetteur": r.gestionnaire.uid,
        "cle": "cle-1",
        "empreinte": sha256(b"demande").hexdigest(),
        "statut": 201,
        "reponse": {"id": "1"},
        "expire_a": _dans(30),
    }


def _saisie_gardee(r: Ressources) -> dict:
    return {
        "auteur": r.gestionnaire,
        "formulaire": "adhesions:enregistrer_agent",
        "titre": "Enregistrer un agent",
        "adresse": "/agents/",
        "contenu": "chiffré",
        "modifie_a": timezone.now(),
        "expire_a": _dans(30),
    }


def _reserve(r: Ressources) -> dict:
    return {
        "contrat": r.contrat,
        "numero": 1,
        "clause": "III.1",
        "objet": "Plafond des frais",
        "formulee_le": date(2026, 1, 10),
        "acceptee_le": date(2026, 2, 1),
    }


def _anterieur(r: Ressources) -> dict:
    return {
        "assureur": "Prudence Océane",
        "courtier": "Cabinet Lormont",
        "regime": "CNRACL",
        "gestion": "REPARTITION",
        "du": date(2021, 1, 1),
        "au": date(2024, 12, 31),
    }


def _statistique(r: Ressources) -> dict:
    contrat, _ = ContratAnterieur.objects.get_or_create(
        collectivite=r.commune.collectivite, regime="RG_FONCT", du=date(2021, 1, 1), au=date(2024, 12, 31)
    )
    return {
        "contrat_anterieur": contrat,
        "exercice": 2023,
        "risque": "CMO",
        "franchise_type": "ABSOLUE",
        "franchise_jours": 15,
        "nb_evenements": 4,
        "nb_agents": 3,
        "nb_jours": 90,
        "nb_jours_indemnises": 30,
        "nb_ouverts": 1,
        "indemnites": Decimal("1500.00"),
    }


CAS = [
    Cas(
        Invitation,
        _invitation,
        {
            "invitation_empreinte": [{"empreinte": "jeton-en-clair"}, {"empreinte": "A" * 64}],
            "invitation_une_en_attente": [{"empreinte": AUTRE}],
            "invitation_email_minuscule": [{"email": "RH@exemple.fr"}],
            "invitation_expiration": [{"expire_a": HIER}],
            "invitation_acceptee": [
                {"acceptee_a": lambda r: timezone.now()},
                {"acceptee_par": lambda r: r.gestionnaire},
                {"acceptee_a": lambda r: _dans(8), "acceptee_par": lambda r: r.gestionnaire},
                {
                    "acceptee_a": lambda r: _dans(1),
                    "acceptee_par": lambda r: r.gestionnaire,
                    "retiree_a": lambda r: _dans(1),
                },
            ],
        },
        base_seule=frozenset({"invitation_expiration"}),
    ),
    Cas(
        DemandeAcces,
        _demande,
        {
            "demande_acces_siret": [{"siret": "2100001100001"}, {"siret": "2100001100001X"}],
            "demande_acces_une_en_attente": [{}],
            "demande_acces_issue": [
                {"issue": "ACCEPTEE", "role": "RH_SAISIE"},
                {"role": "RH_SAISIE"},
                {"motif": "Pourquoi"},
                _decidee(""),
                _decidee("ACCEPTEE"),
                _decidee("ACCEPTEE", role="RH_SAISIE", motif="Pourquoi"),
                _decidee("REFUSEE"),
                _decidee("REFUSEE", role="RH_SAISIE", motif="Pourquoi"),
                _decidee("AUTRE", motif="Pourquoi"),
            ],
        },
    ),
    Cas(
        CleIdempotence,
        _cle,
        {
            "cle_idempotence_unique": [{}, {"empreinte": AUTRE}],
            "cle_idempotence_non_vide": [{"cle": ""}],
            "cle_idempotence_empreinte": [{"empreinte": "corps"}],
            "cle_idempotence_statut": [{"statut": s} for s in (100, 302, 401, 403, 408, 425, 429, 500, 503)],
            "cle_idempotence_reponse": [{"statut": None}],
            "cle_idempotence_expiration": [{"expire_a": HIER, "emetteur": UUID(int=1)}],
        },
        base_seule=frozenset({"cle_idempotence_expiration"}),
    ),
    Cas(
        SaisieGardee,
        _saisie_gardee,
        {
            "saisie_gardee_pleine": [
                {"objet": "autre", **vide} for vide in ({"contenu": ""}, {"formulaire": ""}, {"adresse": ""})
            ],
            "saisie_gardee_expiration": [{"objet": "autre", "expire_a": HIER}],
        },
    ),
    Cas(
        Reserve,
        _reserve,
        {
            "reserve_unique": [{}],
            "reserve_ordre": [
                {"acceptee_le": date(2026, 1, 9)},
                {"acceptee_le": None, "levee_le": date(2026, 1, 9)},
                {"levee_le": date(2026, 1, 31)},
            ],
        },
    ),
    Cas(
        ContratAnterieur,
        _anterieur,
        {
            "contrat_anterieur_ordre": [{"au": date(2020, 12, 31)}],
            "contrat_anterieur_unique": [{}],
            "contrat_anterieur_assureur": [
                {"assureur": ""},
                {"assureur": "", "courtier": ""},
                {"assureur": "", "gestion": ""},
            ],
        },
    ),
    Cas(
        StatistiqueAnterieure,
        _statistique,
        {
            "statistique_anterieure_unique": [{}],
            "statistique_anterieure_franchise": [{"franchise_jours": None}],
            "statistique_anterieure_parties": [
                {"nb_jours_indemnises": 91},
                {"nb_agents": 5},
                {"nb_ouverts": 5},
            ],
            "statistique_anterieure_positive": [
                {champ: Decimal("-0.01")} for champ in ("indemnites", "frais", "capitaux", "provisions")
            ],
        },
    ),
]
