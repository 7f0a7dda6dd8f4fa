"""Sondes : le processus vit-il, et peut-il servir ? Sans compte, sans détail qui aide un intrus."""

from collections.abc import Callable

import redis
import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cdg_portal.cloisonnement.controles import fautes
from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.journal.selectors.etat import etat_du_scellement, racine_au_dehors

journal = structlog.get_logger(__name__)
DELAI_SECONDES = 2


@login_not_required
@never_cache
@require_safe
@transaction.non_atomic_requests
def vivant(request: HttpRequest) -> JsonResponse:
    """/sante : le processus répond. Ne touche ni la base ni Redis."""
    return JsonResponse({"etat": "vivant"})


@login_not_required
@never_cache
@require_safe
@transaction.non_atomic_requests
def pret(request: HttpRequest) -> JsonResponse:
    """/pret : base joignable, migrée et cloisonnée, file joignable ; 503 sinon."""
    controles = {nom: _passe(nom, controle) for nom, controle in CONTROLES.items()}
    if not all(controles.values()):
        return JsonResponse({"etat": "indisponible", "controles": controles}, status=503)
    # Un scellement en retard, une racine qui ne sort plus se voient, sans couper le service : ni racine, ni date.
    a_jour = _passe("scellement", _scelle)
    envoyee = _passe("racine", _racine_envoyee) if settings.DPO_COURRIEL else None
    return JsonResponse(
        {"etat": "pret", "controles": controles, "scellement_a_jour": a_jour, "racine_envoyee": envoyee}
    )


def _passe(nom: str, controle: Callable[[], bool]) -> bool:
    try:
        return controle()
    except (DatabaseError, ObjectDoesNotExist, redis.RedisError, OSError) as panne:
        journal.warning("controle_impossible", controle=nom, erreur=type(panne).__name__)
        return False


def _base() -> bool:
    with connection.cursor() as curseur:
        curseur.execute("SELECT 1")
    return True


def _migrations() -> bool:
    executeur = MigrationExecutor(connection)
    return not executeur.migration_plan(executeur.loader.graph.leaf_nodes())


def _cloisonnement() -> bool:
    constatees = fautes()
    if constatees:
        journal.error("cloisonnement_fautif", fautes=constatees)
    return not constatees


def _scelle() -> bool:
    with hors_perimetre("lire l'état du dernier scellement"):
        return not etat_du_scellement(maintenant=timezone.now()).en_retard


def _racine_envoyee() -> bool:
    with hors_perimetre("lire quand la racine du journal est sortie"):
        return racine_au_dehors(maintenant=timezone.now())


def _file() -> bool:
    if not settings.REDIS_URL:
        return True
    delais = {"socket_timeout": DELAI_SECONDES, "socket_connect_timeout": DELAI_SECONDES}
    with redis.Redis.from_url(settings.REDIS_URL, **delais) as client:
        return bool(client.ping())


CONTROLES: dict[str, Callable[[], bool]] = {
    "base": _base,
    "migrations": _migrations,
    "cloisonnement": _cloisonnement,
    "file": _file,
}
