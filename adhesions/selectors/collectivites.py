"""Lecture des collectivités avec leurs adhésions."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from adhesions.models import Adhesion, Agent
from adhesions.selectors.adhesions import SINISTRE_OUVERT
from cdg_portal.perimetres.selectors import collectivites, nom_commence, sirets_en_vigueur
from cdg_portal.socle.texte import cle_tri

TRIS = {
    "denomination": "cle_tri",
    "siren": "siren",
    "adhesions": "nb_adhesions",
    "agents": "nb_agents",
}


def collectivites_liste(
    *,
    au: date,
    recherche: str = "",
    filtre: str = "",
    tri: str = "",
    bornes: Collection[int] | None = None,
) -> QuerySet[Any]:
    """Les collectivités du périmètre avec `siret`, `nb_adhesions` (en cours), `nb_agents` (présents) et
    `en_extinction`, à la date `au`.

    `recherche` : début d'un mot du nom (sans accents), du SIREN ou d'un SIRET ; `filtre` : « avec »,
    « sans » adhésion en cours, « extinction » (adhésion finie, sinistres encore ouverts).
    """
    liste = collectivites()
    if bornes is not None:
        liste = liste.filter(pk__in=bornes)
    liste = liste.annotate(
        siret=Subquery(sirets_en_vigueur(au=au).filter(collectivite_id=OuterRef("pk")).values("siret")[:1]),
        nb_adhesions=_compte(_en_cours(au).filter(collectivite_id=OuterRef("pk"))),
        nb_agents=_compte(
            Agent.objects.filter(
                Q(sortie__isnull=True) | Q(sortie__gte=au), collectivite_id=OuterRef("pk"), entree__lte=au
            )
        ),
        en_extinction=Exists(_en_extinction(au).filter(collectivite_id=OuterRef("pk"))),
    )
    if recherche.strip():
        liste = liste.filter(_cherche(recherche, au))
    liste = liste.filter(_FILTRES[filtre]) if filtre in _FILTRES else liste
    champ = TRIS.get(tri.removeprefix("-"), "cle_tri")
    return liste.order_by(f"-{champ}" if tri.startswith("-") else champ, "cle_tri", "id")


_FILTRES = {
    "avec": Q(nb_adhesions__gt=0),
    "sans": Q(nb_adhesions=0),
    "extinction": Q(en_extinction=True),
}


def collectivite_par_uid(uid: UUID | str, *, au: date) -> Any | None:
    """La collectivité du périmètre, annotée comme dans la liste, ou None."""
    return collectivites_liste(au=au).filter(uid=uid).first()


def _compte(lignes: QuerySet[Any]) -> Any:
    groupes = lignes.order_by().values("collectivite_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(groupes), 0)


def _en_cours(au: date) -> QuerySet[Adhesion]:
    """Adhésions actives à cette date."""
    return Adhesion.objects.filter(
        Q(resiliation__isnull=True) | Q(resiliation__gte=au), effet__lte=au, fin__gte=au
    ).exclude(etat=Adhesion.Etat.PROJET)


def _en_extinction(au: date) -> QuerySet[Adhesion]:
    """Adhésions finies ou résiliées qui gardent au moins un sinistre ouvert."""
    return Adhesion.objects.filter(
        Q(fin__lt=au) | Q(resiliation__lt=au),
        sinistres__etat__in=SINISTRE_OUVERT,
    ).exclude(etat=Adhesion.Etat.PROJET)


def _cherche(recherche: str, au: date) -> Q:
    chiffres = "".join(recherche.split())
    if chiffres.isdigit():
        porteuses = sirets_en_vigueur(au=au).filter(siret__commence_par=chiffres).values("collectivite_id")
        return Q(siren__commence_par=chiffres) | Q(pk__in=porteuses)
    # Une ponctuation seule ne nomme rien : elle ne cache rien non plus.
    return nom_commence(recherche) if cle_tri(recherche) else Q(pk=F("pk"))
