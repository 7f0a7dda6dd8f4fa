"""1 000 collectivités, 100 000 agents, 300 000 dossiers, chargés par COPY (déclencheurs tus : c'est un chargement)."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
from django.db import models
from psycopg.types.json import Jsonb

from adhesions.models import Adhesion, Agent, Contrat, Lot, Organisme, RoleContrat, Situation
from cdg_portal.cloisonnement.identifiants import nouvel_uid
from cdg_portal.documents.models import Compteur
from cdg_portal.perimetres.models import Collectivite, Siret
from cdg_portal.socle.texte import cle_tri
from sinistres.models import Arret, Certificat, Decompte, Demande, Sinistre

COLLECTIVITES = 1_000
SINISTRES = int(os.environ.get("SINISTRES", "300000"))
AGENTS, DECOMPTES = SINISTRES // 3, SINISTRES // 5
INSTANT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
NOMS = (
    "Dupré",
    "Morvan",
    "Lestrade",
    "Aubier",
    "Corvelin",
    "Sénéchal",
    "Ombrée",
    "Valtour",
    "Querelle",
    "Iffendic",
)


def _ligne(modele: Any, valeurs: dict[str, Any]) -> list[Any]:
    """Les valeurs d'une ligne, dans l'ordre des colonnes, complétées par les défauts du modèle."""
    ligne = []
    for champ in modele._meta.concrete_fields:
        if champ.column in valeurs:
            valeur = valeurs[champ.column]
        elif champ.name == "uid":
            valeur = nouvel_uid()
        elif isinstance(champ, models.DateTimeField) and not champ.null:
            valeur = INSTANT
        else:
            valeur = champ.get_default()
        ligne.append(Jsonb(valeur) if isinstance(champ, models.JSONField) else valeur)
    return ligne


def copier(cx: psycopg.Connection[Any], modele: Any, lignes: Iterable[dict[str, Any]]) -> int:
    """Charge une table par COPY ; rend le nombre de lignes."""
    table, colonnes = modele._meta.db_table, [f'"{c.column}"' for c in modele._meta.concrete_fields]
    nombre = 0
    with cx.cursor() as c, c.copy(f'COPY "{table}" ({", ".join(colonnes)}) FROM STDIN') as flux:
        for valeurs in lignes:
            flux.write_row(_ligne(modele, valeurs))
            nombre += 1
    cx.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM \"{table}\"))")  # noqa: S608
    return nombre


def charger(url: str) -> dict[str, int]:
    """Remplit la base ; `url` : un superutilisateur."""
    with psycopg.connect(url) as cx:
        cx.execute("SET session_replication_role = replica")
        comptes = {modele.__name__: copier(cx, modele, lignes) for modele, lignes in _tables()}
        copier(cx, Compteur, [{"id": 1, "type": "SIN", "exercice": 2026, "dernier": SINISTRES}])
    with psycopg.connect(url, autocommit=True) as cx:
        cx.execute("VACUUM ANALYZE")
    return comptes


def _tables() -> Iterator[tuple[Any, Iterable[dict[str, Any]]]]:
    yield Collectivite, _collectivites()
    yield (
        Siret,
        ({"id": n, "collectivite_id": n, "siret": f"{n:014d}", "du": date(2020, 1, 1)} for n in _rangs()),
    )
    yield Organisme, [{"id": 1, "siret": "9" * 14, "nom": "Assureur"}]
    yield Contrat, [_contrat()]
    roles = enumerate(RoleContrat.Role.values, 1)
    yield RoleContrat, ({"id": n, "contrat_id": 1, "organisme_id": 1, "role": r} for n, r in roles)
    yield Lot, [{"id": 1, "contrat_id": 1, "regime": "CNRACL", "libelle": "Agents CNRACL"}]
    yield Adhesion, (_adhesion(n) for n in _rangs())
    yield Agent, (_agent(n) for n in range(1, AGENTS + 1))
    yield Situation, (_situation(n) for n in range(1, AGENTS + 1))
    yield Sinistre, (_sinistre(n) for n in range(1, SINISTRES + 1))
    yield Arret, (_du_dossier(n, rang=1, type="INITIAL") for n in range(1, DECOMPTES + 1))
    yield Certificat, (_certificat(n) for n in range(1, DECOMPTES + 1))
    yield Demande, (_demande(n) for n in range(1, DECOMPTES + 1))
    yield Decompte, (_decompte(n) for n in range(1, DECOMPTES + 1))


def _rangs() -> range:
    return range(1, COLLECTIVITES + 1)


def _collectivites() -> Iterator[dict[str, Any]]:
    for n in _rangs():
        nom = "Centre de gestion du banc" if n == 1 else f"Commune de {NOMS[n % 10]} {n:04d}"
        yield {"id": n, "siren": f"{n:09d}", "denomination": nom, "cle_tri": cle_tri(nom), "est_cdg": n == 1}


def _contrat() -> dict[str, Any]:
    return {
        "id": 1, "reference": "CTR-BANC", "intitule": "Contrat du banc", "effet": date(2025, 1, 1),
        "fin": date(2028, 12, 31), "gestion": "CAPITALISATION", "diviseur": "J365", "franchise_par": "SINISTRE",
        "age_cessation": 65, "delai_declaration": 6, "delai_declaration_unite": "MOIS", "sanction_tardive": "AUCUNE",
        "delai_remboursement_jours": 30, "delai_controle_heures": 48, "delai_paiement_jours": 30,
    }  # fmt: skip


def _adhesion(n: int) -> dict[str, Any]:
    return {
        "id": n, "collectivite_id": n, "lot_id": 1, "numero": f"ADH-2025-{n:06d}", "effet": date(2025, 1, 1),
        "fin": date(2028, 12, 31), "etat": "ACTIVE", "participation_mode": "FORFAIT_AGENT",
        "participation_montant_unitaire": Decimal("70.00"),
    }  # fmt: skip


def collectivite_de_l_agent(n: int) -> int:
    """Les agents se suivent d'une collectivité à l'autre."""
    return n % COLLECTIVITES + 1


def _agent(n: int) -> dict[str, Any]:
    nom, prenom = f"{NOMS[n % 10]}{n % 997}", f"Camille{n % 89}"
    return {
        "id": n, "collectivite_id": collectivite_de_l_agent(n), "matricule": f"M-{n:06d}", "nom": nom,
        "prenom": prenom, "cle_tri": cle_tri(nom, prenom), "naissance": date(1960 + n % 40, 1 + n % 12, 1 + n % 28),
        "sexe": "F" if n % 2 else "H", "regime": "CNRACL", "entree": date(2010 + n % 15, 1, 1),
    }  # fmt: skip


def _situation(n: int) -> dict[str, Any]:
    return {
        "id": n, "collectivite_id": collectivite_de_l_agent(n), "agent_id": n, "statut": "TITULAIRE",
        "grade": "Adjoint", "metier": "Technique", "du": date(2010 + n % 15, 1, 1),
    }  # fmt: skip


def _du_dossier(n: int, **valeurs: Any) -> dict[str, Any]:
    agent = (n - 1) % AGENTS + 1
    return {"id": n, "collectivite_id": collectivite_de_l_agent(agent), "sinistre_id": n, **valeurs}


def _survenance(n: int) -> date:
    return date(2026, 6, 1) - timedelta(days=n % 500)


def _sinistre(n: int) -> dict[str, Any]:
    agent = (n - 1) % AGENTS + 1
    commune = collectivite_de_l_agent(agent)
    return {
        "id": n, "collectivite_id": commune, "numero": f"SIN-2026-{n:06d}", "agent_id": agent, "adhesion_id": commune,
        "motif": "MO", "risque": "CMO", "survenance": _survenance(n), "connu_employeur_le": _survenance(n),
        "etat": ("DECLARE", "EN_CONTROLE", "VALIDE", "CLOS")[n % 4],
    }  # fmt: skip


def _certificat(n: int) -> dict[str, Any]:
    ligne = _du_dossier(n)
    del ligne["sinistre_id"]
    du = _survenance(n)
    plus = {"arret_id": n, "agent_id": (n - 1) % AGENTS + 1, "type": "INITIAL", "recu_le": du}
    return {**ligne, **plus, "debut": du, "fin": du + timedelta(days=20)}


def _demande(n: int) -> dict[str, Any]:
    du, au = _survenance(n), _survenance(n) + timedelta(days=20)
    return _du_dossier(n, origine="PERIODE", etat="CONTROLEE", du=du, au=au, soumise_le=date(2026, 6, 1))


def _decompte(n: int) -> dict[str, Any]:
    montant = Decimal(n % 5000) + Decimal("100.37")
    return _du_dossier(
        n, numero=f"DEC-2026-{n:06d}", demande_id=n, nature="CALCULE", au=_survenance(n), total=montant,
        deja_decompte=Decimal(0), solde=montant, entrees={}, etapes=[], version_regles="banc", version_contrat=1,
        emis_le=date(2026, 6, 1),
    )  # fmt: skip
