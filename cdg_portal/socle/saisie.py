"""Ce qu'une personne tape dans un formulaire : montants et dates à la française."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.natures import DERNIER_JOUR, PREMIER_JOUR

_ESPACES = re.compile(r"[\s\u00a0\u202f]")
_MONTANT = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?")
_FRANCAISE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
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


def lire_date(texte: str, *, champ: str = "") -> date:
    """Date JJ/MM/AAAA (« 3/2/26 » admis) ou AAAA-MM-JJ, de 1900 à 2100.

    Lève `date-invalide`, ou `hors-bornes` : une année sur quatre chiffres n'est jamais complétée.
    """
    lue = _lire_jour(texte.strip(), champ)
    verifier_jour(lue, champ=champ)
    return lue


def verifier_jour(jour: date, *, champ: str = "") -> None:
    """Lève `hors-bornes` si le jour n'est pas entre 1900 et 2100 : au-delà, l'année est mal tapée."""
    if not PREMIER_JOUR <= jour <= DERNIER_JOUR:
        raise ErreurMetier("hors-bornes", HORS_DES_SIECLES, champ=champ)


def _lire_jour(propre: str, champ: str) -> date:
    try:
        if _ISO.fullmatch(propre):
            return date.fromisoformat(propre)
        if trouve := _FRANCAISE.fullmatch(propre):
            jour, mois, annee = trouve.groups()
            return date(int(annee) + (2000 if len(annee) == 2 else 0), int(mois), int(jour))
    except ValueError:
        raise ErreurMetier("date-invalide", "Cette date n'existe pas.", champ=champ) from None
    raise ErreurMetier("date-invalide", "Date attendue sous la forme JJ/MM/AAAA.", champ=champ)


def _lire_texte(texte: str, champ: str) -> Decimal:
    propre = _ESPACES.sub("", texte).removesuffix("€")
    negatif = propre.startswith("-")
    if not _MONTANT.fullmatch(propre.removeprefix("-")):
        raise _illisible(champ)
    montant = Decimal(propre.removeprefix("-").replace(",", "."))
    return -montant if negatif else montant


def _illisible(champ: str) -> ErreurMetier:
    message = "Un montant est attendu, en chiffres : par exemple 2 697 159,00."
    return ErreurMetier("montant-invalide", message, champ=champ)
