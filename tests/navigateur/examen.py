"""Ce que l'on vérifie d'une page, telle qu'un navigateur la montre : axe, structure, largeur, focus, mouvement."""

import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings as reglages
from playwright.sync_api import Page

AXE = (Path(reglages.RACINE) / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
REGLES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CONTRASTES = {"type": "rule", "values": ["color-contrast"]}
LARGEURS = (320, 768, 1440)
# En sombre, seules les couleurs changent.
TOUS_LES_ASPECTS = (
    (1440, "light", REGLES),
    (768, "light", REGLES),
    (320, "light", REGLES),
    (1440, "dark", CONTRASTES),
)
# `make accessibilite` y fait écrire à chaque essai ce qu'il a vu ; la suite ordinaire se contente de deux largeurs.
BILAN = os.environ.get("ACCESSIBILITE_BILAN", "")
ASPECTS = TOUS_LES_ASPECTS if BILAN else (TOUS_LES_ASPECTS[0], TOUS_LES_ASPECTS[2], TOUS_LES_ASPECTS[3])
FAUTES = """async (regles) => {
  const bilan = await axe.run(document, {
    runOnly: regles, resultTypes: ["violations"],
    ...(regles.type === "tag" ? {rules: {"target-size": {enabled: true}}} : {}),
  });
  const cibles = (v) => v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" ; ");
  return bilan.violations.map((v) => `${v.id} (${v.help}) : ${cibles(v)}`);
}"""
STRUCTURE = """() => ({
  langue: document.documentElement.lang,
  titres: [...document.querySelectorAll("h1")].filter(h => h.innerText.trim()).length,
  reperes: ["header", "main", "footer"].filter(b => document.querySelectorAll(`body > ${b}`).length === 1).length,
  identifiants: [...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, tous) => tous.indexOf(id) !== i),
  debordement: document.documentElement.scrollWidth - innerWidth,
})"""
SAINE = {"langue": "fr", "titres": 1, "reperes": 3, "identifiants": []}
# Chaque élément que le clavier atteint change d'aspect (lui ou son étiquette) quand il a le focus.
FOCUS = """() => {
  const propres = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "backgroundColor"];
  const aspect = (e) => [e, e.parentElement, e.labels?.[0]].filter(Boolean)
    .map((n) => { const s = getComputedStyle(n); return propres.map((p) => s[p]).join("|"); }).join("/");
  const ou = (e) => e.outerHTML.slice(0, 80);
  const ouverte = document.querySelector("dialog[open]");
  const cibles = (ouverte || document).querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
  const fautes = [];
  for (const e of cibles) {
    if (e.tabIndex < 0 || e.disabled || !e.checkVisibility({visibilityProperty: true})) continue;
    document.activeElement?.blur();
    const avant = aspect(e);
    e.focus({preventScroll: true});
    if (document.activeElement !== e) continue;
    if (aspect(e) === avant) fautes.push(ou(e));
  }
  document.activeElement?.blur();
  return [...new Set(fautes)].slice(0, 5);
}"""
# La personne a demandé moins de mouvement : ni animation, ni transition, ni défilement animé.
MOUVEMENT = """() => {
  const longue = (texte) => texte.split(",").some((d) => parseFloat(d) * (d.includes("ms") ? 0.001 : 1) > 0.02);
  const animes = [...document.querySelectorAll("body, body *")].filter((e) => {
    const s = getComputedStyle(e);
    return (s.animationName !== "none" && longue(s.animationDuration)) || longue(s.transitionDuration);
  }).map((e) => e.tagName.toLowerCase() + "." + String(e.className).split(" ")[0]);
  if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") animes.push("html (défilement)");
  return [...new Set(animes)].slice(0, 5);
}"""


def consigner(**nombres: int) -> None:
    """Laisse ce compte à `make accessibilite`, qui fait la somme."""
    if BILAN:
        with NamedTemporaryFile("w", dir=BILAN, suffix=".json", delete=False, encoding="utf-8") as fichier:
            json.dump(nombres, fichier)


class Examen:
    """Relève les fautes page après page ; elles sont toutes dites à la fin."""

    def __init__(self, page: Page, aspects: tuple[Any, ...] = ASPECTS) -> None:
        self.page, self.aspects = page, aspects
        self.fautes: list[str] = []
        self.vues: list[str] = []

    def ouvrir(self, nom: str, adresse: str, **options: Any) -> None:
        """Va à cette adresse et l'examine."""
        self.page.goto(adresse, **options)
        self.relever(nom)

    def relever(self, nom: str) -> None:
        """Examine la page telle qu'elle est, une fois chargée : large, étroite, puis large et sombre."""
        self.page.wait_for_load_state()
        if " · Statutaire" not in self.page.title():
            self._noter(nom, [f"titre : « {self.page.title()} »"])
        self.vues.append(nom)
        self.page.evaluate(AXE)
        for rang, (largeur, couleurs, regles) in enumerate(self.aspects):
            self.page.set_viewport_size({"width": largeur, "height": 900})
            self.page.emulate_media(color_scheme=couleurs)
            ou = f"{nom}, {largeur} px, {couleurs}"
            self._noter(ou, self.page.evaluate(FAUTES, regles))
            if regles is not REGLES:
                continue
            structure = self.page.evaluate(STRUCTURE)
            debordement = structure.pop("debordement")
            if structure != SAINE:
                self._noter(ou, [f"structure : {structure}"])
            if debordement > 0:
                self._noter(ou, [f"déborde de {debordement} px"])
            if rang == 0:
                self._noter(ou, [f"animé : {quoi}" for quoi in self.page.evaluate(MOUVEMENT)])
                self.page.keyboard.press("Tab")  # le navigateur montre le focus à qui se sert du clavier
                self._noter(ou, [f"focus invisible : {quoi}" for quoi in self.page.evaluate(FOCUS)])
        # Comme la fenêtre était ouverte.
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.page.emulate_media(color_scheme="light")

    def _noter(self, ou: str, fautes: list[str]) -> None:
        self.fautes += [f"{ou} : {faute}" for faute in fautes]

    def conclure(self, nombre: int) -> None:
        """Aucune faute, et toutes les pages prévues ont été vues."""
        consigner(pages=len(self.vues), etats=len(self.vues), violations=len(self.fautes))
        assert not self.fautes, "\n".join(self.fautes)
        assert len(self.vues) == nombre, self.vues
