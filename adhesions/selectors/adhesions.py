"""Lecture des adhésions, de leurs garanties, de leur assiette et de leurs taux."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Least

from adhesions.models import Adhesion, EffectifFige, GarantieSouscrite, OptionAssiette, Tarif
from adhesions.models.codes import Risque
from adhesions.regles.participation import participation_cdg
from adhesions.selectors.contrats import contrats_nommes
from cdg_portal.perimetres.selectors import collectivites_nommees
from cdg_portal.socle.decision import Decision

# États où un sinistre attend encore quelque chose : il retient l'adhésion finie, « en extinction ».
SINISTRE_OUVERT = ("DECLARE", "EN_CONTROLE", "INCOMPLET", "VALIDE", "TRANSMIS")
TRIS = {
    "numero": "numero",
    "collectivite": "collectivite__cle_tri",
    "effet": "effet",
    "fin": "fin",
}


def adhesions_liste(
    *,
    recherche: str = "",
    etat: str = "",
    tri: str = "",
    collectivite: UUID | str | None = None,
    collectivites: Collection[int] | None = None,
) -> QuerySet[Adhesion]:
    """Les adhésions du périmètre ; `collectivites` les borne encore (None : pas de borne de plus)."""
    liste = _avec_sinistres_ouverts().select_related("collectivite", "lot__contrat", "effectif")
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    if collectivite:
        liste = liste.filter(collectivite__uid=collectivite)
    if etat:
        liste = liste.filter(etat=etat)
    if recherche.strip():
        liste = liste.filter(
            Q(numero__commence_par=recherche.strip().upper())
            | Q(lot__contrat__in=contrats_nommes(recherche).order_by().values("pk"))
            | Q(collectivite_id__in=collectivites_nommees(recherche).values("pk"))
        )
    champ = TRIS.get(tri.removeprefix("-"), "")
    if champ:
        return liste.order_by(f"-{champ}" if tri.startswith("-") else champ, "-id")
    return liste.order_by("-effet", "collectivite__cle_tri", "-id")


def adhesions_finissant(
    *, du: date, au: date, collectivites: Collection[int] | None = None
) -> QuerySet[Adhesion]:
    """Les adhésions actives dont le terme tombe entre ces dates, la plus proche d'abord."""
    actives = adhesions_liste(etat=Adhesion.Etat.ACTIVE, collectivites=collectivites)
    return actives.filter(fin__gte=du, fin__lte=au).order_by("fin", "id")


def adhesions_de(collectivite: Any) -> QuerySet[Adhesion]:
    """Les adhésions d'une collectivité, la plus récente d'abord."""
    return (
        _avec_sinistres_ouverts()
        .filter(collectivite_id=collectivite.id)
        .select_related("lot__contrat", "effectif")
        .order_by("-effet", "-id")
    )


def adhesion_par_uid(uid: UUID | str) -> Adhesion | None:
    """L'adhésion du périmètre, avec son contrat et son effectif, ou None."""
    lues = _avec_sinistres_ouverts().select_related("collectivite", "lot__contrat", "effectif")
    return lues.filter(uid=uid).first()


def _avec_sinistres_ouverts() -> QuerySet[Adhesion]:
    """Les adhésions du périmètre, `sinistres_ouverts` disant si l'un de leurs sinistres attend une suite."""
    ouverts = Adhesion.objects.filter(pk=OuterRef("pk"), sinistres__etat__in=SINISTRE_OUVERT)
    return Adhesion.objects.annotate(sinistres_ouverts=Exists(ouverts))


@dataclass(frozen=True, slots=True)
class Situation:
    """Où en est une adhésion un jour donné : code (choisit la couleur) et libellé."""

    code: str
    libelle: str


def situation_de(adhesion: Any, *, au: date) -> Situation:
    """Situation à cette date d'une adhésion lue par ce module (elle porte `sinistres_ouverts`).

    « En extinction » : finie ou résiliée, avec des sinistres encore ouverts.
    """
    terme = min(adhesion.fin, adhesion.resiliation or adhesion.fin)
    if adhesion.etat == Adhesion.Etat.PROJET:
        return Situation("PROJET", "En projet")
    if terme < au and adhesion.sinistres_ouverts:
        return Situation("EN_EXTINCTION", "En extinction")
    if terme < au:
        return Situation("RESILIEE", "Résiliée" if adhesion.resiliation else "Terminée")
    if adhesion.etat == Adhesion.Etat.RESILIEE:
        return Situation("ACTIVE", f"Active jusqu'au {terme:%d/%m/%Y}")
    return Situation("ACTIVE", "Active")


def situees(adhesions: Iterable[Adhesion], *, au: date) -> list[Any]:
    """Les mêmes adhésions, chacune avec sa `situation` à cette date."""
    lues: list[Any] = list(adhesions)
    for adhesion in lues:
        adhesion.situation = situation_de(adhesion, au=au)
    return lues


