"""Délai d'adhésion d'un agent à la prévoyance et prise d'effet, dans le délai ou hors délai."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.periode import UN_JOUR, ajouter_mois
from prevoyance.regles.parametres_dates import entier
from prevoyance.regles.sans_arret import Arret, acceptation

ORIGINES = {
    "CONTRAT": "Prise d'effet du contrat",
    "EMBAUCHE": "Embauche",
    "RETOUR": "Retour de congé parental ou de disponibilité",
}
REGLE = "R-PRV-ADH"
DELAI = {"CONTRAT": "CP-PREV-2019 art. 4.a"}
DELAI_INDIVIDUEL, ENGAGEMENT = "CP-PREV-2019 art. 4.c", "CP-PREV-2019 art. 4.d"
DANS_LE_DELAI = ("CP-PREV-2019 art. 5", REGLE, "AMB-24")
HORS_DELAI = ("CP-PREV-2019 art. 5 al. 5", REGLE, "AMB-24")


@dataclass(frozen=True, slots=True)
class Fenetre:
    """`libre` : signé dans le délai ; `limite` : dernier jour du délai, inclus ; `effet` des garanties."""

    libre: bool
    limite: date
    effet: date


def fenetre(
    *,
    origine: str,
    date_origine: date,
    signature: date,
    engagement: bool = False,
    echeance_ancien_contrat: date | None = None,
    arrets: Sequence[Arret] = (),
) -> Decision[Fenetre]:
    """Délai de six mois de date à date depuis `date_origine`, et jour d'effet de l'adhésion (R-PRV-ADH).

    `signature` : celle du bulletin, ou de l'engagement si `engagement` ; pris dans le délai, il reporte
    l'effet au lendemain de `echeance_ancien_contrat`. Les `arrets` ne comptent que hors délai.
    Lève `valeur-interdite` (`origine`), `champ-manquant` (engagement sans échéance) ou `dates-inversees`.
    """
    if origine not in ORIGINES:
        raise ErreurMetier("valeur-interdite", "Origine du délai inconnue.", (REGLE,), "origine")
    if engagement and echeance_ancien_contrat is None:
        message = "Un engagement reporte l'effet à l'échéance de l'ancien contrat : indiquez-la."
        raise ErreurMetier("champ-manquant", message, (ENGAGEMENT,), "echeance_ancien_contrat")
    mois = entier("adhesion_mois_libres", date_origine, "date_origine")
    limite = ajouter_mois(date_origine, mois) - UN_JOUR
    libre = signature <= limite
    references = (DELAI.get(origine, DELAI_INDIVIDUEL), REGLE)
    ouverture = f"{ORIGINES[origine]} le {date_origine:%d/%m/%Y}"
    position = "dans le délai" if libre else "hors délai"
    etapes: tuple[Etape, ...] = (
        Etape(f"{ouverture} + {mois} mois − 1 jour : dernier jour du délai", references, str(limite)),
        Etape(f"Signature le {signature:%d/%m/%Y} : {position}", references, "oui" if libre else "non"),
    )
    if engagement and not libre:
        etapes += (Etape("Engagement pris hors délai : sans effet", (ENGAGEMENT, REGLE), "non"),)
    suite = _effet(libre, signature, echeance_ancien_contrat if engagement else None, arrets)
    etapes += suite.etapes
    if suite.valeur < date_origine:
        libelle = f"À vérifier : l'effet précède l'ouverture du délai, le {date_origine:%d/%m/%Y}"
        etapes += (Etape(libelle, references, str(suite.valeur)),)
    return Decision(Fenetre(libre, limite, suite.valeur), etapes)


def _effet(libre: bool, signature: date, echeance: date | None, arrets: Sequence[Arret]) -> Decision[date]:
    if libre and echeance is not None:
        effet = echeance + UN_JOUR
        libelle = f"Engagement : effet au lendemain de l'ancien contrat, échu le {echeance:%d/%m/%Y}"
        return Decision(effet, (Etape(libelle, (ENGAGEMENT, REGLE), str(effet)),))
    if libre:
        return _mois_suivant("la signature", signature, DANS_LE_DELAI)
    accord = acceptation(signature=signature, arrets=arrets)
    suite = _mois_suivant("l'acceptation", accord.valeur, HORS_DELAI)
    return Decision(suite.valeur, accord.etapes + suite.etapes)


def _mois_suivant(fait: str, jour: date, references: tuple[str, ...]) -> Decision[date]:
    effet = ajouter_mois(jour.replace(day=1), 1)
    libelle = f"Effet au premier jour du mois qui suit {fait} du {jour:%d/%m/%Y}"
    return Decision(effet, (Etape(libelle, references, str(effet)),))
