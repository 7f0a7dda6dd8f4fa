"""Confier ses droits à un collègue pendant une absence : jamais plus que les siens, jamais au-delà de leur fin."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from cdg_portal.perimetres.models import Habilitation
from cdg_portal.perimetres.roles import Role
from cdg_portal.perimetres.selectors import (
    collegues,
    droits_delegables,
    roles_accordables_par,
    tient_le_role,
)
from cdg_portal.perimetres.services.habilitations import (
    RoleAuDessus,
    finir_verifiee,
    inscrire,
    verifier_jours,
)
from cdg_portal.socle.erreurs import ErreurMetier

MOIS_MAXIMUM = 6


@transaction.atomic
def delegation_creer(
    *,
    delegant: Any,
    droits: Collection[Habilitation],
    delegataire: Any,
    du: date,
    au: date,
    motif: str,
    le: date,
) -> list[Habilitation]:
    """Confie ces droits de `delegant` à un collègue habilité sur chacune de leurs collectivités.

    Lève `motif-absent`, `aucun-droit`, `dates-inversees`, `delegation-passee`, `delegation-trop-longue`,
    `delegation-a-soi-meme`, `droit-non-delegable`, `delegation-apres-le-droit`, `pas-un-collegue` ou
    `habilitation-en-double` ; tout ou rien.
    """
    motif = motif.strip()
    if not motif:
        raise ErreurMetier("motif-absent", "Dites pourquoi : un congé, par exemple.", champ="motif")
    if not droits:
        raise ErreurMetier("aucun-droit", "Choisissez au moins un droit à confier.", champ="droits")
    if delegataire.pk == delegant.pk:
        raise ErreurMetier("delegation-a-soi-meme", "On ne se délègue pas à soi-même.", champ="delegataire")
    _verifier_les_dates(du=du, au=au, le=le)
    permis = {h.pk for h in droits_delegables(compte_id=delegant.pk, au=le)}
    verrouilles = Habilitation.objects.select_for_update(of=("self",)).select_related("collectivite")
    faites = []
    for droit in verrouilles.filter(pk__in=[h.pk for h in droits]).order_by("id"):
        if droit.pk not in permis or droit.retiree_a is not None:
            break
        _verifier_le_droit(droit, delegataire=delegataire, du=du, au=au, le=le)
        faites.append(
            inscrire(
                compte=delegataire,
                role=droit.role,
                collectivite=droit.collectivite,
                du=du,
                au=au,
                delegant=delegant,
                source=droit,
                motif=motif[:300],
            )
        )
    if len(faites) != len({h.pk for h in droits}):
        raise ErreurMetier(
            "droit-non-delegable",
            "On ne confie que ses propres droits en cours, jamais un droit reçu par délégation.",
            champ="droits",
        )
    return faites


@transaction.atomic
def delegation_terminer(
    *, par: Any, delegation: Habilitation, motif: str, le: date, maintenant: datetime
) -> Habilitation:
    """Arrête une délégation tout de suite : le délégant, ou qui pourrait retirer ce rôle ici.

    Lève `role-au-dessus`, `pas-une-delegation`, `motif-absent` ou `droit-fini`.
    """
    if delegation.source_id is None:
        raise ErreurMetier("pas-une-delegation", "Ce droit n'est pas une délégation.")
    if par.pk != delegation.delegant_id and delegation.role not in roles_accordables_par(
        par, collectivite=delegation.collectivite, au=le
    ):
        raise RoleAuDessus(delegation.role)
    return finir_verifiee(
        par=par, habilitation=delegation, au=le, motif=motif, le=le, maintenant=maintenant, immediat=True
    )


def _verifier_les_dates(*, du: date, au: date, le: date) -> None:
    verifier_jours(du=du, au=au)
    if au < du:
        raise ErreurMetier("dates-inversees", "La date de fin précède la date de début.", champ="au")
    if du < le:
        raise ErreurMetier(
            "delegation-passee", "Une délégation commence au plus tôt aujourd'hui.", champ="du"
        )
    if au > dans_des_mois(du, MOIS_MAXIMUM):
        raise ErreurMetier(
            "delegation-trop-longue",
            f"Une délégation dure {MOIS_MAXIMUM} mois au plus ; au-delà, faites accorder le droit.",
            champ="au",
        )


def dans_des_mois(jour: date, mois: int) -> date:
    """Le même quantième `mois` mois plus tard, ou le dernier jour de ce mois-là."""
    annee, rang = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    for quantieme in (jour.day, 30, 29, 28):
        try:
            return date(annee, rang + 1, quantieme)
        except ValueError:
            continue
    raise AssertionError("tout mois a 28 jours")


def _verifier_le_droit(droit: Habilitation, *, delegataire: Any, du: date, au: date, le: date) -> None:
    if droit.au is not None and au > droit.au:
        raise ErreurMetier(
            "delegation-apres-le-droit",
            f"Votre droit « {Role(droit.role).label} » finit le {droit.au:%d/%m/%Y} : la délégation aussi.",
            champ="au",
        )
    employeur = collegues(collectivite_ids=[droit.collectivite_id], sauf=droit.compte_id, au=le)
    if not employeur.filter(compte_id=delegataire.pk).exists():
        raise ErreurMetier(
            "pas-un-collegue",
            f"Cette personne n'a pas d'accès à {droit.collectivite} : faites-la d'abord inviter.",
            champ="delegataire",
        )
    if tient_le_role(compte=delegataire, role=droit.role, collectivite=droit.collectivite, au=du):
        raise ErreurMetier(
            "habilitation-en-double",
            f"Cette personne tient déjà « {Role(droit.role).label} » pour {droit.collectivite}.",
            champ="delegataire",
        )
