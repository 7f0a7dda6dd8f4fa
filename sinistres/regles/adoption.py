"""Congé d'adoption : semaines selon les enfants adoptés et à charge, jours ajoutés s'il est partagé."""

from __future__ import annotations

from dataclasses import dataclass

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import accorde
from sinistres.regles.parametres_dates import entier

DUREE = ("CGFP L.631-8", "Code du travail L.1225-37", "R-ADO-01")
PARTAGE = ("CGFP L.631-8", "Code du travail L.1225-40", "R-ADO-01")


@dataclass(frozen=True, slots=True)
class CongeAdoption:
    """Semaines du congé, et jours calendaires que son partage entre les parents y ajoute."""

    semaines: int
    jours_partages: int


def conge_adoption(*, enfants_a_charge: int, nombre: int, partage: bool) -> Decision[CongeAdoption]:
    """Durée du congé pour l'arrivée de `nombre` enfants.

    `enfants_a_charge` : avant leur arrivée. `partage` : congé réparti entre les deux parents. L'entrée
    n'étant pas datée, les durées sont les dernières connues. Source : CGFP L.631-8, code du travail
    L.1225-37 et L.1225-40.
    """
    seuil = entier("adoption_enfants_a_charge")
    foyer = enfants_a_charge + nombre
    if nombre > 1:
        cle, mots, valeur = "adoption_semaines_multiple", f"{nombre} enfants adoptés", nombre
    else:
        assez = foyer >= seuil
        cle = "adoption_semaines_enfants" if assez else "adoption_semaines"
        compare = "au moins" if assez else "moins de"
        mots = f"Enfants à charge, {compare} {seuil} : {enfants_a_charge} + {nombre} = {foyer}"
        valeur = foyer
    semaines = entier(cle)
    etapes = [
        Etape(mots, DUREE, str(valeur)),
        Etape(f"Durée du congé : {semaines} semaines", DUREE, str(semaines)),
    ]
    jours = 0
    if partage:
        jours = entier("adoption_jours_partages_multiple" if nombre > 1 else "adoption_jours_partages")
        mots = f"Congé partagé entre les parents : {accorde(jours, 'jour')} de plus"
        etapes.append(Etape(mots, PARTAGE, str(jours)))
    else:
        etapes.append(Etape("Congé non partagé : aucun jour de plus", PARTAGE, "0"))
    return Decision(CongeAdoption(semaines, jours), tuple(etapes))