def verrouiller_adhesion(pk: int) -> Adhesion:
    """L'adhésion telle qu'elle est maintenant, verrouillée jusqu'à la fin de la transaction."""
    return (
        Adhesion.objects.select_for_update(of=("self",))
        .select_related("collectivite", "lot__contrat")
        .get(pk=pk)
    )


def adhesion_couvrant(
    *, collectivite: Any, regime: str, survenance: date, evenement_anterieur: bool = False
) -> Adhesion | None:
    """L'adhésion (active ou résiliée) dont la vie contient la survenance, ou None.

    `evenement_anterieur` : à défaut, l'adhésion la plus récente commencée après la survenance, qui seule
    peut reprendre une suite que les assureurs précédents ont refusée (R-TPS-04).
    """
    candidates = (
        Adhesion.objects.select_related("collectivite", "lot__contrat")
        .filter(collectivite_id=collectivite.id, lot__regime=regime)
        .exclude(etat=Adhesion.Etat.PROJET)
        .annotate(terme=Least("fin", Coalesce("resiliation", "fin")))
    )
    couvrante = (
        candidates.filter(effet__lte=survenance, terme__gte=survenance).order_by("-effet", "-id").first()
    )
    if couvrante or not evenement_anterieur:
        return couvrante
    return candidates.filter(effet__gt=survenance).order_by("-effet", "-id").first()


def _en_vigueur(au: date) -> Q:
    return Q(du__lte=au) & (Q(au__isnull=True) | Q(au__gte=au))


def garanties_en_vigueur(*, adhesion: Adhesion, au: date) -> QuerySet[GarantieSouscrite]:
    """Les garanties souscrites à cette date (celles du premier jour si elle précède l'effet), par risque."""
    return (
        GarantieSouscrite.objects.filter(
            _en_vigueur(max(au, adhesion.effet)), adhesion=adhesion, collectivite_id=adhesion.collectivite_id
        )
        .select_related("offre")
        .order_by("risque", "id")
    )


def garantie_en_vigueur(*, adhesion: Adhesion, risque: str, au: date) -> GarantieSouscrite | None:
    """La garantie souscrite pour ce risque à cette date, ou None."""
    return garanties_en_vigueur(adhesion=adhesion, au=au).filter(risque=risque).first()


def assiette_en_vigueur(*, adhesion: Adhesion, au: date) -> OptionAssiette:
    """Les éléments assurés à cette date ; toute adhésion en a depuis son effet."""
    return OptionAssiette.objects.get(
        _en_vigueur(max(au, adhesion.effet)), adhesion=adhesion, collectivite_id=adhesion.collectivite_id
    )


def effectif_de(adhesion: Adhesion) -> EffectifFige | None:
    """L'effectif figé de l'adhésion, ou None si elle n'est pas activée."""
    return EffectifFige.objects.filter(adhesion=adhesion, collectivite_id=adhesion.collectivite_id).first()


def participation_due(
    *, adhesion: Adhesion, nb_agents: int, assiette: Decimal | None = None
) -> Decision[Decimal]:
    """Participation au service du CDG selon le mode de l'adhésion, avec ses étapes (R-ASS-06)."""
    return participation_cdg(
        mode=cast(Literal["FORFAIT_AGENT", "POURCENTAGE"], adhesion.participation_mode),
        agents=nb_agents,
        montant_unitaire=adhesion.participation_montant_unitaire,
        assiette=assiette,
        taux=adhesion.participation_taux,
    )


@dataclass(frozen=True, slots=True)
class TauxApplicable:
    """Taux de cotisation (%) d'une garantie, ou d'une formule entière."""

    libelle: str
    taux: Decimal


def taux_de_cotisation(*, adhesion: Adhesion, au: date, nb_agents: int) -> list[TauxApplicable]:
    """Les taux en vigueur à cette date pour cet effectif, garantie par garantie.

    Une garantie comprise dans une autre a un taux nul et n'est pas rendue. Un tarif sans risque vaut
    pour l'offre entière, une seule fois.
    """
    garanties = list(garanties_en_vigueur(adhesion=adhesion, au=au))
    tarifs = (
        Tarif.objects.filter(
            _en_vigueur(au),
            Q(effectif_max__isnull=True) | Q(effectif_max__gte=nb_agents),
            offre__in={g.offre_id for g in garanties},
            effectif_min__lte=nb_agents,
        )
        .order_by("offre_id", "risque", F("du").desc())
        .select_related("offre")
    )
    retenus = {(t.offre_id, t.risque): t for t in reversed(tarifs)}
    lignes = [
        TauxApplicable(Risque(g.risque).label, retenus[g.offre_id, g.risque].taux)
        for g in garanties
        if (g.offre_id, g.risque) in retenus
    ]
    lignes += [
        TauxApplicable(t.offre.libelle, t.taux) for (_, risque), t in sorted(retenus.items()) if not risque
    ]
    return [ligne for ligne in lignes if ligne.taux]
