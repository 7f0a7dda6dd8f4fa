"""Lecture des bordereaux, de leurs décomptes et de l'argent reçu."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DecimalField,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from cdg_portal.perimetres.selectors import collectivites_nommees
from cdg_portal.socle.texte import cle_tri
from sinistres.models import Bordereau, Decompte, LigneBordereau, LigneDecompte, Reglement
from sinistres.selectors.delais import decomptes_en_attente

EUROS = DecimalField(max_digits=14, decimal_places=2)
ZERO = Value(Decimal("0.00"))
TRIS = {
    "numero": "numero",
    "collectivite": "collectivite__cle_tri",
    "transmis": "transmis_le",
    "echeance": "echeance",
    "total": "total",
    "reste": "reste",
}


def bordereaux_liste(
    *, recherche: str = "", tri: str = "", collectivites: Collection[int] | None = None
) -> QuerySet[Bordereau]:
    """Les bordereaux du périmètre avec `recu` et `reste` (€)."""
    recu = (
        Reglement.objects.filter(
            decompte__ligne_bordereau__bordereau_id=OuterRef("pk"),
            collectivite_id=OuterRef("collectivite_id"),
        )
        .order_by()
        .values("decompte__ligne_bordereau__bordereau_id")
        .annotate(t=Sum("montant"))
        .values("t")
    )
    liste = (
        Bordereau.objects.select_related("collectivite", "adhesion")
        .annotate(recu=Coalesce(Subquery(recu), ZERO, output_field=EUROS))
        .annotate(reste=F("total") - F("recu"))
    )
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    if recherche.strip():
        liste = liste.filter(
            Q(numero__commence_par=recherche.strip().upper())
            | Q(collectivite_id__in=collectivites_nommees(recherche).values("pk"))
        )
    champ = TRIS.get(tri.removeprefix("-"), "transmis_le")
    sens = "-" if tri.startswith("-") or not tri else ""
    return liste.order_by(f"{sens}{champ}", f"{sens or '-'}id")


def bordereau_par_uid(uid: UUID | str, *, collectivites: Collection[int] | None = None) -> Bordereau | None:
    """Le bordereau du périmètre (avec `recu` et `reste`), ou None."""
    return (
        bordereaux_liste(collectivites=collectivites)
        .select_related("emis_par", "adhesion__lot__contrat")
        .filter(uid=uid)
        .first()
    )


def lignes_du_bordereau(bordereau: Bordereau) -> QuerySet[LigneBordereau]:
    """Ses lignes, chacune avec son décompte, son agent et ses règlements."""
    return (
        LigneBordereau.objects.filter(bordereau=bordereau)
        .select_related("decompte__sinistre__agent", "decompte__demande")
        .prefetch_related(Prefetch("decompte__reglements", Reglement.objects.order_by("recu_le", "id")))
        .order_by("rang")
    )


@dataclass(frozen=True, slots=True)
class EnvoiEnAttente:
    """Décomptes d'une adhésion prêts à partir."""

    adhesion_uid: UUID
    adhesion: str
    collectivite: str
    nombre: int
    total: Decimal
    depuis: date


def envois_en_attente() -> list[EnvoiEnAttente]:
    """Ce que le CDG peut transmettre, adhésion par adhésion, du plus ancien décompte au plus récent."""
    groupes = (
        Decompte.objects.filter(nature=Decompte.Nature.CALCULE, ligne_bordereau__isnull=True)
        .order_by()
        .values("sinistre__adhesion__uid", "sinistre__adhesion__numero", "collectivite__denomination")
        .annotate(nombre=Count("pk"), total=Sum("solde"), depuis=Min("emis_le"))
        .order_by("depuis", "sinistre__adhesion__numero")
    )
    return [
        EnvoiEnAttente(
            adhesion_uid=g["sinistre__adhesion__uid"],
            adhesion=g["sinistre__adhesion__numero"],
            collectivite=g["collectivite__denomination"],
            nombre=g["nombre"],
            total=g["total"],
            depuis=g["depuis"],
        )
        for g in groupes
    ]


def decompte_par_uid(uid: UUID | str, *, collectivites: Collection[int] | None = None) -> Decompte | None:
    """Le décompte du périmètre, avec son dossier, ses lignes et l'argent reçu, ou None."""
    decomptes = (
        Decompte.objects.select_related(
            "sinistre__agent__collectivite",
            "sinistre__adhesion__lot__contrat",
            "sinistre__collectivite",
            "remplace",
            "remplace_par",
            "ligne_bordereau__bordereau",
            "demande",
            "emis_par",
        )
        .prefetch_related(
            Prefetch("lignes", LigneDecompte.objects.order_by("rang")),
            Prefetch("reglements", Reglement.objects.order_by("recu_le", "id")),
        )
        .order_by("id")
    )
    if collectivites is not None:
        decomptes = decomptes.filter(collectivite_id__in=collectivites)
    return decomptes.filter(uid=uid).first()


def remboursements_attendus(
    *,
    au: date,
    en_retard: bool = False,
    recherche: str = "",
    collectivite: Any = None,
    collectivites: Collection[int] | None = None,
    noms_de: Collection[int] | None = None,
) -> QuerySet[Decompte]:
    """Décomptes transmis et pas entièrement remboursés (`recu`, `reste`), du plus ancien échu au plus récent.

    `noms_de` : les collectivités dont les agents se cherchent par leur nom (None : toutes).
    """
    liste = decomptes_en_attente()
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    if collectivite is not None:
        liste = liste.filter(collectivite_id=collectivite.pk)
    if en_retard:
        liste = liste.filter(ligne_bordereau__bordereau__echeance__lt=au)
    if recherche.strip():
        cle = cle_tri(recherche)
        par_nom = Q(sinistre__agent__cle_tri__commence_par=cle)
        if noms_de is not None:
            par_nom &= Q(collectivite_id__in=noms_de)
        liste = liste.filter(
            Q(numero__commence_par=recherche.strip().upper())
            | Q(sinistre__numero__commence_par=recherche.strip().upper())
            | par_nom
            | Q(collectivite_id__in=collectivites_nommees(recherche).values("pk"))
        )
    return liste


def somme(decomptes: QuerySet[Decompte], champ: str) -> Decimal:
    """Somme d'un montant sur ces décomptes, en euros."""
    return decomptes.order_by().aggregate(t=Sum(champ))["t"] or Decimal("0.00")


def somme_des_bordereaux(bordereaux: QuerySet[Bordereau]) -> Decimal:
    """Ce qui reste dû sur ces bordereaux, en euros."""
    return bordereaux.order_by().aggregate(t=Sum("reste"))["t"] or Decimal("0.00")


def decomptes_numerotes(debut: str, *, collectivites: Collection[int] | None = None) -> QuerySet[Decompte]:
    """Les décomptes dont le numéro commence ainsi, le plus récent d'abord."""
    liste = Decompte.objects.select_related("sinistre", "collectivite")
    if collectivites is not None:
        liste = liste.filter(collectivite_id__in=collectivites)
    if debut.strip():
        liste = liste.filter(numero__commence_par=debut.strip().upper())
    return liste.order_by("-id")
