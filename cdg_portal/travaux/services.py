"""Écriture de la liste de travail : inscrire dans la transaction qui décide, réveiller après le commit."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre_courant
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux import registre
from cdg_portal.travaux.lots import clore_lot
from cdg_portal.travaux.models import Travail
from cdg_portal.travaux.selectors import elements_de, lots_de, oublies
from cdg_portal.travaux.sonnette import sonner

Element = tuple[str, str, str, dict[str, Any]]
PAR_BALAYAGE = 100
JOURS_RATTRAPES = 31


class TravailNonRelancable(ErreurMetier):
    """Seul un travail en échec se relance."""

    def __init__(self) -> None:
        super().__init__(
            "travail-non-relancable", "Ce travail n'est pas en échec : il n'y a rien à relancer."
        )


def planifier(
    *,
    type: str,
    cle: str,
    libelle: str,
    parametres: dict[str, Any],
    lot: Travail | None = None,
    perimetre: Perimetre | None = None,
) -> Travail:
    """Inscrit un travail, une seule fois par (type, cle), sous le périmètre courant (ou celui donné).

    Un travail déjà inscrit est rendu tel quel ; s'il n'appartenait à aucun lot, il rejoint `lot`.
    Lève TravailInconnu si aucune app n'inscrit ce type. La sonnette part après le commit.
    """
    registre.trouver(type)
    travail, neuf = _inscrire(type, cle, libelle, parametres, perimetre, lot=lot)
    if neuf:
        transaction.on_commit(partial(sonner, [travail.pk]))
    elif lot is not None and travail.lot_id is None:
        Travail.objects.filter(pk=travail.pk, lot__isnull=True).update(lot=lot)
        travail.refresh_from_db(fields=["lot"])
    return travail


@transaction.atomic
def planifier_lot(
    *,
    cle: str,
    libelle: str,
    elements: list[Element],
    parametres: dict[str, Any] | None = None,
    perimetre: Perimetre | None = None,
) -> Travail:
    """Inscrit un lot et ses éléments (type, cle, libelle, parametres) ; le même lot une seule fois.

    Un élément déjà fait, ou déjà dans un autre lot, compte dans celui-ci sans être refait.
    """
    lot, neuf = _inscrire(registre.LOT, cle, libelle, parametres or {}, perimetre, etat=Travail.Etat.EN_COURS)
    connus = set(elements_de(lot).values_list("pk", flat=True))
    inscrits = [
        planifier(type=t, cle=c, libelle=nom, parametres=p, lot=lot, perimetre=perimetre)
        for t, c, nom, p in elements
    ]
    if neuf or not connus.issuperset(t.pk for t in inscrits):
        _completer(lot, [str(t.pk) for t in inscrits if t.lot_id != lot.pk])
    return lot


def _completer(lot: Travail, ailleurs: list[str]) -> None:
    """Ajoute au lot ses éléments demandés par d'autres lots, et le referme s'il ne reste rien à faire."""
    verrouille = Travail.objects.select_for_update().get(pk=lot.pk)
    tous = {*verrouille.parametres.get(registre.AILLEURS, []), *ailleurs}
    verrouille.parametres = {**verrouille.parametres, registre.AILLEURS: sorted(tous, key=int)}
    verrouille.etat, verrouille.termine_a, verrouille.message = Travail.Etat.EN_COURS, None, ""
    verrouille.save(update_fields=["parametres", "etat", "termine_a", "message"])
    clore_lot(lot.pk)
    lot.refresh_from_db()


def _inscrire(
    type_: str, cle: str, libelle: str, parametres: dict[str, Any], perimetre: Perimetre | None, **champs: Any
) -> tuple[Travail, bool]:
    p = perimetre or perimetre_courant()
    return Travail.objects.get_or_create(
        type=type_,
        cle=cle,
        defaults={
            "libelle": libelle[:200],
            "parametres": parametres,
            "perimetre_cdg": p.cdg,
            "perimetre_collectivites": list(p.collectivites),
            "demandeur_id": p.utilisateur,
            "requete_id": str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
            **champs,
        },
    )


@transaction.atomic
def relancer(*, travail: Travail) -> Travail:
    """Remet en attente un travail en échec, ou les éléments en échec d'un lot."""
    en_echec = (
        elements_de(travail).filter(etat=Travail.Etat.ECHEC).select_for_update(of=("self",)).order_by("id")
    )
    identifiants = [t.pk for t in en_echec]
    if not identifiants:
        raise TravailNonRelancable
    Travail.objects.filter(pk__in=identifiants).update(
        etat=Travail.Etat.EN_ATTENTE,
        tentatives=0,
        bail_jusqu_a=None,
        pas_avant=None,
        termine_a=None,
        message="",
    )
    lots_de(identifiants).update(etat=Travail.Etat.EN_COURS, termine_a=None, message="")
    transaction.on_commit(partial(sonner, identifiants))
    travail.refresh_from_db()
    return travail


def balayer(maintenant: datetime) -> int:
    """Réveille les travaux oubliés ou dont le bail a expiré, ferme les lots finis ; rend le nombre de réveils."""
    with transaction.atomic():
        verrou = oublies(maintenant).select_for_update(skip_locked=True, of=("self",))
        identifiants = [t.pk for t in verrou[:PAR_BALAYAGE]]
    reste = Travail.objects.filter(lot=OuterRef("pk"), etat__in=Travail.OUVERTS)
    lots = Travail.objects.filter(~Exists(reste), type=registre.LOT, etat__in=Travail.OUVERTS).order_by("id")
    for lot_id in list(lots.values_list("pk", flat=True)[:PAR_BALAYAGE]):
        clore_lot(lot_id)
    sonner(identifiants)
    return len(identifiants)


@transaction.atomic
def planifier_quotidiens(*, au: date) -> list[Travail]:
    """Inscrit le travail du jour de chaque type quotidien, et ceux des jours manqués (31 au plus).

    La clé est le jour : deux planificateurs, ou dix passages, n'en font qu'un.
    """
    inscrits = []
    for type_ in registre.quotidiens():
        dernier = (
            Travail.objects.filter(type=type_.nom).order_by("-cle").values_list("cle", flat=True).first()
        )
        jour = date.fromisoformat(dernier) + timedelta(days=1) if dernier else au
        jour = max(jour, au - timedelta(days=JOURS_RATTRAPES))
        while jour <= au:
            inscrits.append(
                planifier(
                    type=type_.nom,
                    cle=jour.isoformat(),
                    libelle=f"{type_.quotidien} du {jour:%d/%m/%Y}",
                    parametres={"jour": jour.isoformat()},
                    perimetre=Perimetre(cdg=True),
                )
            )
            jour += timedelta(days=1)
    return inscrits
