"""Un dossier dont chaque champ de la table de visibilité porte une valeur reconnaissable, et ses quatre PDF."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from adhesions.pdf import contexte_certificat
from adhesions.selectors import libelle_risque
from cdg_portal.accueil.templatetags.affichage import MOIS
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents import rendu
from cdg_portal.documents.models import Document
from cdg_portal.socle.montant import en_francais
from cotisations.pdf import contexte_appel
from cotisations.services import appel_emettre, appel_valider, appel_verifier, base_controler, base_declarer
from sinistres.pdf import contexte_bordereau, contexte_decompte
from tests.fabriques import CollectiviteFactory, CompteFactory
from tests.sinistres import dossiers as d

CDG = Perimetre(cdg=True)
DEBUT, FIN = date(2026, 2, 17), date(2026, 4, 23)
MOTIF, LIBELLE_DU_MOTIF = "CITIS_TRAJET", "Accident de trajet"
NAISSANCE = date(1971, 8, 19)
TRAITEMENT, MASSE = Decimal("31337.77"), Decimal("61234.56")


@dataclass
class Monde:
    """La collectivité, ses PDF par modèle, et les chaînes qui trahiraient chaque champ."""

    collectivite: Any
    documents: dict[str, Document]
    canaris: dict[str, set[str]]


def batir() -> Monde:
    """Déclaré, requalifié, décompté, transmis, réglé en partie ; base, appel validé, certificat."""
    with perimetre(CDG):
        lieu = CollectiviteFactory(denomination="Commune de Sarpejolles")
        souscrite = d.souscrire(collectivite=lieu)
        d.agent_de(souscrite, nom="Ordinaire", prenom="Une")
        agent = d.agent_de(
            souscrite,
            nom="Quarquois",
            prenom="Ottilie",
            matricule="QX-77431",
            naissance=NAISSANCE,
            remuneration={"TIB": TRAITEMENT},
        )
        sinistre = d.ouvrir(agent, (DEBUT, FIN), motif=MOTIF)
        d.requalifier(sinistre, "CLM", reference_arrete="ARR-CANARI-551", motif="Observation canari")
        decompte = d.decompter(sinistre, FIN)
        bordereau = d.transmettre(sinistre)
        d.regler(decompte, decompte.solde - 7)
        base = base_declarer(adhesion=souscrite, exercice=2026, montants={"tib": MASSE}, nb_agents=2, le=d.LE)
        appel = appel_emettre(base=base_controler(base=base, le=d.LE), le=d.LE)
    for acte in (appel_verifier, appel_valider):
        with perimetre(Perimetre(cdg=True, utilisateur=CompteFactory().pk)):
            appel = acte(appel=appel, le=d.LE)
    with perimetre(CDG):
        documents = {
            modele: rendu.produire(
                modele=modele, source=source, contexte=contexte(source), titre="t", nom_fichier="f.pdf"
            )
            for modele, source, contexte in (
                ("sinistres/decompte", decompte, contexte_decompte),
                ("sinistres/bordereau", bordereau, contexte_bordereau),
                ("cotisations/appel", appel, contexte_appel),
                ("adhesions/certificat", souscrite, contexte_certificat),
            )
        }
        canaris = {
            "identite_agent": {"quarquois", "ottilie", *_jour(NAISSANCE)},
            "matricule": {"qx-77431"},
            "nature_conge": {LIBELLE_DU_MOTIF.lower(), f"« {libelle_risque('CLM').lower()} »"},
            "dates_arret": {*_jour(DEBUT), *_jour(FIN)},
            "conclusion_administrative": {"arr-canari-551", "observation canari"},
            "remuneration": {_euros(TRAITEMENT), *_etapes(decompte)},
            "base_indemnisation": {_euros(x.ij) for x in _payees(decompte)},
            "montants_decompte": {_euros(decompte.total), _euros(decompte.solde - 7)},
            "assiette": {_euros(MASSE), _euros(appel.total)},
        }
    return Monde(lieu, documents, canaris)


def _payees(decompte: Any) -> list[Any]:
    lignes = [x for x in decompte.lignes.all() if x.montant and x.jours > 1]
    assert lignes, "le décompte doit payer des jours"
    return lignes


def _etapes(decompte: Any) -> Iterator[str]:
    """Les éléments de paie que citent les étapes du calcul : ni un taux, ni la base d'un jour, ni ce qui est dû."""
    dus = {m for x in decompte.lignes.all() for m in (x.ij, x.montant)} | {decompte.total, Decimal(0)}
    for ligne in decompte.lignes.all():
        for etape in ligne.explication:
            valeur = str(etape["valeur"])
            if re.fullmatch(r"\d{4,}\.\d{2}", valeur) and Decimal(valeur) not in dus:
                yield _euros(Decimal(valeur))


def _jour(jour: date) -> set[str]:
    return {f"{jour:%d/%m/%Y}", f"{jour.day} {MOIS[jour.month - 1]} {jour.year}", jour.isoformat()}


def _euros(montant: Decimal) -> str:
    """Sans le signe : un écran peut l'écrire à part."""
    return lisible(en_francais(montant)).removesuffix(" €")


def lisible(texte: str) -> str:
    """Ce que lirait une personne : entités traduites, blancs réduits, sans casse."""
    return re.sub(r"\s+", " ", html.unescape(html.unescape(texte))).lower()
