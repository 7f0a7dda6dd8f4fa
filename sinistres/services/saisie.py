"""Ce qu'une saisie doit être avant d'entrer dans un dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.periode import ajouter_annees
from cdg_portal.socle.saisie import verifier_jour
from sinistres.regles.forme_entree import DUREE_MAXIMALE

UN_AN = timedelta(days=366)
# Le plus long des congés, la longue durée, tient en cinq ans à plein et demi-traitement.
HORIZON_EN_ANNEES = 5
MOTIF_MAXIMAL = 300


def texte_exige(texte: str, *, champ: str, vide: str, maximum: int = MOTIF_MAXIMAL) -> str:
    """Le texte sans ses espaces de bord. Refuse un texte vide (message `vide`) ou trop long pour être gardé."""
    texte = texte.strip()
    if not texte:
        raise ErreurMetier("champ-manquant", vide, champ=champ)
    if len(texte) > maximum:
        raise ErreurMetier("hors-bornes", f"Ce texte tient en {maximum} caractères.", champ=champ)
    return texte


@dataclass(frozen=True, slots=True)
class CertificatSaisi:
    """Certificat tel que saisi : jours inclus ; `quotite_travail` en % pour un temps partiel thérapeutique."""

    debut: date
    fin: date
    quotite_travail: Decimal | None = None


def verifier_certificats(
    certificats: Sequence[CertificatSaisi],
    *,
    survenance: date,
    quotite_due: bool = False,
    le: date | None = None,
) -> None:
    """Refuse fin avant début, début avant l'évènement, durée hors de toute vraisemblance, recouvrements.

    `quotite_due` : temps partiel thérapeutique, chaque certificat doit porter sa quotité travaillée ;
    `le` : jour de la saisie, dont le début ne s'écarte pas de plus d'un an dans l'avenir, ni la fin de plus
    de cinq ans. Aucune date n'est hors de 1900 à 2100, que le calcul refuserait.
    """
    precedente: date | None = None
    for c in sorted(certificats, key=lambda c: c.debut):
        _verifier_les_jours(c, survenance)
        _verifier_l_avenir(c, le)
        _verifier_la_quotite(c, quotite_due)
        if precedente and c.debut <= precedente:
            raise ErreurMetier(
                "chevauchement",
                f"Deux certificats couvrent le {c.debut:%d/%m/%Y} : corrigez leurs dates.",
                champ="debut",
            )
        precedente = c.fin


def _verifier_l_avenir(c: CertificatSaisi, le: date | None) -> None:
    if le and c.debut > le + UN_AN:
        raise ErreurMetier(
            "hors-bornes",
            f"Le certificat débute le {c.debut:%d/%m/%Y}, dans plus d'un an : vérifiez l'année.",
            champ="debut",
        )
    if le and c.fin > ajouter_annees(le, HORIZON_EN_ANNEES):
        raise ErreurMetier(
            "hors-bornes",
            f"Le certificat finit le {c.fin:%d/%m/%Y}, dans plus de cinq ans : vérifiez l'année.",
            champ="fin",
        )


def _verifier_les_jours(c: CertificatSaisi, survenance: date) -> None:
    verifier_jour(c.debut, champ="debut")
    verifier_jour(c.fin, champ="fin")
    if c.fin < c.debut:
        raise ErreurMetier(
            "dates-inversees",
            f"Le certificat finit le {c.fin:%d/%m/%Y}, avant son premier jour ({c.debut:%d/%m/%Y}).",
            champ="fin",
        )
    if c.debut < survenance:
        raise ErreurMetier(
            "incoherent",
            f"Le certificat débute le {c.debut:%d/%m/%Y}, avant l'évènement ({survenance:%d/%m/%Y}).",
            champ="debut",
        )
    if (c.fin - c.debut).days >= DUREE_MAXIMALE:
        raise ErreurMetier(
            "hors-bornes",
            f"Un certificat ne dépasse pas {DUREE_MAXIMALE} jours : vérifiez l'année du dernier jour.",
            champ="fin",
        )


def _verifier_la_quotite(c: CertificatSaisi, due: bool) -> None:
    if c.quotite_travail is None and due:
        raise ErreurMetier("champ-manquant", "Indiquez la quotité travaillée.", champ="quotite_travail")
    if c.quotite_travail is not None and not 0 < c.quotite_travail < 100:
        raise ErreurMetier("hors-bornes", "La quotité est comprise entre 1 et 99 %.", champ="quotite_travail")
