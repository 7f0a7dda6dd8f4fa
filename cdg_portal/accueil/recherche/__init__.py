"""La recherche générale et les fiches récentes : chaque genre de fiche, ses droits, et comment on la nomme."""

from cdg_portal.accueil.recherche.cherche import (
    LONGUEUR_AU_PLUS,
    Groupe,
    chercher,
    seul_resultat,
    trop_courte,
)
from cdg_portal.accueil.recherche.genres import GENRES, Genre, Resultat
from cdg_portal.accueil.recherche.recents import (
    GARDEES,
    consultation_noter,
    consultations_recentes,
    fiche_de_page,
)

__all__ = [
    "GARDEES",
    "GENRES",
    "LONGUEUR_AU_PLUS",
    "Genre",
    "Groupe",
    "Resultat",
    "chercher",
    "consultation_noter",
    "consultations_recentes",
    "fiche_de_page",
    "seul_resultat",
    "trop_courte",
]
