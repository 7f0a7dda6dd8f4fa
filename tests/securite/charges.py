"""Textes hostiles, et de quoi les glisser dans chaque champ de texte libre lu de la base."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import models

# Un marqueur commun : on vérifie que la charge est bien arrivée jusqu'à la page.
MARQUE = "charge7331"
HTML = (
    f"{MARQUE}{{{{ 7|add:7324 }}}}\"'><script>alert(7331)</script><img src=x onerror=alert(7331)>"
    "<svg/onload=alert(7331)></textarea></title></style>"
    "<style>*{display:none}</style><a href=javascript:alert(7331)>x</a>"
    "{% debug %}<c-bouton>piege</c-bouton><!-- --><base href=//mechant.invalid>\u202egnol"
    "\r\nX-Injecte: oui\r\n\r\n<b>"
)
FORMULES = (
    "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+1", "-2+3", "＝1+1", "＋1", "－1", "＠SUM(1)",
    " =1+1", "   =1+1", "\t=1+1", "\r=1+1", "\n=1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "\x00=1+1",
    "\u202e=1+1", "\u3000=1+1", "\u2028=1+1", "\x85=1+1", "\x1b=1+1", "\v\f=1+1",
)  # fmt: skip
APPS = ("perimetres", "adhesions", "sinistres", "cotisations", "documents", "travaux", "journal",
        "comptes", "prevention", "prevoyance", "accueil", "saisies")  # fmt: skip
# Des codes et des clés que le programme compare : un texte libre n'y arrive jamais.
TECHNIQUES = {
    "password", "email", "cle_tri", "code", "droit", "type", "elements", "siren", "siret", "modele", "cle",
    "source_type", "sha256", "empreinte", "nom_fichier", "objet_type", "action", "mode", "prestation", "lien",
    "requete_id", "metier", "echeance", "version_regles", "pgh_label", "role", "etat", "regime", "jeton",
    "empreinte_email",
}  # fmt: skip
# De même, là où le même nom est ailleurs un texte libre.
TECHNIQUES_DU_MODELE = {
    "saisies.SaisieGardee.formulaire", "saisies.SaisieGardee.objet", "saisies.SaisieGardee.adresse",
    "saisies.SaisieGardee.contenu", "accueil.Consultation.genre",
}  # fmt: skip


def champs_libres() -> dict[type[models.Model], list[str]]:
    """Par modèle affiché, ses champs de texte sans liste de valeurs."""
    trouves = {}
    for modele in apps.get_models():
        if modele._meta.app_label not in APPS or hasattr(modele, "pgh_tracked_model"):
            continue
        noms = [
            f.attname
            for f in modele._meta.concrete_fields
            if type(f) in (models.CharField, models.TextField)
            and not f.choices
            and f.name not in TECHNIQUES
            and f"{modele._meta.label}.{f.name}" not in TECHNIQUES_DU_MODELE
        ]
        if noms:
            trouves[modele] = noms
    return trouves


@contextmanager
def semer(charge: str) -> Iterator[set[str]]:
    """Tout objet lu porte cette charge dans ses textes libres ; rend les champs réellement lus."""
    libres, semes = champs_libres(), set()
    lire = models.Model.from_db.__func__

    def from_db(cls: type[models.Model], *arguments: Any, **options: Any) -> models.Model:
        objet = lire(cls, *arguments, **options)
        for nom in libres.get(cls, ()):
            if objet.__dict__.get(nom):
                objet.__dict__[nom] = charge
                semes.add(f"{cls._meta.label}.{nom}")
        return objet

    with patch.object(models.Model, "from_db", classmethod(from_db)):
        yield semes
