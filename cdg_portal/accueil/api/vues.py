"""Calculs publics : les fonctions pures du registre, sans compte, sans base, sans effet."""

from django.db import transaction
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from cdg_portal.accueil.api.corps import JsonDeCalcul
from cdg_portal.accueil.api.exceptions import EntreeInvalide, LongueurExigee
from cdg_portal.accueil.api.schemas import LISTE, PROBLEME
from cdg_portal.calculs.formes import Calcul
from cdg_portal.calculs.registre import CALCULS
from cdg_portal.socle.refus import EntreeRefusee

CORPS_VIDE = {"champ": "", "code": "json-invalide", "message": "Le corps de la requête est vide."}
SANS_CACHE = {"Cache-Control": "no-store"}
_REFUS = {(code, "application/problem+json"): PROBLEME for code in (400, 411, 413, 415, 429)}


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class VuePublique(APIView):
    """Aucun compte : l'identité du client n'est ni demandée ni lue."""

    metadata_class = None


class ListeDesCalculs(VuePublique):
    """Ce qui peut être calculé, et sous quelle forme le demander."""

    @extend_schema(
        operation_id="calculs_lister",
        summary="Lister les calculs et leurs schémas",
        responses={200: LISTE, (429, "application/problem+json"): PROBLEME},
        tags=["calculs"],
    )
    def get(self, request: Request) -> Response:
        """Tous les calculs, dans l'ordre du registre."""
        return Response({"calculs": [_fiche(request, c) for c in CALCULS.values()]}, headers=SANS_CACHE)


def _fiche(request: Request, calcul: Calcul) -> dict[str, object]:
    return {
        "nom": calcul.nom,
        "titre": calcul.titre,
        "adresse": reverse(f"api:calcul-{calcul.nom}", request=request),
        "entree": calcul.schema_entree(),
        "sortie": calcul.schema_sortie(),
    }


class VueDeCalcul(VuePublique):
    """Un calcul : une entrée JSON, un résultat et ses étapes."""

    parser_classes = [JsonDeCalcul]
    calcul: Calcul

    def calculer(self, request: Request) -> Response:
        """Exécute le calcul ; une entrée refusée rend ses erreurs."""
        if request.META.get("CONTENT_LENGTH") in (None, "", "0"):
            if request.META.get("HTTP_TRANSFER_ENCODING"):
                raise LongueurExigee
            raise EntreeInvalide([CORPS_VIDE])
        try:
            return Response(self.calcul.executer(request.data), headers=SANS_CACHE)
        except EntreeRefusee as refus:
            raise EntreeInvalide(refus.en_json()["erreurs"]) from refus


def vue_de(calcul: Calcul) -> type[VueDeCalcul]:
    """Vue d'un calcul, décrite par son propre schéma dans la documentation."""
    identifiant = calcul.nom.replace("-", "_")

    @extend_schema(
        operation_id=f"calculs_{identifiant}",
        summary=calcul.titre,
        description="Sans effet et sans compte : rien n'est gardé de l'entrée.",
        request={"application/json": calcul.schema_entree()},
        responses={200: calcul.schema_sortie(), **_REFUS},
        tags=["calculs"],
    )
    def post(self: VueDeCalcul, request: Request) -> Response:
        return self.calculer(request)

    return type(f"Calcul_{identifiant}", (VueDeCalcul,), {"calcul": calcul, "post": post})


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class Schema(SpectacularAPIView):
    """Schéma OpenAPI 3.1."""


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class Documentation(SpectacularSwaggerSplitView):
    """Swagger UI servi d'ici, sans script ni style en ligne : la politique de sécurité n'a pas d'exception."""

    url_name = "api:schema"
    template_name = "api/documentation.html"
