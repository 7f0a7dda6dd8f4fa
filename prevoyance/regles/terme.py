"""Dernier jour indemnisé d'une incapacité de travail : durée, âge ou retraite, le premier atteint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.periode import UN_JOUR, ajouter_annees

REGLE = "R-PRV-PRE"
DUREE = ("CP-PREV-2019 art. 11.g", REGLE, "AMB-25")
AGE = RETRAITE = ("CP-PREV-2019 art. 11.f", REGLE)
CAUSES = {"DUREE": "Durée maximale atteinte", "AGE": "Âge limite atteint", "RETRAITE": "Retraite liquidée"}


@dataclass(frozen=True, slots=True)
class Terme:
    """Dernier jour indemnisé, inclus, et ce qui l'impose (`CAUSES`)."""

    dernier_jour: date
    cause: str


def terme(
    *,
    debut_indemnisation: date,
    jours_max: int,
    naissance: date,
    age_max: int,
    retraite: date | None = None,
) -> Decision[Terme]:
    """Le plus proche de trois jours ; à égalité, la durée l'emporte, puis l'âge.

    Durée : `jours_max`-ième jour d'une indemnisation continue depuis `debut_indemnisation`. Âge : jour des
    `age_max` ans, inclus. Retraite : veille de la liquidation. Un terme antérieur au début veut dire que
    rien n'est dû. Lève `hors-bornes` si `jours_max` est négatif, `incoherent` si `naissance` ne précède pas
    le début.
    """
    if jours_max < 0:
        raise ErreurMetier("hors-bornes", "Une durée ne peut pas être négative.", DUREE, "jours_max")
    if naissance >= debut_indemnisation:
        raise ErreurMetier("incoherent", "L'agent est né après ce début.", AGE, "naissance")
    # Au-delà du calendrier, la durée ne borne plus rien : l'âge arrive toujours avant.
    rang = min(debut_indemnisation.toordinal() + jours_max - 1, date.max.toordinal())
    limites = [
        ("DUREE", date.fromordinal(rang), DUREE),
        ("AGE", ajouter_annees(naissance, age_max), AGE),
    ]
    motifs = [
        f"Durée : {debut_indemnisation:%d/%m/%Y} + {accorde(jours_max, 'jour')} − 1 jour",
        f"Âge : {accorde(age_max, 'an')} après le {naissance:%d/%m/%Y}, jour inclus",
    ]
    if retraite is not None:
        limites.append(("RETRAITE", retraite - UN_JOUR, RETRAITE))
        motifs.append(f"Retraite : veille du {retraite:%d/%m/%Y}")
    cause, dernier, references = min(limites, key=lambda limite: limite[1])
    suite = " ; il précède le début, rien n'est dû" if dernier < debut_indemnisation else ""
    etapes = (
        *(Etape(m, refs, str(jour)) for m, (_, jour, refs) in zip(motifs, limites, strict=True)),
        Etape(f"Dernier jour, le plus proche : {CAUSES[cause].lower()}{suite}", references, str(dernier)),
    )
    return Decision(Terme(dernier, cause), etapes)
