"""Le formulaire d'une page, rempli comme le ferait un navigateur : ce qu'elle déclare, et ce qu'elle enverrait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

# Tapé ainsi : le premier choix que la page propose.
PREMIER = "(le premier choix)"


@dataclass
class Champ:
    """Un nom de champ : ce que la page y met, et ses choix s'il en a."""

    choix: list[str] = field(default_factory=list)
    valeurs: list[str] = field(default_factory=list)
    a_cocher: bool = False

    def rempli(self) -> list[str]:
        """Une liste ou des boutons que rien ne choisit prennent leur premier choix ; une case reste vide."""
        if self.valeurs or self.a_cocher:
            return self.valeurs
        return [c for c in self.choix if c][:1]

    def saisi(self, valeur: str) -> list[str]:
        """Cette valeur si l'on peut la taper ou la choisir ici ; rien sinon."""
        choix = [c for c in self.choix if c]
        if valeur == PREMIER:
            return choix[:1]
        return [valeur] if valeur in choix or not choix else []


class _Lecteur(HTMLParser):
    """Relève les formulaires envoyés par POST à cette adresse (ou sans adresse)."""

    def __init__(self, chemin: str) -> None:
        super().__init__()
        self.chemin = chemin
        self.champs: dict[str, Champ] = {}
        self._dedans, self._liste, self._zone = False, "", ""

    def handle_starttag(self, balise: str, attributs: list[tuple[str, str | None]]) -> None:
        lus = {nom: valeur or "" for nom, valeur in attributs}
        if balise == "form":
            cible = urlsplit(lus.get("action", "")).path or self.chemin
            self._dedans = lus.get("method", "").lower() == "post" and cible == self.chemin
        if not self._dedans:
            return
        nom = lus.get("name", "")
        if balise == "input" and nom:
            self._entree(self.champs.setdefault(nom, Champ()), lus)
        elif balise == "select":
            self._liste = nom
            self.champs.setdefault(nom, Champ())
        elif balise == "option" and self._liste:
            champ = self.champs[self._liste]
            champ.choix.append(lus.get("value", ""))
            if "selected" in lus and lus.get("value"):
                champ.valeurs.append(lus["value"])
        elif balise == "textarea":
            self._zone = nom
            self.champs.setdefault(nom, Champ())

    @staticmethod
    def _entree(champ: Champ, lus: dict[str, str]) -> None:
        type_, valeur = lus.get("type", "text"), lus.get("value", "")
        if type_ in ("checkbox", "radio"):
            champ.a_cocher = type_ == "checkbox"
            champ.choix.append(valeur or "on")
            if "checked" in lus:
                champ.valeurs.append(valeur or "on")
        elif type_ not in ("submit", "button", "image", "file") and valeur:
            champ.valeurs.append(valeur)

    def handle_data(self, texte: str) -> None:
        if self._zone and texte.strip():
            self.champs[self._zone].valeurs.append(texte.strip())

    def handle_endtag(self, balise: str) -> None:
        if balise == "form":
            self._dedans = False
        elif balise == "select":
            self._liste = ""
        elif balise == "textarea":
            self._zone = ""


def champs_de(page: str, chemin: str) -> dict[str, Champ]:
    """Les champs que cette page enverrait à cette adresse."""
    lecteur = _Lecteur(chemin)
    lecteur.feed(page)
    lecteur.champs.pop("csrfmiddlewaretoken", None)
    return lecteur.champs


def remplir(champs: Mapping[str, Champ], *saisies: Mapping[str, Any]) -> dict[str, Any]:
    """Les valeurs de la page, remplacées par celles que l'on tape : seulement dans les champs qu'elle déclare."""
    remplies: dict[str, Any] = {}
    for nom, champ in champs.items():
        tapees = [lues for s in saisies if nom in s and (lues := champ.saisi(s[nom]))]
        if valeurs := tapees[-1] if tapees else champ.rempli():
            remplies[nom] = valeurs
    return remplies
