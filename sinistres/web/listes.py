"""Fragment ou page entière d'une liste."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

MAX_EXPORT = 20_000


def rendre_liste(request: HttpRequest, contexte: dict[str, Any], *, page: str, fragment: str) -> HttpResponse:
    """Le fragment des résultats pour htmx, la page entière sinon : la page inclut ce même fragment."""
    htmx = request.htmx  # type: ignore[attr-defined]
    seul = bool(htmx) and not htmx.history_restore_request
    reponse = render(request, fragment if seul else page, contexte)
    patch_vary_headers(reponse, ["HX-Request"])
    return reponse
