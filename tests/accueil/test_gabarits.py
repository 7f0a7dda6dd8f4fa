"""Tous les gabarits : aucune ressource en ligne (CSP), composants documentés, icônes connues, galerie entière."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from cdg_portal.accueil.templatetags.affichage import TONS
from cdg_portal.accueil.templatetags.bande import MARQUES, TEINTES, Teinte
from cdg_portal.perimetres.permissions import roles_de
from tests.aides import client_de

GABARITS = Path(settings.TEMPLATES[0]["DIRS"][0])
COMPOSANTS = sorted((GABARITS / "composants").glob("*.html"))
ECRANS = sorted(
    p for p in GABARITS.rglob("*.html") if not {"pdf", "courriels"} & set(p.relative_to(GABARITS).parts)
)
EN_LIGNE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son(?!glet)[a-z]+=|javascript:", re.I)


def relatif(chemin: Path) -> str:
    return str(chemin.relative_to(GABARITS))


# Un courriel n'a que le style qu'il porte, et ne s'affiche jamais sous la politique du portail.
@pytest.mark.parametrize("chemin", [c for c in ECRANS if "mails" not in c.parts], ids=relatif)
def test_aucun_style_ni_script_en_ligne(chemin):
    assert not EN_LIGNE.search(chemin.read_text("utf-8"))


def test_chaque_partie_d_un_bloc_a_sa_regle():
    """Une classe « bloc__partie » qu'aucune feuille ne met en forme est un reste, ou une mise en forme oubliée."""
    statiques = Path(settings.STATICFILES_DIRS[0]) / "css"
    regles = set(re.findall(r"\.(st-[\w-]+)", "".join(f.read_text("utf-8") for f in statiques.glob("*.css"))))
    posees = {
        (relatif(chemin), classe)
        for chemin in ECRANS
        for valeur in re.findall(r'classe?="([^"]*)"', chemin.read_text("utf-8"))
        for classe in re.sub(r"\{[{%].*?[%}]\}", "{}", valeur).split()
        if re.fullmatch(r"st-[\w-]+__[\w-]+", classe)
    }
    assert {p for p in posees if p[1] not in regles} == set()


@pytest.mark.parametrize("chemin", COMPOSANTS, ids=relatif)
def test_un_composant_dit_son_usage_et_declare_ses_attributs(chemin):
    texte = chemin.read_text("utf-8")
    assert texte.startswith("{% comment %}\n")
    assert "<c-vars " in texte


@pytest.mark.parametrize("chemin", ECRANS, ids=relatif)
def test_les_composants_et_les_icones_appeles_existent(chemin):
    texte = chemin.read_text("utf-8")
    connus = {c.stem.replace("_", "-") for c in COMPOSANTS} | {"vars", "slot"}
    assert set(re.findall(r"<c-([a-z-]+)", texte)) <= connus
    jeu = (Path(settings.STATICFILES_DIRS[0]) / "img" / "icones.svg").read_text("utf-8")
    icones = set(re.findall(r'icone="([a-z-]+)"|c-icone nom="([a-z-]+)"', texte))
    assert {a or b for a, b in icones} <= set(re.findall(r'symbol id="([a-z-]+)"', jeu))


GALERIE = "".join(
    p.read_text("utf-8")
    for p in (
        GABARITS / "accueil" / "galerie.html",
        *sorted((GABARITS / "accueil" / "galerie").glob("*.html")),
    )
)
# Relu chaque seconde tant que le travail dure : la galerie ne s'interroge pas elle-même sans fin.
NON_MONTRES = {("progression", "url")}


@pytest.mark.parametrize("chemin", COMPOSANTS, ids=relatif)
def test_la_galerie_montre_chaque_composant_dans_tous_ses_etats(chemin):
    nom = chemin.stem.replace("_", "-")
    declaration = re.search(r"<c-vars (.*?)/>", chemin.read_text("utf-8"), re.S).group(1)
    appels = re.findall(rf'<c-{nom}(?=[\s/>])((?:[^>"]|"[^"]*")*)>', GALERIE)
    assert appels, "absent de la galerie"
    for attribut in set(re.findall(r':?([a-z-]+)="', declaration)) - {a for c, a in NON_MONTRES if c == nom}:
        montre = re.search(rf"(?<![a-z-]){attribut}(?![a-z-])", " ".join(appels))
        assert montre or f'<c-slot name="{attribut}">' in GALERIE, attribut


def test_la_galerie_montre_chaque_ton_et_chaque_variante():
    """Le rendu porte chaque ton de notice et d'état, chaque variante de bouton, chaque droit de jour."""
    page = render_to_string("accueil/galerie.html", request=RequestFactory().get("/galerie/"))
    classes = set(re.findall(r"st-[a-z]+(?:__[a-z]+)?--[a-z0-9]+|btn-[a-z-]+", page))
    attendues = {
        *(f"st-{bloc}--{ton}" for bloc in ("notice", "badge") for ton in TONS),
        *(f"st-evenement--{ton}" for ton in TONS),
        *(f"btn-{v}" for v in ("primary", "outline-secondary", "link", "danger")),
        *(f"st-bande__jour--{t.code}" for t in (*TEINTES.values(), *(Teinte("hors", "", ""),))),
        *(f"st-bande__jour--{m}" for m in MARQUES),
        *(f"st-graphique__serie--{n}" for n in range(1, 5)),
        "st-champ--courte", "st-champ--moyenne", "st-champ--case", "st-attendue--retard",
    }  # fmt: skip
    assert attendues - classes == set()


def test_la_galerie_se_rend_sans_variable_inconnue(caplog):
    with caplog.at_level(logging.DEBUG, logger="django.template"):
        page = render_to_string("accueil/galerie.html", request=RequestFactory().get("/galerie/"))
    absentes = {
        (r.args[0], r.args[1]) for r in caplog.records if r.name == "django.template" and len(r.args) == 2
    }
    assert {v for v, gabarit in absentes if not str(gabarit).startswith("base")} <= VARIABLES_DE_BASE
    assert page.count("<h1") == 1
    assert "<c-" not in page
    assert "{{" not in page


# Facultatives dans base.html : posées par le processeur de contexte d'une requête connectée.
VARIABLES_DE_BASE = {"utilisateur_affiche", "organisme", "url_deconnexion"}


def test_la_galerie_est_une_page_du_portail(cdg):
    for role in sorted(roles_de("galerie.lire")):
        page = client_de(role).get(reverse("accueil:galerie")).content.decode()
        assert page.count("<h1") == 1
        assert reverse("accueil:galerie") in client_de(role).get(reverse("accueil:aide")).content.decode()
    assert client_de("GESTIONNAIRE_CDG").get(reverse("accueil:galerie")).status_code == 403


def test_la_liste_de_la_galerie_tient_son_etat_dans_l_adresse(cdg):
    page = client_de("ADMINISTRATEUR").get(
        reverse("accueil:galerie"), {"q": "abgrall", "tri": "-numero", "page": 2}
    )
    numeros = re.findall(r'<a href="#tableau">(S-2025-\d+)</a>', page.content.decode())
    assert numeros == ["S-2025-0011", "S-2025-0007", "S-2025-0003"]
