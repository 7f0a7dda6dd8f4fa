"""Tout formulaire du portail hérite de la base commune : saisie libre et refus du NIR ne s'oublient pas."""

import importlib

from django import forms

from cdg_portal.formulaires import SansNir
from tests.architecture.sources import RACINE

APPS = ("cdg_portal", "adhesions", "sinistres", "cotisations", "prevention", "prevoyance")


def _descendantes(classe):
    for fille in classe.__subclasses__():
        yield fille
        yield from _descendantes(fille)


def _charger_les_ecrans():
    for app in APPS:
        for fichier in sorted((RACINE / app).rglob("*.py")):
            module = ".".join(fichier.relative_to(RACINE).with_suffix("").parts)
            if {"web", "admin", "simulateurs", "templatetags"} & set(module.split(".")):
                importlib.import_module(module.removesuffix(".__init__"))


def hors_de_la_base():
    """Formulaires de nos modules qui n'héritent pas de `SansNir`."""
    return {
        f"{classe.__module__}.{classe.__name__}"
        for classe in _descendantes(forms.BaseForm)
        if classe.__module__.split(".")[0] in APPS and not issubclass(classe, SansNir)
    }


def test_chaque_formulaire_herite_de_la_base():
    _charger_les_ecrans()
    assert hors_de_la_base() == set()


def test_la_garde_voit_un_formulaire_ecrit_a_cote():
    class Oublie(forms.Form):
        """Un formulaire de Django, sans la base."""

    Oublie.__module__ = "adhesions.web.oublie"
    assert "adhesions.web.oublie.Oublie" in hors_de_la_base()
    Oublie.__module__ = __name__
