"""Listes d'écran : pages de 25 lignes, et export CSV lisible par un tableur français."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

TAILLE = 25
_FORMULES = ("=", "+", "-", "@", "\t", "\r")


def page_de(request: HttpRequest, lignes: Any, *, parametre: str = "page", taille: int = TAILLE) -> Page[Any]:
    """La page demandée ; un numéro faux donne la première ou la dernière."""
    return Paginator(lignes, taille).get_page(request.GET.get(parametre))


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
    return f"'{texte}" if texte.startswith(_FORMULES) else texte


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
