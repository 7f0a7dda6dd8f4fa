"""L'aide : d'où viennent les chiffres (barèmes), ce que le portail tire de chaque article, ce qui se discute.

Ces pages ne lisent aucune table : elles montrent les données publiées avec les règles.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.views.decorators.http import require_safe

from cdg_portal.calculs import baremes as donnees_baremes
from cdg_portal.calculs.regles_citees import liens_de, module_de, regles_citees
from cdg_portal.formulaires import Filtre
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import peut, requiert
from cdg_portal.perimetres.listes import exporter_csv, page_de
from cdg_portal.socle import references
from cdg_portal.socle.glossaire import chercher

# Plus qu'il n'y en aura : toutes les interprétations tiennent sur une page.
TOUTES = 10_000


class FiltreDAide(Filtre):
    """Recherche et tri, lus dans l'adresse."""

    q = forms.CharField(label="Rechercher", required=False, max_length=100, widget=forms.SearchInput)
    tri = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class FiltreBaremes(FiltreDAide):
    """Barèmes d'un domaine, ou à revérifier."""

    app = forms.ChoiceField(
        label="Domaine", required=False, choices=[("", "Tous"), *donnees_baremes.APPS.items()]
    )
    a_reverifier = forms.BooleanField(label="À revérifier seulement", required=False)
    field_order = ["q", "app", "a_reverifier"]


