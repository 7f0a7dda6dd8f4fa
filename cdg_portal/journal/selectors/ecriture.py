"""Écrire en français ce qu'une ligne d'historique a changé : noms de champs, libellés de choix, dates, montants."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from cdg_portal.journal.selectors.instants import heure_locale
from cdg_portal.socle.montant import en_francais

# Ce qui ne dit rien à personne, ou répète l'acte : clés, clés de tri, qui a saisi.
TUS = frozenset(
    {"id", "uid", "collectivite", "cree_a", "cle_tri", "cle_saisie", "cle_praticien", "empreinte"}
)
# Trop longs, ou sans valeur lisible : on dit qu'ils ont changé, pas comment.
SANS_VALEUR = (models.JSONField, models.ForeignKey)
FEMININS = frozenset(
    "action adhésion base collectivité contestation cotisation créance demande garantie habilitation IJSS invitation"
    " mission option participation période pièce prestation provision reprise requalification rémunération réserve"
    " saisine situation statistique".split()
)
PLURIELS = frozenset({"conditions", "frais"})
VOYELLES = "aeiouyàâéèêëîïôöù"


@dataclass(frozen=True, slots=True)
class Changement:
    """Un champ et ses deux valeurs, écrites. Sans valeurs : on sait seulement qu'il a changé."""

    champ: str
    avant: str = ""
    apres: str = ""

    def __str__(self) -> str:
        return f"« {self.champ} » : {self.avant} → {self.apres}" if self.avant else f"« {self.champ} »"


def changements(avant: Any, apres: Any, *, champs_caches: Collection[str]) -> list[Changement]:
    """Ce qui diffère entre deux lignes d'historique d'un même objet, champs techniques et cachés tus.

    `champs_caches` : « nom » le cache partout, « agent.nom » sur l'agent seulement.
    """
    modele = apres.pgh_tracked_model
    trouves = []
    for champ in modele._meta.concrete_fields:
        if champ.name in TUS or champ.name.endswith("_par") or cache(modele, champ.name, champs_caches):
            continue
        ancien, nouveau = getattr(avant, champ.attname), getattr(apres, champ.attname)
        if ancien == nouveau:
            continue
        nom = str(champ.verbose_name)
        if isinstance(champ, SANS_VALEUR):
            trouves.append(Changement(nom))
        else:
            trouves.append(Changement(nom, valeur(champ, ancien), valeur(champ, nouveau)))
    return trouves


def cache(modele: Any, champ: str, champs_caches: Collection[str]) -> bool:
    """Vrai si ce champ de ce modèle ne se montre pas."""
    return champ in champs_caches or f"{modele._meta.model_name}.{champ}" in champs_caches


def valeur(champ: Any, brute: Any) -> str:
    """La valeur telle qu'on la lit : « 12/03/2026 », « 2 450,00 € », « oui », le libellé d'un choix ; « vide »."""
    if brute is None or brute == "" or brute == []:
        return "vide"
    if champ.choices:
        return str(dict(champ.flatchoices).get(brute, brute))
    if isinstance(brute, bool):
        return "oui" if brute else "non"
    if isinstance(brute, datetime):
        return f"{heure_locale(brute):%d/%m/%Y %H:%M}"
    if isinstance(brute, date):
        return f"{brute:%d/%m/%Y}"
    if isinstance(brute, Decimal):
        return en_francais(brute) if champ.max_digits == 14 else f"{brute.normalize():f}".replace(".", ",")
    return str(brute)


def avec_article(nom: str) -> str:
    """« l'agent », « la demande de remboursement », « le décompte », « les frais »."""
    premier = nom.split()[0]
    if premier in PLURIELS:
        return f"les {nom}"
    if nom[0].lower() in VOYELLES:
        return f"l'{nom}"
    return f"la {nom}" if premier in FEMININS else f"le {nom}"
