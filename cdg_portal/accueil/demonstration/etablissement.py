"""Les 124 agents de l'établissement du document 003, sous des noms inventés.

Les agents des cas chiffrés de la formule de base en font partie : ils occupent une place des tableaux
d'effectifs et comptent dans l'assiette pour la seule paie de leur cas (24 000 € de traitement, rien d'autre).
C'est le choix le plus fidèle : une même adhésion est activée, facturée, puis déclare ses sinistres, comme
dans la vie de l'établissement ; les autres agents se partagent le reste des cinq totaux, exacts à l'euro.
La variante 1 (CITIS 30 jours) ne peut pas vivre dans la même adhésion : son cas est dans un autre
établissement du même contrat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.demonstration.hasard import Tirage
from cdg_portal.accueil.demonstration.identites import Identites
from cdg_portal.accueil.demonstration.lecture import lire
from cdg_portal.accueil.demonstration.repartition import au_plus_fort_reste
from cdg_portal.accueil.demonstration.types import Agent, Assiette, Remuneration

FICHIER = "etablissement.toml"
BORNES = ((20, 29), (30, 39), (40, 49), (50, 59), (60, 62))
PREMIERE_EMBAUCHE = date(1990, 1, 1)
DERNIERE_EMBAUCHE = date(2023, 12, 1)
SFT_ANNUEL = (0, 27, 921, 2296)  # ordre de grandeur du supplément familial selon le nombre d'enfants
QUOTITES = ((100, 70), (80, 18), (50, 12))


@dataclass(frozen=True, slots=True)
class _Place:
    """Une place des tableaux : sexe, rang de la tranche d'âge, métier."""

    sexe: str
    tranche: int
    metier: str


@dataclass(frozen=True, slots=True)
class _Profil:
    """Ce qui décide de la paie d'un agent : place, quotité, points de NBI, enfants."""

    place: _Place
    quotite: int
    nbi_points: int
    enfants: int


def lire_assiette() -> Assiette:
    """Totaux imprimés de l'assiette."""
    assiette = lire(FICHIER)["assiette"]
    return Assiette(tuple(assiette["rubriques"].items()), assiette["total"])


def tranche(naissance: date, au: date) -> int:
    """Rang de la tranche d'âge à la date ; lève `ValueError` hors des tranches."""
    age = au.year - naissance.year - ((au.month, au.day) < (naissance.month, naissance.day))
    for rang, (minimum, maximum) in enumerate(BORNES):
        if minimum <= age <= maximum:
            return rang
    raise ValueError(f"Âge hors des tableaux : {age} ans.")


def _places(donnees: dict[str, Any]) -> list[_Place]:
    """Une place par agent des tableaux, dans l'ordre imprimé."""
    return [
        _Place(tableau["sexe"], rang, metier)
        for tableau in donnees["tableaux"]
        for rang, ligne in enumerate(tableau["lignes"])
        for metier, nombre in zip(donnees["metiers"], ligne, strict=True)
        for _ in range(nombre)
    ]


def _places_libres(donnees: dict[str, Any], agents_des_cas: Sequence[Agent]) -> list[_Place]:
    """Places qui restent une fois les agents des cas assis ; `ValueError` si l'un d'eux n'en trouve pas."""
    places = _places(donnees)
    for agent in agents_des_cas:
        places.remove(_Place(agent.sexe, tranche(agent.naissance, donnees["effectif_au"]), agent.metier))
    return places


def _naissance(rang: int, au: date, tirage: Tirage) -> date:
    """Date de naissance dans la tranche : `minimum` ans révolus au moins, `maximum` au plus."""
    minimum, maximum = BORNES[rang]
    plus_jeune = date(au.year - minimum, au.month, au.day)
    plus_vieux = date(au.year - maximum - 1, au.month, au.day) + timedelta(days=1)
    return plus_vieux + timedelta(days=tirage.entier(0, (plus_jeune - plus_vieux).days))


def _enfants(rang: int, tirage: Tirage) -> int:
    """Enfants à charge : surtout entre trente et cinquante ans."""
    poids = ((76, 16, 8, 0), (20, 24, 42, 14), (16, 22, 46, 16), (66, 16, 16, 2), (100, 0, 0, 0))[rang]
    return tirage.pese(tuple(enumerate(poids)))