class FiltreArticles(FiltreDAide):
    """Articles d'un document, ou d'un état."""

    document = forms.ChoiceField(label="Document", required=False)
    statut = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), *references.STATUTS.items()]
    )
    field_order = ["q", "document", "statut"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choix = [("", "Tous"), *((d.code, d.code) for d in references.documents())]
        self.fields["document"].choices = choix  # type: ignore[attr-defined]


@require_safe
@requiert("aide.lire")
def sommaire(request: HttpRequest) -> HttpResponse:
    """Ce que l'aide contient."""
    return render(request, "aide/sommaire.html", {"galerie": peut(request, "galerie.lire")})


@require_safe
@requiert("aide.lire")
def glossaire(request: HttpRequest) -> HttpResponse:
    """Les termes du métier et leur définition."""
    form = FiltreDAide(request.GET)
    return render(request, "aide/glossaire.html", {"form": form, "termes": chercher(form.lus()["q"])})


def _baremes(request: HttpRequest) -> tuple[FiltreBaremes, donnees_baremes.Baremes]:
    form = FiltreBaremes(request.GET)
    lus = form.lus()
    return form, donnees_baremes.baremes(
        au=aujourdhui(),
        recherche=lus["q"],
        app=lus["app"],
        a_reverifier=bool(lus["a_reverifier"]),
        tri=lus["tri"],
    )


@require_safe
@requiert("aide.lire")
def baremes(request: HttpRequest) -> HttpResponse:
    """Les constantes légales et les clauses types, une ligne par version."""
    form, trouves = _baremes(request)
    jour = aujourdhui()
    page = page_de(request, [(ligne, ligne.a_reverifier(jour)) for ligne in trouves.lignes])
    contexte = {
        "form": form,
        "page": page,
        "trouves": trouves,
        "tri": form.cleaned_data.get("tri", ""),
        "filtree": any(form.cleaned_data.get(c) for c in ("q", "app", "a_reverifier")),
    }
    return render(request, "aide/baremes.html", contexte)


@require_safe
@requiert("aide.lire")
def baremes_csv(request: HttpRequest) -> HttpResponse:
    """La même liste, entière, en CSV."""
    _, trouves = _baremes(request)
    jour = aujourdhui()
    entetes = (
        "Domaine", "Clé", "Barème", "Valeur", "Unité", "En vigueur depuis", "Jusqu'au", "Source", "À confirmer",
        "Vérifié le", "À revérifier",
    )  # fmt: skip
    lignes = (
        (
            li.libelle_app, li.cle, li.titre, li.valeur, li.unite, None if li.toujours else li.depuis, li.jusqu_au,
            li.reference, li.a_confirmer, li.verifie_le, li.a_reverifier(jour),
        )
        for li in trouves.lignes
    )  # fmt: skip
    return exporter_csv("baremes.csv", entetes, lignes)


def _articles(request: HttpRequest) -> tuple[FiltreArticles, references.Couverture]:
    form = FiltreArticles(request.GET)
    lus = form.lus()
    return form, references.couverture(
        recherche=lus["q"], document=lus["document"], statut=lus["statut"], tri=lus["tri"]
    )


@require_safe
@requiert("aide.lire")
def articles(request: HttpRequest) -> HttpResponse:
    """Chaque article des documents sources et la façon dont le portail y répond."""
    form, trouves = _articles(request)
    lus = form.cleaned_data
    page = page_de(request, trouves.articles)
    page.object_list = [(a, liens_de(a), _ecrans(request, a)) for a in page.object_list]
    contexte = {
        "form": form,
        "page": page,
        "comptes": [(code, references.STATUTS[code], nombre) for code, nombre in trouves.comptes.items()],
        "total": trouves.total,
        "document": lus.get("document", ""),
        "titres": {d.code: d.titre for d in references.documents()},
        "tri": lus.get("tri", ""),
        "filtree": any(lus.get(c) for c in ("q", "document", "statut")),
    }
    return render(request, "aide/articles.html", contexte)


def _ecrans(request: HttpRequest, article: references.Article) -> list[tuple[references.Ecran, bool]]:
    """Les écrans de l'article ; vrai si la personne connectée peut les ouvrir."""
    return [(e, _ouvert(request, e.adresse)) for e in article.ecrans]


def _ouvert(request: HttpRequest, adresse: str) -> bool:
    """Une page sans action (connexion, API publique) est ouverte à tous."""
    action = getattr(resolve(adresse).func, "action", "")
    return not action or peut(request, action)


@require_safe
@requiert("aide.lire")
def articles_csv(request: HttpRequest) -> HttpResponse:
    """La même liste, entière, en CSV."""
    _, trouves = _articles(request)
    entetes = (
        "Document", "Article", "Sujet", "État", "Règles", "Calculs", "Écrans", "Raison ou manque", "Note",
    )  # fmt: skip
    lignes = (
        (
            a.document, a.numero, a.titre, a.libelle_statut, ", ".join(dict.fromkeys(map(module_de, a.regles))),
            ", ".join(a.calculs), ", ".join(e.adresse for e in a.ecrans), a.raison, a.note,
        )
        for a in trouves.articles
    )  # fmt: skip
    return exporter_csv("articles.csv", entetes, lignes)


def _interpretations(request: HttpRequest) -> tuple[Filtre, tuple[references.Interpretation, ...]]:
    form = FiltreDAide(request.GET)
    return form, references.chercher_interpretations(recherche=form.lus()["q"])


@require_safe
@requiert("aide.lire")
def interpretations(request: HttpRequest) -> HttpResponse:
    """Les lectures retenues, toutes sur une page : un résultat y renvoie par leur ancre."""
    form, trouvees = _interpretations(request)
    lignes = [(i, [fichier.split("/") for fichier in i.ou]) for i in trouvees]
    contexte = {"form": form, "page": page_de(request, lignes, taille=TOUTES)}
    return render(request, "aide/interpretations.html", contexte)


@require_safe
@requiert("aide.lire")
def interpretations_csv(request: HttpRequest) -> HttpResponse:
    """La même liste en CSV."""
    _, trouvees = _interpretations(request)
    entetes = ("Identifiant", "Sujet", "Lecture retenue", "Où", "Citée avec", "Reste à venir", "Statut")
    lignes = (
        (i.id, i.sujet, i.lecture, ", ".join(i.ou), ", ".join(i.references), i.a_venir, "à confirmer")
        for i in trouvees
    )
    return exporter_csv("interpretations.csv", entetes, lignes)


@require_safe
@requiert("aide.lire")
def regles(request: HttpRequest) -> HttpResponse:
    """Les règles et les calculs que citent les articles, chacun à son ancre."""
    citees = regles_citees()
    contexte = {"regles": [(r, r.fichier.split("/")) for r in citees.regles], "calculs": citees.calculs}
    return render(request, "aide/regles.html", contexte)
