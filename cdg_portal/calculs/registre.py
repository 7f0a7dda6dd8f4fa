"""Registre des calculs publiés : les mêmes fonctions pures pour la commande, l'API et les écrans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

import orjson

from cdg_portal.calculs.formes import Calcul, Reponse
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.refus import EntreeRefusee, Erreur

# Module de ce paquet → calculs qu'il déclare, dans l'ordre de présentation.
MODULES = {
    "indemnisation": ("indemnisation",),
    "conges": (
        "annee-medicale",
        "droits-cmo",
        "retenue-carence",
        "conge-maternite",
        "conge-paternite",
        "conge-adoption",
    ),
    "prestations": (
        "capital-deces",
        "allocation-invalidite-temporaire",
        "indemnite-disponibilite-office",
        "frais-medicaux",
        "ijss-maladie",
    ),
    "delais": (
        "delai-declaration",
        "decision-citis",
        "prescription",
        "cessation-garantie",
        "age-legal",
    ),
    "adhesions": ("participation-cdg",),
    "cotisations": ("cotisation",),
    "prevention": ("absenteisme",),
    "prevoyance": (
        "prevoyance-fenetre",
        "prevoyance-cotisation",
        "prevoyance-taux-plafond",
        "prevoyance-incapacite",
        "prevoyance-terme",
        "prevoyance-premier-jour",
    ),
}


class Registre(Mapping[str, Calcul]):
    """Calculs par nom ; le module d'un calcul n'est chargé que s'il sert, la commande démarre ainsi plus vite."""

    def __init__(self) -> None:
        self._modules = {nom: module for module, noms in MODULES.items() for nom in noms}
        self._charges: dict[str, Calcul] = {}

    def __getitem__(self, nom: str) -> Calcul:
        if nom not in self._charges:
            module = import_module(f"cdg_portal.calculs.{self._modules[nom]}")
            self._charges.update({calcul.nom: calcul for calcul in module.CALCULS})
        return self._charges[nom]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


CALCULS = Registre()


class CalculInconnu(ErreurMetier):
    """Aucun calcul ne porte ce nom."""

    def __init__(self, nom: str) -> None:
        super().__init__("calcul-inconnu", f"Aucun calcul ne s'appelle « {nom} ».")


def trouver(nom: str) -> Calcul:
    """Calcul de ce nom ; lève `CalculInconnu`."""
    if nom not in CALCULS:
        raise CalculInconnu(nom)
    return CALCULS[nom]


def executer(nom: str, valeur: object) -> Reponse:
    """Réponse {"resultat", "etapes"} ; lève `CalculInconnu`, ou `EntreeRefusee` avec ses erreurs."""
    return trouver(nom).executer(valeur)


def lire_json(brut: bytes) -> object:
    """Valeur JSON d'un texte UTF-8 ; lève `EntreeRefusee` (`json-invalide`) s'il est illisible."""
    try:
        valeur: object = orjson.loads(brut.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise EntreeRefusee([Erreur("", "json-invalide", "Le texte n'est pas du JSON lisible.")]) from None
    return valeur


def ecrire_json(valeur: object, *, retrait: bool = False) -> bytes:
    """JSON en UTF-8, sur une ligne sauf `retrait`."""
    return orjson.dumps(valeur, option=orjson.OPT_INDENT_2 if retrait else None)
