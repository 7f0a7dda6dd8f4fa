"""De quoi semer une faute en mémoire, partout où la fonction fautive est appelée."""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import models
from django.db.models.expressions import RawSQL

from cdg_portal.perimetres import acces, visibilite
from tests.cloisonnement.matrice import motifs

PROJET = ("adhesions", "sinistres", "cotisations", "prevoyance", "prevention", "cdg_portal")
COUCHE_1, COUCHE_2, LES_DEUX, ROBOT = "couche 1", "couche 2", "les deux couches", "robot"

Semis = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Faute:
    """Une faute d'autorisation : l'app touchée, comment la semer, qui doit l'arrêter, où et par qui la chercher."""

    nom: str
    app: str
    semer: Semis
    attendu: str
    ou: tuple[str, ...]
    qui: tuple[str, ...] = ("RH_VALIDEUR",)


def partout(patch: pytest.MonkeyPatch, original: Any, faux: Any, dans: str = "") -> None:
    """Remplace chaque référence à `original` dans les modules du projet (de l'app `dans`)."""
    remplaces = 0
    for nom, module in list(sys.modules.items()):
        if not nom.startswith(PROJET) or (dans and not nom.startswith(dans)):
            continue
        for attribut, valeur in list(vars(module).items()):
            if valeur is original:
                patch.setattr(module, attribut, faux)
                remplaces += 1
    if not remplaces:
        raise LookupError(f"{original!r} n'est appelée nulle part : la faute ne serait pas semée.")


def garde(patch: pytest.MonkeyPatch, nom: str, faux: Any, dans: str) -> None:
    """Remplace une garde de `acces` (`bornes`, `exiger`, `peut`) dans une app."""
    partout(patch, getattr(acces, nom), faux, dans)


def sans_borne(original: Any) -> Semis:
    """La liste oublie de se borner aux collectivités du rôle."""

    def liste(*args: Any, **options: Any) -> Any:
        options.pop("collectivites", None)
        options.pop("bornes", None)
        neuves = [_deborner(a) for a in args]
        return original(*neuves, **options)

    return lambda patch: partout(patch, original, liste)


def _deborner(argument: Any) -> Any:
    from dataclasses import is_dataclass, replace

    return replace(argument, collectivites=None) if is_dataclass(argument) else argument  # type: ignore[type-var]


def nu(modele: Any, original: Any) -> Semis:
    """`*_par_uid` lit un QuerySet nu : ni gestionnaire cloisonné, ni borne de rôle."""

    def par_uid(uid: Any, *args: Any, **options: Any) -> Any:
        return models.QuerySet(modele).filter(uid=uid).first()

    return lambda patch: partout(patch, original, par_uid)


def sql_brut(modele: Any, original: Any) -> Semis:
    """La liste lit ses identifiants en SQL brut."""

    def liste(*args: Any, **options: Any) -> Any:
        table = modele._meta.db_table
        return models.QuerySet(modele).filter(pk__in=RawSQL(f"SELECT id FROM {table}", [])).order_by("pk")  # noqa: S608, S611

    return lambda patch: partout(patch, original, liste)


def sans_requiert(nom: str) -> Semis:
    """La vue perd son décorateur de permission."""
    motif = motifs()[nom]
    return lambda patch: patch.setattr(motif, "callback", inspect.unwrap(motif.callback))


def sans_exiger(dans: str) -> Semis:
    """L'objet n'est plus rapporté à sa collectivité : un rôle tenu quelque part vaut partout."""

    def semer(patch: pytest.MonkeyPatch) -> None:
        for nom, faux in (("exiger", lambda *a, **k: None), ("peut", lambda *a, **k: True)):
            try:
                garde(patch, nom, faux, dans)
            except LookupError:
                continue

    return semer


def voit_tout(patch: pytest.MonkeyPatch) -> None:
    """La table champ × rôle n'est plus lue : chaque champ se montre à qui ouvre l'objet."""
    patch.setattr(visibilite, "visibilite_sur", lambda *a, **k: visibilite.VISIBLE)


def ensemble(*semis: Semis) -> Semis:
    """Plusieurs oublis à la fois : ce qu'une seconde garde de la même vue arrêterait."""

    def semer(patch: pytest.MonkeyPatch) -> None:
        for un in semis:
            un(patch)

    return semer


def toutes_les_bornes(dans: str) -> Semis:
    """Le rôle tenu chez l'une borne à « toutes »."""
    return lambda patch: garde(patch, "bornes", lambda *a, **k: None, dans)


def autour(nom: str, faire: Callable[[Any, Any], Any]) -> Semis:
    """Enveloppe la vue : `faire(request, reponse)` rend la réponse fautive."""
    motif = motifs()[nom]
    vue = motif.callback

    def enveloppe(request: Any, *args: Any, **kwargs: Any) -> Any:
        return faire(request, vue(request, *args, **kwargs))

    return lambda patch: patch.setattr(motif, "callback", enveloppe)
