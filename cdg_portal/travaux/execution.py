"""Exécution d'un travail : une prise brève et validée, puis l'effet et sa fin dans une seule transaction.

La ligne reste verrouillée pendant tout l'effet : un second worker ne peut pas le doubler, même si le bail a
expiré. Un worker tué rend le verrou avec sa connexion ; le bail expiré, un autre reprend.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

import pghistory
import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux import registre
from cdg_portal.travaux.lots import clore_lot
from cdg_portal.travaux.models import Travail
from cdg_portal.travaux.selectors import a_faire, lots_de
from cdg_portal.travaux.sonnette import sonner

journal = structlog.get_logger(__name__)
TENTATIVES_MAX = 5
RECUL_MAX_SECONDES = 300
ABANDON = f"Abandonné après {TENTATIVES_MAX} tentatives interrompues : le travail arrête le programme qui l'exécute."
IMPREVU = f"Erreur imprévue, {TENTATIVES_MAX} tentatives faites ; le détail est au journal technique."


def bail() -> timedelta:
    """Durée d'un bail : au-delà, un travail dont le worker s'est tu peut être repris."""
    return timedelta(seconds=getattr(settings, "TRAVAUX_BAIL_SECONDES", 60))


def recul(tentatives: int) -> timedelta:
    """Attente avant la tentative suivante : 10, 20, 40, 80 secondes…"""
    return timedelta(seconds=min(5 * 2**tentatives, RECUL_MAX_SECONDES))


def lire_perimetre(travail: Travail) -> Perimetre:
    """Le périmètre inscrit avec le travail ; le message n'en transporte jamais."""
    return Perimetre(
        cdg=travail.perimetre_cdg,
        collectivites=tuple(travail.perimetre_collectivites),
        utilisateur=travail.demandeur_id,
    )


def executer(travail_id: int, *, maintenant: datetime | None = None) -> str:
    """Prend le travail s'il est à prendre, l'exécute, et rend son état (vide s'il n'était pas à prendre)."""
    pris = prendre(travail_id, maintenant or timezone.now())
    if pris is None:
        return ""
    with structlog.contextvars.bound_contextvars(**_contexte(pris)):
        if pris.etat == Travail.Etat.EN_COURS:
            _tenter(pris)
        _apres(pris)
    return str(pris.etat)


def _contexte(pris: Travail) -> dict[str, str | int]:
    """Ce que chaque ligne de journal du travail porte : lui, et la requête qui l'a demandé."""
    contexte: dict[str, str | int] = {
        "travail": str(pris.uid),
        "type_travail": pris.type,
        "tentative": pris.tentatives,
    }
    return {**contexte, "request_id": pris.requete_id} if pris.requete_id else contexte


@transaction.atomic
def prendre(travail_id: int, maintenant: datetime) -> Travail | None:
    """Pose un bail et compte la tentative ; None si un autre s'en occupe ou s'il n'y a rien à faire.

    La tentative est comptée avant l'effet : un travail qui tue son worker finit en échec lui aussi.
    """
    travail = (
        a_faire(maintenant).select_for_update(skip_locked=True, of=("self",)).filter(pk=travail_id).first()
    )
    if travail is None:
        return None
    if travail.tentatives >= TENTATIVES_MAX:
        travail.etat, travail.message, travail.termine_a = Travail.Etat.ECHEC, ABANDON, maintenant
        travail.bail_jusqu_a = None
        journal.error("travail_abandonne", travail=str(travail.uid), type_travail=travail.type)
    else:
        travail.etat = Travail.Etat.EN_COURS
        travail.tentatives += 1
        travail.bail_jusqu_a = maintenant + bail()
    travail.save(update_fields=["etat", "tentatives", "bail_jusqu_a", "message", "termine_a"])
    return travail


def _tenter(pris: Travail) -> None:
    try:
        with _effet(pris) as travail:
            if travail is None:  # repris entre-temps par un autre : cette tentative n'est plus la bonne
                journal.warning("travail_repris_ailleurs")
                return
            travail.message = registre.trouver(travail.type).fonction(travail.parametres, travail)[:500]
            travail.etat, travail.termine_a = Travail.Etat.TERMINE, timezone.now()
            travail.bail_jusqu_a = None
            travail.save(update_fields=["etat", "message", "lien", "termine_a", "bail_jusqu_a"])
        pris.etat = travail.etat
        journal.info("travail_termine")
    except ErreurMetier as refus:
        journal.warning("travail_refuse", code=refus.code)
        _noter(pris, etat=Travail.Etat.ECHEC, message=refus.message)
    except Exception as imprevu:
        journal.exception("travail_interrompu", erreur=type(imprevu).__name__)
        if pris.tentatives >= TENTATIVES_MAX:
            _noter(pris, etat=Travail.Etat.ECHEC, message=IMPREVU)
        else:
            _noter(pris, etat=Travail.Etat.EN_ATTENTE, message="")


@contextmanager
def _effet(pris: Travail) -> Iterator[Travail | None]:
    """Une transaction sous le périmètre du travail, sa ligne verrouillée, l'acteur connu de l'historique."""
    with ExitStack() as pile:
        borne = pile.enter_context(perimetre(lire_perimetre(pris)))
        pile.enter_context(
            pghistory.context(utilisateur=pris.demandeur_id, travail=str(pris.uid), perimetre=borne.texte)
        )
        yield (
            Travail.objects.select_for_update(skip_locked=True)
            .filter(pk=pris.pk, etat=Travail.Etat.EN_COURS, tentatives=pris.tentatives)
            .first()
        )


def _noter(pris: Travail, *, etat: str, message: str) -> None:
    """L'effet est annulé : inscrit l'issue, ou le moment de la tentative suivante."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    maintenant = timezone.now()
    fini = etat == Travail.Etat.ECHEC
    Travail.objects.filter(pk=pris.pk, etat=Travail.Etat.EN_COURS, tentatives=pris.tentatives).update(
        etat=etat,
        message=message[:500],
        bail_jusqu_a=None,
        pas_avant=None if fini else maintenant + recul(pris.tentatives),
        termine_a=maintenant if fini else None,
    )
    pris.etat = etat


def _apres(pris: Travail) -> None:
    """Après le commit : ferme ses lots, réveille le jour suivant d'un travail quotidien."""
    if pris.etat not in (Travail.Etat.TERMINE, Travail.Etat.ECHEC):
        return
    for lot in lots_de([pris.pk]).filter(etat__in=Travail.OUVERTS):
        clore_lot(lot.pk)
    if registre.types().get(pris.type) and registre.trouver(pris.type).quotidien:
        suivants = Travail.objects.filter(type=pris.type, cle__gt=pris.cle, etat=Travail.Etat.EN_ATTENTE)
        sonner(suivants.order_by("cle").values_list("pk", flat=True)[:1])
