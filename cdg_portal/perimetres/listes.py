"""Listes d'écran : pages de 25, 50 ou 100 lignes, et export CSV lisible par un tableur français."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from cdg_portal.perimetres.visibilite import TEXTE_MASQUE, Visibilite, visibilite_sur, voit

# Lignes par page : la première vaut quand l'adresse n'en dit rien, ou dit autre chose.
TAILLES = (25, 50, 100)
# Ce qu'un tableur prend pour une formule, pleine largeur comprise (Excel japonais).
_FORMULES = "=+-@＝＋－＠"
# Un lecteur naïf y recommencerait une ligne ou une cellule.
_RETOURS = "\t\r\n\v\f\u2028\u2029\x85"


def taille_choisie(request: HttpRequest) -> int:
    """Le nombre de lignes par page que l'adresse demande (`par=50`)."""
    demandee = request.GET.get("par")
    return next((taille for taille in TAILLES if str(taille) == demandee), TAILLES[0])


def page_de(request: HttpRequest, lignes: Any, *, parametre: str = "page", taille: int = 0) -> Page[Any]:
    """La page demandée ; un numéro faux donne la première ou la dernière. `taille` : imposée, sans choix."""
    return Paginator(lignes, taille or taille_choisie(request)).get_page(request.GET.get(parametre))


def cellule(valeur: object) -> str:
    """Texte d'une cellule : date et nombre à la française, texte protégé contre l'injection de formule."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, int | Decimal):
        return str(valeur).replace(".", ",")
    texte = str(valeur)
    if not texte.isprintable():  # presque toutes les cellules le sont : un grand export n'y perd rien
        texte = _sans_invisibles(texte)
    # Espaces de tête compris : plusieurs tableurs les retirent avant de lire.
    return f"'{texte}" if texte.strip()[:1] and texte.strip()[0] in _FORMULES else texte


def _sans_invisibles(texte: str) -> str:
    """Un retour à la ligne devient une espace ; un caractère de commande ou sans largeur disparaît."""
    return "".join(" " if c in _RETOURS else c for c in texte if c in _RETOURS or not _invisible(c))


def _invisible(caractere: str) -> bool:
    """Octet nul, commande, sens d'écriture forcé, largeur nulle : rien de lisible, de quoi tromper."""
    return unicodedata.category(caractere) in ("Cc", "Cf", "Cs")


def exporter_csv(nom: str, entetes: Sequence[str], lignes: Iterable[Sequence[object]]) -> HttpResponse:
    """Fichier CSV (UTF-8 avec marque, point-virgule), montants à virgule."""
    tampon = io.StringIO()
    tampon.write("\ufeff")
    feuille = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    feuille.writerow(entetes)
    feuille.writerows([cellule(valeur) for valeur in ligne] for ligne in lignes)
    reponse = HttpResponse(tampon.getvalue(), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = content_disposition_header(True, nom) or "attachment"
    return reponse


@dataclass(frozen=True, slots=True)
class Colonne:
    """Une colonne d'export ; `champ` : celui de `visibilite.CHAMPS` qu'elle porte, s'il en est un."""

    entete: str
    lire: Callable[[Any], object]
    champ: str = ""


def exporter_colonnes(
    request: HttpRequest, nom: str, colonnes: Sequence[Colonne], objets: Iterable[Any]
) -> HttpResponse:
    """Fichier CSV de ces objets cloisonnés : ni colonne ni valeur que le compte ne voit pas à l'écran."""
    retenues = [c for c in colonnes if not c.champ or voit(request, c.champ)]

    def valeur(colonne: Colonne, objet: Any) -> object:
        if not colonne.champ or voit(request, colonne.champ, objet.collectivite_id):
            return colonne.lire(objet)
        masque = visibilite_sur(request, colonne.champ, objet.collectivite_id) is Visibilite.MASQUE
        return TEXTE_MASQUE if masque else None

    lignes = ([valeur(colonne, objet) for colonne in retenues] for objet in objets)
    return exporter_csv(nom, [c.entete for c in retenues], lignes)
