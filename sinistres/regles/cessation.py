"""Cessation des garanties par l'âge : fin du trimestre civil de l'anniversaire prévu au contrat."""

from __future__ import annotations

from datetime import date

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import le
from cdg_portal.socle.periode import ajouter_annees
from sinistres.regles.couverture import fin_par_age

# Interprétation : AMB-09, l'âge est une donnée du contrat ; la prolongation d'activité ne se voit pas ici.
ARTICLES = ("CCTP-CNRACL-2025 II.7.c", "R-ASS-CES-01", "AMB-09")


def cessation_garantie(*, naissance: date, age: int) -> Decision[date]:
    """Dernier jour garanti d'un agent sans prolongation d'activité : fin de trimestre civil, incluse.

    `age` (années) vient du contrat. Né un 29 février, l'agent fête une année ordinaire le 28. Source :
    cahier des clauses techniques, II.7.
    """
    anniversaire = ajouter_annees(naissance, age)
    fin = fin_par_age(naissance, age)
    etapes = (
        Etape(
            f"Anniversaire : {le(naissance)} + {age} ans = {le(anniversaire)}", ARTICLES, str(anniversaire)
        ),
        Etape(f"Dernier jour de son trimestre civil : {le(fin)}", ARTICLES, str(fin)),
    )
    return Decision(fin, etapes)
