"""Décomptes émis que les données d'aujourd'hui ne donneraient plus."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from adhesions.selectors import contrats_pour_calcul
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Decompte, Sinistre
from sinistres.selectors.calcul import dossiers_par_agent
from sinistres.selectors.moteur import Calcul, calculer

# L'accueil recalcule ces décomptes : une revalorisation de masse se traite par tranches.
EXAMINES = 100


def decomptes_en_vigueur() -> QuerySet[Decompte]:
    """Les décomptes calculés que rien ne remplace, avec de quoi les recalculer."""
    return (
        Decompte.objects.filter(nature=Decompte.Nature.CALCULE, remplace_par__isnull=True)
        .select_related("sinistre__agent", "sinistre__adhesion__lot__contrat", "demande")
        .prefetch_related("sinistre__agent__remunerations")
        .order_by("sinistre_id")
    )


def decomptes_de_l_agent(agent_id: int, *, depuis: date | None = None) -> list[Decompte]:
    """Ceux d'un agent ; `depuis` : seulement ceux arrêtés à ce jour ou après, les seuls qu'il puisse changer."""
    en_vigueur = decomptes_en_vigueur().filter(sinistre__agent_id=agent_id)
    return list(en_vigueur.filter(au__gte=depuis) if depuis else en_vigueur)


def recalculer(decomptes: Iterable[Decompte]) -> list[tuple[Decompte, Calcul]]:
    """Chaque décompte recalculé à sa propre date."""
    lus = list(decomptes)
    calcul_de = _calculateur(lus)
    return [(d, calcul_de(d)) for d in lus]


def _calculateur(decomptes: Collection[Decompte]) -> Callable[[Decompte], Calcul]:
    """De quoi recalculer ceux-ci, un par un : dossiers et contrats sont lus d'un coup."""
    dossiers = dossiers_par_agent({d.sinistre.agent_id for d in decomptes})
    contrat = contrats_pour_calcul({d.sinistre.adhesion for d in decomptes})
    return lambda d: calculer(
        sinistre=d.sinistre, au=d.au, dossiers=dossiers[d.sinistre.agent_id], contrat_de=contrat
    )


def decomptes_a_recalculer(*, sinistre: Sinistre | None = None) -> list[Decompte]:
    """Les décomptes dont le total n'est plus celui qu'on calculerait, du périmètre ou d'un dossier.

    Ne sont examinés que ceux dont l'agent a changé après l'émission, pour des jours qu'ils couvrent (paie
    saisie, retraite liquidée), et cent au plus : régulariser les premiers découvre les suivants.
    """
    paie_saisie_depuis = Q(
        sinistre__agent__remunerations__cree_a__gt=F("cree_a"),
        sinistre__agent__remunerations__depuis__lte=F("au"),
    )
    retraite_ignoree = Q(sinistre__agent__retraite_le__lte=F("au")) & ~Q(entrees__agent__has_key="retraite")
    touches = Decompte.objects.filter(paie_saisie_depuis | retraite_ignoree)
    examines = decomptes_en_vigueur().filter(pk__in=touches.order_by().values("pk")).order_by("id")
    if sinistre is not None:
        examines = examines.filter(sinistre=sinistre)
    lus = list(examines[:EXAMINES])
    calcul_de = _calculateur(lus)
    return [d for d in lus if _a_change(d, calcul_de)]


def _a_change(decompte: Decompte, calcul_de: Callable[[Decompte], Calcul]) -> bool:
    """Vrai si le total diffère, ou si le calcul n'est plus possible : dans les deux cas, quelqu'un doit regarder."""
    try:
        return calcul_de(decompte).total != decompte.total
    except ErreurMetier:
        return True