def _profil(place: _Place, donnees: dict[str, Any], tirage: Tirage) -> _Profil:
    metier = donnees["profils"][place.metier]
    points = metier["nbi_points"] if tirage.entier(1, metier["nbi_sur"]) == 1 else 0
    return _Profil(place, tirage.pese(QUOTITES), points, _enfants(place.tranche, tirage))


def _poids_tib(profil: _Profil, donnees: dict[str, Any]) -> int:
    """Traitement théorique en millièmes d'euro : début de carrière, progression, quotité."""
    metier = donnees["profils"][profil.place.metier]
    return int(metier["debut"] * (1000 + metier["progression"][profil.place.tranche]) * profil.quotite // 100)


def _remunerations(
    profils: Sequence[_Profil], agents_des_cas: Sequence[Agent], donnees: dict[str, Any]
) -> list[dict[str, int]]:
    """Paie annuelle de chaque profil, en euros, telle que les cinq totaux imprimés soient exacts."""
    depuis = donnees["remuneration_depuis"]
    restes = {
        rubrique: total - sum(int(agent.annuel(rubrique, depuis)) for agent in agents_des_cas)
        for rubrique, total in lire_assiette().rubriques
    }
    poids_tib = [_poids_tib(profil, donnees) for profil in profils]
    tib = au_plus_fort_reste(restes["TIB"], poids_tib)
    nbi = au_plus_fort_reste(restes["NBI"], [profil.nbi_points * profil.quotite for profil in profils])
    sft = au_plus_fort_reste(restes["SFT"], [SFT_ANNUEL[profil.enfants] for profil in profils])
    indemnite = au_plus_fort_reste(restes["IR"], [a + b for a, b in zip(tib, nbi, strict=True)])
    primes = au_plus_fort_reste(
        restes["RI"],
        [
            poids * donnees["profils"][profil.place.metier]["primes"]
            for poids, profil in zip(poids_tib, profils, strict=True)
        ],
    )
    lignes = zip(tib, nbi, indemnite, sft, primes, strict=True)
    return [dict(zip(("TIB", "NBI", "IR", "SFT", "RI"), ligne, strict=True)) for ligne in lignes]


def generer(agents_des_cas: Sequence[Agent], identites: Identites) -> tuple[Agent, ...]:
    """Les agents ordinaires de l'établissement, matricules dans l'ordre des tableaux."""
    donnees = lire(FICHIER)
    tirage = Tirage("etablissement")
    places = _places_libres(donnees, agents_des_cas)
    profils = [_profil(place, donnees, tirage) for place in places]
    paies = _remunerations(profils, agents_des_cas, donnees)
    return tuple(
        _agent(rang, profil, paie, donnees, identites, tirage)
        for rang, (profil, paie) in enumerate(zip(profils, paies, strict=True), start=1)
    )


def _agent(
    rang: int,
    profil: _Profil,
    paie: dict[str, int],
    donnees: dict[str, Any],
    identites: Identites,
    tirage: Tirage,
) -> Agent:
    place, depuis = profil.place, donnees["remuneration_depuis"]
    nom, prenom = identites.suivante(place.sexe)
    naissance = _naissance(place.tranche, donnees["effectif_au"], tirage)
    majorite = date(naissance.year + 19, 9, 1)
    premiere = max(PREMIERE_EMBAUCHE, majorite)
    entree = premiere + timedelta(days=tirage.entier(0, max(0, (DERNIERE_EMBAUCHE - premiere).days)))
    return Agent(
        collectivite=donnees["collectivite"],
        matricule=f"GT-{rang:04d}",
        nom=nom,
        prenom=prenom,
        sexe=place.sexe,
        naissance=naissance,
        regime="CNRACL",
        statut="STAGIAIRE" if entree > date(2023, 6, 30) else "TITULAIRE",
        grade=donnees["profils"][place.metier]["grade"],
        metier=place.metier,
        quotite=Decimal(profil.quotite),
        entree=min(entree, DERNIERE_EMBAUCHE),
        sortie=None,
        remunerations=tuple(
            Remuneration(rubrique, Decimal(f"{montant}.00"), depuis)
            for rubrique, montant in paie.items()
            if montant
        ),
    )
