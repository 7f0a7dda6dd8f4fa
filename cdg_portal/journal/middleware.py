"""Garde ce qui est lu, emporté ou refusé : après la réponse, hors de la transaction en lecture seule de la requête."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cdg_portal.journal.models import Acces
from cdg_portal.journal.services.acces import Circonstances, acces_consigner
from cdg_portal.perimetres.middleware import SANS_BASE
from cdg_portal.requetes import AccesNote, acces_notes

journal = structlog.get_logger(__name__)
Nature = Acces.Nature

# Tout ce qu'une lecture (GET) peut écrire, hors de sa transaction. Le retour de ProConnect n'en est pas une : c'est une
# connexion, que le protocole fait venir par GET (perimetres.lecture_seule.ECRIVENT_EN_GET).
TABLES_ECRITES_PAR_UNE_LECTURE = frozenset(
    {
        "django_session",
        "usersessions_usersession",  # l'instant où la session a été vue, une fois par minute au plus
        "comptes_tentativeconnexion",  # un départ vers ProConnect se compte
        "journal_acces",
        "journal_maillon",  # les empreintes des accès
        "accueil_consultation",  # les fiches récemment ouvertes : un identifiant opaque, jamais un titre
    }
)
OBJETS_GARDES = 10
# Ce qui ne se remet pas sans trace, et la page qui le dit.
TRACE_EXIGEE: dict[str, str] = {
    Nature.EXPORT: "erreurs/503.html",
    Nature.DOCUMENT: "erreurs/503.html",
    Nature.ASSISTANCE: "erreurs/503_assistance.html",
}


class JournalDesAcces:
    """Juste autour de PerimetreMiddleware. Une panne ne casse pas un écran ; elle retient ce qui exige une trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sert la requête, puis garde ce qui doit l'être."""
        if request.path.startswith(SANS_BASE):
            return self.get_response(request)
        compte_id = request.user.pk if request.user.is_authenticated else None
        reponse = self.get_response(request)
        notes = [*_avec_objets(request), *constates(request, reponse, compte_id)]
        if not notes:
            return reponse
        try:
            acces_consigner(notes, circonstances=_circonstances(request, reponse, compte_id))
        except (DatabaseError, ObjectDoesNotExist) as panne:
            journal.error("acces_non_consigne", natures=[n.nature for n in notes], panne=type(panne).__name__)
            if page := _retenue(notes, reponse):
                return HttpResponse(render_to_string(page), status=503)
        return reponse


def _retenue(notes: list[AccesNote], reponse: HttpResponse) -> str:
    """La page servie à la place de ce qui ne se remet pas sans trace ; vide si rien n'est retenu.

    Une redirection ne montre rien : la retenir empêcherait de sortir de l'assistance, la session n'étant pas gardée.
    """
    pages = [TRACE_EXIGEE[n.nature] for n in notes if n.nature in TRACE_EXIGEE]
    return pages[0] if pages and not reponse.has_header("Location") else ""


def constates(request: HttpRequest, reponse: HttpResponse, compte_id: int | None) -> list[AccesNote]:
    """Ce que la réponse seule montre, pour un compte connecté : refus, objet introuvable, fichier emporté."""
    if compte_id is None:
        return []
    vise = _objet_vise(request)
    if reponse.status_code == 403:
        return [AccesNote(Nature.REFUS, objet_uid=vise)]
    if reponse.status_code == 404 and request.resolver_match and request.resolver_match.kwargs:
        return [AccesNote(Nature.ABSENT, objet_uid=vise)]
    emporte = reponse.get("Content-Disposition", "").startswith("attachment")
    if emporte and not any(n.nature == Nature.DOCUMENT for n in acces_notes(request)):
        return [AccesNote(Nature.EXPORT, collectivite_id=_seule_collectivite(request), objet_uid=vise)]
    return []


def _avec_objets(request: HttpRequest) -> list[AccesNote]:
    """Les accès notés ; une page vue en assistance l'est une fois par objet que son adresse désigne."""
    notes = []
    for note in acces_notes(request):
        objets = _objets_designes(request) if note.nature == Nature.ASSISTANCE else []
        notes += [replace(note, objet_uid=uid) for uid in objets] or [note]
    return notes


def _objets_designes(request: HttpRequest) -> list[UUID]:
    """Par le chemin, puis par la recherche (?collectivite=…), sans doublon, dix au plus."""
    vise = _objet_vise(request)
    trouves = dict.fromkeys([vise] if vise else [])
    for texte in request.GET.values():
        try:
            trouves[UUID(str(texte))] = None
        except ValueError:
            continue
    return list(trouves)[:OBJETS_GARDES]


def _objet_vise(request: HttpRequest) -> UUID | None:
    if request.resolver_match is None:
        return None
    return next((v for v in request.resolver_match.kwargs.values() if isinstance(v, UUID)), None)


def _seule_collectivite(request: HttpRequest) -> int | None:
    """La collectivité du compte s'il n'en sert qu'une ; sinon l'export est gardé au Centre de gestion."""
    tenues = {h.collectivite_id for h in getattr(request, "habilitations", ())}
    return tenues.pop() if len(tenues) == 1 else None


def _circonstances(request: HttpRequest, reponse: HttpResponse, compte_id: int | None) -> Circonstances:
    return Circonstances(
        acteur_id=compte_id,
        methode=request.method or "",
        page=request.resolver_match.view_name if request.resolver_match else "",
        statut=reponse.status_code,
        requete_id=str(getattr(request, "request_id", "")),
    )
