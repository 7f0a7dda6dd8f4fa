"""Numéro de sécurité sociale (NIR) : le reconnaître où qu'on le colle, sans refuser un SIRET ou un téléphone.

Quinze chiffres dont la clé est juste sont un NIR, quelle que soit leur coupe. Sans clé, ou avec une clé mal
recopiée, il faut en plus l'allure d'un NIR : un mois de naissance, et des blancs là où on les met d'ordinaire.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MESSAGE: Final = (
    "Un numéro de sécurité sociale n'a pas sa place ici : il a été effacé, et rien n'a été enregistré. "
    "Un agent se désigne par son nom et son matricule."
)
MESSAGE_DU_BROUILLON: Final = (
    "Un numéro de sécurité sociale n'a pas sa place ici : il a été effacé du brouillon, gardé pour le reste."
)
# Paramètre d'adresse : les champs qu'on a vidés d'un numéro (`AdressesSansNir`), pour que leur formulaire le dise.
EFFACE: Final = "nir_efface"
_BLANC = r"[\s.,·_/\-\u2010-\u2015]{0,2}"
# « 1 - 85 - 05 » ou « 1 ; 85 ; 05 » : seulement si la clé est juste et si les coupes sont celles d'un NIR.
_LARGE = r"[\s.,;:|·_/\-\u2010-\u2015]{0,4}"
_CHIFFRE = "[0-9]"
# Sexe (3, 4, 7 et 8 : immatriculation provisoire), année, mois, département (2A et 2B), commune, ordre.
_ASSURE = ["[1-478]", *[_CHIFFRE] * 5, "[0-9ABab]", *[_CHIFFRE] * 6]


def _motif(elements: list[str], blanc: str = _BLANC) -> re.Pattern[str]:
    """Un motif par longueur ; en vue avant, pour que deux suites qui se suivent soient toutes deux essayées."""
    return re.compile(rf"(?<![0-9])(?=({blanc.join(elements)})(?![0-9]))")


_AVEC_CLE, _SANS_CLE = _motif([*_ASSURE, _CHIFFRE, _CHIFFRE]), _motif(_ASSURE)
_ESPACE = _motif([*_ASSURE, _CHIFFRE, _CHIFFRE], _LARGE)
_ALLURE = re.compile(
    r"[12][0-9]{2}(?:0[1-9]|1[0-2]|20)(?:0[1-9]|[1-9][0-9]|2[AB])(?!000)[0-9]{3}(?!000)[0-9]{3}(?:[0-9]{2})?"
)
# Où se mettent les blancs : sexe, année, mois, département, commune, ordre, clé.
_COUPES = frozenset({1, 3, 5, 7, 10, 13})


def contient_un_nir(texte: str) -> bool:
    """Vrai si un NIR se lit quelque part dans ce texte."""
    plat = _sans_invisibles(unicodedata.normalize("NFKC", texte))
    return (
        any(_cle_juste(m[1]) or _en_a_l_allure(m[1]) for m in _AVEC_CLE.finditer(plat))
        or any(_en_a_l_allure(m[1]) for m in _SANS_CLE.finditer(plat))
        or any(_cle_juste(m[1]) and _en_a_l_allure(m[1]) for m in _ESPACE.finditer(plat))
    )


def _sans_invisibles(texte: str) -> str:
    """Sans les caractères de mise en forme (catégorie Cf) qu'un copier-coller sème entre deux chiffres."""
    return "".join(c for c in texte if unicodedata.category(c) != "Cf")


def cle_du_nir(assure: str) -> int:
    """La clé (1 à 97) des treize premiers caractères ; la Corse compte 19 pour 2A et 18 pour 2B."""
    chiffres = assure.upper()
    departement = {"2A": "19", "2B": "18"}.get(chiffres[5:7], chiffres[5:7])
    return 97 - int(chiffres[:5] + departement + chiffres[7:]) % 97


def _serre(ecrit: str) -> str:
    return "".join(c for c in ecrit if c.isalnum()).upper()


def _cle_juste(ecrit: str) -> bool:
    serre = _serre(ecrit)
    if serre[6] in "AB" and serre[5:7] not in ("2A", "2B"):
        return False
    return int(serre[13:]) == cle_du_nir(serre[:13])


def _en_a_l_allure(ecrit: str) -> bool:
    serre = _serre(ecrit)
    if not _ALLURE.fullmatch(serre):
        return False
    coupes, rang = set(), 0
    for lettre in ecrit:
        if lettre.isalnum():
            rang += 1
        else:
            coupes.add(rang)
    # Quinze chiffres d'un seul tenant à la clé fausse ne sont pas un NIR : ils n'en ont que la longueur.
    return coupes <= _COUPES and (bool(coupes) or len(serre) == 13)
