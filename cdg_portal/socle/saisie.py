"""Ce qu'une personne tape dans un formulaire : montants et dates à la française."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.natures import DERNIER_JOUR, PREMIER_JOUR

_ESPACES = re.compile(r"[\s\u00a0\u202f]")
_MONTANT = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?")
_SEPARATEUR = r"\s*[/.\-\s]\s*"
_FRANCAISE = re.compile(rf"([0-9]{{1,2}}){_SEPARATEUR}([0-9]{{1,2}}){_SEPARATEUR}([0-9]{{4}}|[0-9]{{2}})")
# « 030226 » ou « 03022026 » : le jour, le mois, l'année, sans séparateur.
_SERREE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_EN_LETTRES = re.compile(r"([0-9]{1,2})(?:er)?\s+([a-z]{3,9})\s+([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_JOURS = re.compile(r"^(?:le\s+)?(?:(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+)?")
_MOIS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_POINTS_DE_MILLIERS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,2}")
_MAXIMUM = Decimal(10) ** 12
HORS_DES_SIECLES = "Date attendue entre 1900 et 2100 : vérifiez l'année."


def lire_montant(valeur: object, *, champ: str = "") -> Decimal:
    """Montant en euros, positif ou nul, au centime : « 2 697 159,00 € » comme `Decimal("2697159")`.

    Lève `montant-invalide` (ni nombre exact ni écriture française), `hors-bornes` (négatif, trop
    grand) ou `montant-non-centime`. Un flottant est refusé : il n'est pas exact.
    """
    if isinstance(valeur, str):
        valeur = _lire_texte(valeur, champ)
    if isinstance(valeur, bool) or not isinstance(valeur, int | Decimal):
        raise _illisible(champ)
    montant = Decimal(valeur)
    if not montant.is_finite():
        raise _illisible(champ)
    if not 0 <= montant < _MAXIMUM:
        message = "Le montant ne peut pas être négatif." if montant < 0 else "Le montant est trop grand."
        raise ErreurMetier("hors-bornes", message, champ=champ)
    centimes = montant.quantize(Decimal("0.01"))
    if centimes != montant:
        raise ErreurMetier("montant-non-centime", "Un montant s'arrête au centime.", champ=champ)
    return centimes


def lire_date(texte: str, *, champ: str = "", au_plus: date | None = None) -> date:
    """Date comme on l'écrit : 3/2/26, 03.02.2026, 030226, 3 février 2026 ou 2026-02-03 ; de 1900 à 2100.

    Une année sur deux chiffres est de ce siècle, ou du précédent si elle dépassait `au_plus` (une naissance).
    Lève `date-invalide`, ou `hors-bornes` : une année sur quatre chiffres n'est jamais complétée.
    """
    lue = _lire_jour(texte.strip(), champ, au_plus)
    verifier_jour(lue, champ=champ)
    return lue


def verifier_jour(jour: date, *, champ: str = "") -> None:
    """Lève `hors-bornes` si le jour n'est pas entre 1900 et 2100 : au-delà, l'année est mal tapée."""
    if not PREMIER_JOUR <= jour <= DERNIER_JOUR:
        raise ErreurMetier("hors-bornes", HORS_DES_SIECLES, champ=champ)


def _lire_jour(propre: str, champ: str, au_plus: date | None) -> date:
    try:
        if _ISO.fullmatch(propre):
            return date.fromisoformat(propre)
        if morceaux := _jour_mois_annee(propre):
            jour, mois, annee = morceaux
            if len(annee) == 4:
                return date(int(annee), mois, int(jour))
            lue = date(2000 + int(annee), mois, int(jour))
            return lue if au_plus is None or lue <= au_plus else date(1900 + int(annee), mois, int(jour))
    except ValueError:
        raise ErreurMetier("date-invalide", "Cette date n'existe pas.", champ=champ) from None
    message = "Date attendue sous la forme JJ/MM/AAAA, par exemple 03/02/2026 ou 3 février 2026."
    raise ErreurMetier("date-invalide", message, champ=champ)


def _jour_mois_annee(propre: str) -> tuple[str, int, str] | None:
    """Le jour et l'année tels qu'écrits, et le rang du mois ; None si ce n'est pas une date."""
    if trouve := _FRANCAISE.fullmatch(propre) or _SERREE.fullmatch(propre):
        jour, mois, annee = trouve.groups()
        return jour, int(mois), annee
    nues = unicodedata.normalize("NFKD", propre.lower()).replace(".", "")
    nues = _JOURS.sub("", "".join(c for c in nues if not unicodedata.combining(c)))
    if not (trouve := _EN_LETTRES.fullmatch(nues)):
        return None
    jour, nom, annee = trouve.groups()
    # « juil » désigne un mois, « jui » en désigne deux.
    rangs = [rang for rang, mois in enumerate(_MOIS, start=1) if mois.startswith(nom)]
    return (jour, rangs[0], annee) if len(rangs) == 1 else None


def _lire_texte(texte: str, champ: str) -> Decimal:
    propre = _ESPACES.sub("", texte).lower().removeprefix("€")
    for suffixe in ("€", "euros", "euro", "eur"):
        propre = propre.removesuffix(suffixe)
    if _POINTS_DE_MILLIERS.fullmatch(propre):
        propre = propre.replace(".", "")
    negatif = propre.startswith("-")
    if not _MONTANT.fullmatch(propre.removeprefix("-")):
        raise _illisible(champ)
    montant = Decimal(propre.removeprefix("-").replace(",", "."))
    return -montant if negatif else montant


def _illisible(champ: str) -> ErreurMetier:
    message = "Un montant est attendu, en chiffres : par exemple 2 697 159,00."
    return ErreurMetier("montant-invalide", message, champ=champ)
