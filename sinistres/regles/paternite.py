"""Congé de paternité et d'accueil de l'enfant : durée, part obligatoire, délai pour le prendre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde, le
from cdg_portal.socle.periode import ajouter_mois
from sinistres.regles.parametres_dates import entier

# Interprétation : AMB-30, ni les trois jours de naissance ni le congé supplémentaire de 2026 n'y sont.
ARTICLES = ("CGFP L.631-9", "Code du travail L.1225-35", "R-PAT-01")


@dataclass(frozen=True, slots=True)
class CongePaternite:
    """Jours calendaires, dont les obligatoires ; dernier jour pour prendre le congé, inclus."""

    jours: int
    obligatoires: int
    date_limite: date


def conge_paternite(*, naissance: date, nombre: int) -> Decision[CongePaternite]:
    """Droit ouvert par la naissance de `nombre` enfants, les barèmes étant ceux du jour de la naissance.

    Le délai court de date à date. Hors congé de naissance de trois jours, et hors rallonge pour
    hospitalisation immédiate. Source : CGFP L.631-9, code du travail L.1225-35.
    """
    cle = "paternite_jours_multiple" if nombre > 1 else "paternite_jours"
    jours = entier(cle, naissance, "naissance")
    obligatoires = entier("paternite_jours_obligatoires", naissance, "naissance")
    mois = entier("paternite_mois_limite", naissance, "naissance")
    limite = ajouter_mois(naissance, mois)
    etapes = (
        Etape(
            f"{accorde(nombre, 'enfant')}, naissance le {le(naissance)} : {jours} jours calendaires",
            (*ARTICLES, "AMB-30"),
            str(jours),
        ),
        Etape(
            f"Dont accolés à la naissance, obligatoires : {accorde(obligatoires, 'jour')}",
            ARTICLES,
            str(obligatoires),
        ),
        Etape(f"À prendre jusqu'au : {le(naissance)} + {mois} mois = {le(limite)}", ARTICLES, str(limite)),
    )
    return Decision(CongePaternite(jours, obligatoires, limite), etapes)
