"""Congé de maternité : dates selon le rang de l'enfant, le nombre d'enfants attendus et la naissance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import le
from sinistres.regles.maternite_avance import jours_ajoutes
from sinistres.regles.maternite_duree import duree_legale

AVANCE = ("Code du travail L.1225-20", "CGFP L.631-3", "R-MAT-01")


@dataclass(frozen=True, slots=True)
class CongeMaternite:
    """Premier et dernier jour du congé, inclus, et nombre de jours calendaires."""

    debut: date
    fin: date
    jours: int


def conge_maternite(
    *,
    date_presumee: date,
    enfants_a_charge: int,
    nombre: int,
    naissance: date | None = None,
    hospitalisation: bool = False,
) -> Decision[CongeMaternite]:
    """Congé légal, hors congés pathologiques et hors report demandé par l'agent.

    `enfants_a_charge` : avant la naissance ; `nombre` d'enfants attendus, trois et plus valant triplés.
    Naissance tardive : les semaines d'après restent entières. Naissance avancée : la durée ne change pas,
    sauf enfant hospitalisé né plus de six semaines avant la date présumée. Source : code du travail
    L.1225-17 à L.1225-23, par le CGFP L.631-3.
    """
    legale = duree_legale(date_presumee=date_presumee, enfants_a_charge=enfants_a_charge, nombre=nombre)
    avant, apres, articles = legale.valeur.avant, legale.valeur.apres, legale.valeur.articles
    prevu = date_presumee - timedelta(weeks=avant)
    etapes = [
        *legale.etapes,
        Etape(f"Début prévu : {le(date_presumee)} − {avant} × 7 jours = {le(prevu)}", articles, str(prevu)),
    ]
    if naissance is not None and naissance > date_presumee:
        debut, fin = prevu, naissance + timedelta(weeks=apres, days=-1)
        calcul = f"{le(naissance)} + {apres} × 7 jours − 1 jour = {le(fin)}"
        mots = f"Naissance tardive, {apres} semaines entières ensuite : {calcul}"
        etapes.append(Etape(mots, articles, str(fin)))
    else:
        duree = 7 * (avant + apres)
        etapes.append(Etape(f"Durée : ({avant} + {apres}) × 7 = {duree} jours", articles, str(duree)))
        debut = prevu if naissance is None else min(prevu, naissance)
        if debut < prevu:
            etapes.append(
                Etape(f"Naissance avant le début prévu : le congé débute le {le(debut)}", AVANCE, str(debut))
            )
        if naissance is not None and hospitalisation:
            ajout = jours_ajoutes(date_presumee=date_presumee, prevu=prevu, naissance=naissance, duree=duree)
            etapes += ajout.etapes
            duree += ajout.valeur
        fin = debut + timedelta(days=duree - 1)
        calcul = f"{le(debut)} + {duree} jours − 1 jour = {le(fin)}"
        etapes.append(Etape(f"Dernier jour : {calcul}", articles, str(fin)))
    jours = (fin - debut).days + 1
    calcul = f"{le(fin)} − {le(debut)} + 1 jour = {jours} jours"
    etapes.append(Etape(f"Du premier au dernier jour : {calcul}", articles, str(jours)))
    return Decision(CongeMaternite(debut, fin, jours), tuple(etapes))
