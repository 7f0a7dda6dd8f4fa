"""Raccourcis des essais de services : un dossier, un certificat, un décompte, toujours par les services."""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.journal.selectors import evenements_de
from sinistres.models import Bordereau, Decompte, Reglement, Sinistre
from sinistres.services.arrets import CertificatSaisi
from sinistres.services.bordereaux import bordereau_emettre
from sinistres.services.controle import sinistre_controler, sinistre_valider
from sinistres.services.declaration import sinistre_declarer
from sinistres.services.decomptes import demande_controler, demande_soumettre
from sinistres.services.reglements import reglement_enregistrer
from sinistres.services.requalification import sinistre_requalifier
from tests.fabriques import AgentFactory, CollectiviteFactory, ContratFactory, OffreFactory, adhesion

LE = date(2026, 6, 15)
# Formule des essais : de quoi requalifier dans les deux sens.
GARANTIES = {
    "CMO": ("ABSOLUE", 15, Decimal("3.05")),
    "CLM": ("AUCUNE", None, Decimal("0")),
    "CITIS": ("ABSOLUE", 45, Decimal("1.50")),
    "TPT": ("AUCUNE", None, Decimal("0")),
}
# Contrat des essais : 2024 à 2028, avant la proportion de 90 % de 2025.
EFFET, FIN = date(2024, 1, 1), date(2028, 12, 31)


def souscrire(*, garanties: Any = None, collectivite: Any = None, effet: date = EFFET, **options: Any) -> Any:
    """Une adhésion active, sous un contrat neuf aux garanties données."""
    fin = options.pop("fin", FIN)
    clauses = options.pop("clauses", {})
    contrat = ContratFactory(effet=effet, fin=fin, **clauses)
    lot = OffreFactory(lot__contrat=contrat, garanties=GARANTIES if garanties is None else garanties).lot
    return adhesion(collectivite=collectivite or CollectiviteFactory(), lot=lot, effet=effet, **options)


def agent_de(souscrite: Any, **options: Any) -> Any:
    """Un agent à 24 000 € de traitement chez l'adhérent."""
    return AgentFactory(collectivite=souscrite.collectivite, **options)


def saisir(
    agent: Any, *certificats: tuple[date, date], motif: str = "MO", le: date = LE, **options: Any
) -> dict[str, Any]:
    """Ce que la déclaration reçoit ; tout se remplace par son nom."""
    debut = certificats[0][0] if certificats else date(2024, 1, 1)
    return {
        "agent": agent,
        "motif": motif,
        "survenance": debut,
        "connu_employeur_le": min(debut, le),
        "certificats": [CertificatSaisi(*c) for c in certificats],
        "cle_saisie": uuid4(),
        "le": le,
    } | options


def declarer(agent: Any, *certificats: tuple[date, date], **options: Any) -> Sinistre:
    """Un dossier déclaré."""
    return sinistre_declarer(**saisir(agent, *certificats, **options))


def valider(sinistre: Sinistre, le: date = LE) -> Sinistre:
    """Le dossier contrôlé puis validé."""
    return sinistre_valider(sinistre=sinistre_controler(sinistre=sinistre, le=le), le=le)


def ouvrir(agent: Any, *certificats: tuple[date, date], **options: Any) -> Sinistre:
    """Un dossier déclaré et validé."""
    return valider(declarer(agent, *certificats, **options))


def decompter(sinistre: Sinistre, au: date, le: date = LE) -> Decompte:
    """Le remboursement demandé, contrôlé : un décompte émis."""
    return demande_controler(demande=demande_soumettre(sinistre=sinistre, au=au, le=le), le=le)


def requalifier(sinistre: Sinistre, vers: str, effet: date | None = None, **options: Any) -> Any:
    """Une requalification, depuis le premier jour par défaut."""
    parametres = {
        "effet": effet or sinistre.survenance,
        "decision_le": LE,
        "reference_arrete": "2026-118",
        "le": LE,
    }
    return sinistre_requalifier(sinistre=sinistre, vers=vers, **(parametres | options))


def transmettre(sinistre: Sinistre, le: date = LE) -> Bordereau:
    """Le bordereau de l'adhésion du dossier."""
    return bordereau_emettre(adhesion=sinistre.adhesion, le=le)


def regler(decompte: Decompte, montant: Decimal | str, **options: Any) -> Reglement:
    """Un paiement reçu."""
    parametres = {"recu_le": LE, "reference": "VIR-1", "le": LE}
    return reglement_enregistrer(decompte=decompte, montant=Decimal(montant), **(parametres | options))


def decomptes(sinistre: Sinistre) -> list[Decompte]:
    """Les décomptes du dossier, dans l'ordre d'émission."""
    return list(Decompte.objects.filter(sinistre=sinistre).order_by("id"))


def actions(*objets: Any) -> list[str]:
    """Les actions du journal de ces objets, de la première à la dernière."""
    return [e.action for e in reversed(evenements_de(*objets))]


@contextmanager
def inchange(*modeles: Any):
    """Ce qui est joué là ne laisse aucune ligne de plus dans ces tables."""
    avant = {m: m.objects.count() for m in modeles}
    yield
    assert {m: m.objects.count() for m in modeles} == avant


def se_croiser(premier: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Deux connexions : le second part quand le premier a tout écrit et rien validé.

    Rend les deux résultats, ou l'exception à la place du résultat.
    """
    ecrit, second_fini = threading.Event(), threading.Event()
    rendus: list[Any] = [None, None]

    def jouer(rang: int, acte: Callable[[], Any], avant: Any, apres: Any) -> None:
        try:
            avant()
            with perimetre(Perimetre(cdg=True)):
                rendus[rang] = acte()
                apres()
        except Exception as erreur:
            rendus[rang] = erreur
        finally:
            (ecrit if rang == 0 else second_fini).set()
            connection.close()

    def laisser_le_second_buter() -> None:
        ecrit.set()
        second_fini.wait(0.6)

    fils = [
        threading.Thread(target=jouer, args=(0, premier, lambda: None, laisser_le_second_buter)),
        threading.Thread(target=jouer, args=(1, second, ecrit.wait, lambda: None)),
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return rendus
