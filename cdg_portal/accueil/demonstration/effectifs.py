"""Agents ordinaires des collectivités autres que l'établissement des tableaux."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.demonstration.hasard import Tirage
from cdg_portal.accueil.demonstration.identites import Identites
from cdg_portal.accueil.demonstration.lecture import lire
from cdg_portal.accueil.demonstration.types import Agent, Collectivite, Remuneration

FICHIER = "effectifs.toml"
REMUNERATION_DEPUIS = date(2022, 1, 1)
AVANT_LES_CONTRATS = date(2021, 12, 31)
# Âges au 31/12/2025 : minimum, maximum, poids.
AGES = ((24, 29, 9), (30, 39, 22), (40, 49, 30), (50, 57, 30), (58, 62, 9))
QUOTITES = ((100, 80), (80, 12), (50, 8))
SFT_ANNUEL = (0, 27, 921, 2296)
NBI_ANNUELLE = 591
ARRIVEES_RECENTES = 6  # en % : agents entrés pendant les contrats
DEPARTS = 2  # en % : agents partis avant la date de référence


def generer(collectivite: Collectivite, identites: Identites) -> Iterator[Agent]:
    """Les `effectif` agents de la collectivité, toujours les mêmes pour un même code.

    Les petites équipes (moins de dix agents) et la collectivité de 400 agents gardent un effectif stable.
    """
    donnees = lire(FICHIER)
    tirage = Tirage(f"effectifs-{collectivite.code}")
    mobile = 10 <= collectivite.effectif < 100
    poids = tuple(donnees["metiers"][collectivite.type].items())
    prefixe = "".join(mot[0] for mot in collectivite.code.split("_"))
    for rang in range(1, collectivite.effectif + 1):
        metier = tirage.pese(poids)
        yield _agent(collectivite, f"{prefixe}-{rang:04d}", metier, donnees, identites, tirage, mobile=mobile)


def _naissance(tirage: Tirage) -> date:
    minimum, maximum = tirage.pese(tuple(((mini, maxi), poids) for mini, maxi, poids in AGES))
    return date(2025 - tirage.entier(minimum, maximum), tirage.entier(1, 12), tirage.entier(1, 28))


def _entree(naissance: date, tirage: Tirage, *, mobile: bool) -> date:
    """Premier jour d'un mois : avant les contrats, ou pendant pour quelques arrivées."""
    if mobile and tirage.sur_cent(ARRIVEES_RECENTES):
        return date(tirage.entier(2023, 2025), tirage.entier(1, 12), 1)
    premiere = naissance.year + 20
    return date(tirage.entier(premiere, max(premiere, AVANT_LES_CONTRATS.year)), tirage.entier(1, 12), 1)


def _remunerations(
    profil: dict[str, Any], quotite: int, entree: date, tirage: Tirage
) -> tuple[Remuneration, ...]:
    anciennete = max(0, 2025 - entree.year)
    tib = profil["debut"] * (1000 + profil["progression"] * anciennete) * quotite // 100_000
    enfants = tirage.pese(((0, 50), (1, 20), (2, 23), (3, 7)))
    montants = {
        "TIB": tib,
        "NBI": NBI_ANNUELLE * quotite // 100 if tirage.sur_cent(18) else 0,
        "IR": tib // 100,
        "SFT": SFT_ANNUEL[enfants],
        "RI": tib * profil["primes"] // 1000,
    }
    depuis = max(entree, REMUNERATION_DEPUIS)
    return tuple(
        Remuneration(rubrique, Decimal(f"{montant}.00"), depuis)
        for rubrique, montant in montants.items()
        if montant
    )


def _agent(
    collectivite: Collectivite,
    matricule: str,
    metier: str,
    donnees: dict[str, Any],
    identites: Identites,
    tirage: Tirage,
    *,
    mobile: bool,
) -> Agent:
    profil = donnees["profils"][metier]
    sexe = "F" if tirage.sur_cent(profil["femmes"]) else "H"
    nom, prenom = identites.suivante(sexe)
    naissance = _naissance(tirage)
    entree = _entree(naissance, tirage, mobile=mobile)
    parti = mobile and entree <= AVANT_LES_CONTRATS and tirage.sur_cent(DEPARTS)
    quotite = tirage.pese(QUOTITES)
    return Agent(
        collectivite=collectivite.code,
        matricule=matricule,
        nom=nom,
        prenom=prenom,
        sexe=sexe,
        naissance=naissance,
        regime="CNRACL",
        statut="STAGIAIRE" if entree >= date(2025, 6, 1) else "TITULAIRE",
        grade=profil["grade"],
        metier=metier,
        quotite=Decimal(quotite),
        entree=entree,
        sortie=date(2026, 1, 1) + timedelta(days=tirage.entier(0, 120)) if parti else None,
        remunerations=_remunerations(profil, quotite, entree, tirage),
    )
