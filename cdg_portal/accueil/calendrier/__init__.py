"""Les échéances d'un compte : leur calendrier du mois, et l'adresse secrète qu'un agenda peut suivre."""

from cdg_portal.accueil.calendrier.abonnement import (
    abonnement_creer,
    abonnement_de,
    abonnement_retirer,
    compte_abonne,
    lecture_a_tracer,
    lecture_permise,
)
from cdg_portal.accueil.calendrier.echeances import Echeance, Releve, echeances_de
from cdg_portal.accueil.calendrier.ics import fichier_ics
from cdg_portal.accueil.calendrier.mois import Case, Mois, mois_de, mois_demande

__all__ = [
    "Case",
    "Echeance",
    "Mois",
    "Releve",
    "abonnement_creer",
    "abonnement_de",
    "abonnement_retirer",
    "compte_abonne",
    "echeances_de",
    "fichier_ics",
    "lecture_a_tracer",
    "lecture_permise",
    "mois_de",
    "mois_demande",
]
