"""Écriture des collectivités et des habilitations.

Le journal est au-dessus de cette app : la trace d'une habilitation est son historique par déclencheur.
"""

from datetime import date
from typing import Any

from django.db import transaction

from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.perimetres.models import Collectivite, Habilitation, Siret
from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.saisie import verifier_jour
from cdg_portal.socle.siret import normaliser_siret

_COLLECTIVITE = {
    "perimetres_collectivite_siren_key": (
        "collectivite-en-double",
        "Une collectivité porte déjà ce SIREN.",
        "siret",
    ),
    "perimetres_un_seul_cdg": ("cdg-en-double", "Le Centre de gestion est déjà enregistré.", "est_cdg"),
}
_HABILITATION = {
    "habilitation_unique": ("habilitation-en-double", "Ce compte tient déjà ce rôle à cette date.", "role"),
    "habilitation_ordre": ("dates-inversees", "La date de fin précède la date de début.", "au"),
    "habilitation_pas_soi_meme": ("delegation-a-soi-meme", "On ne se délègue pas à soi-même.", "delegant"),
}


@transaction.atomic
def collectivite_creer(
    *,
    denomination: str,
    siret: str,
    le: date,
    representant: str = "",
    adresse: str = "",
    strate: str = Collectivite.Strate.PETITE,
    est_cdg: bool = False,
) -> Collectivite:
    """Enregistre un employeur et son SIRET principal à compter de `le`.

    Lève `siret-invalide`, `collectivite-en-double`, `champ-manquant`, `valeur-interdite` ou `cdg-en-double`.
    """
    numero = normaliser_siret(siret)
    if not denomination.strip():
        raise ErreurMetier("champ-manquant", "La dénomination est obligatoire.", champ="denomination")
    if strate not in Collectivite.Strate.values:
        raise ErreurMetier("valeur-interdite", "Strate inconnue.", champ="strate")
    with traduire_contraintes(_COLLECTIVITE):
        collectivite = Collectivite.objects.create(
            siren=numero[:9],
            denomination=denomination.strip(),
            strate=strate,
            est_cdg=est_cdg,
            representant=representant,
            adresse=adresse,
        )
    Siret.objects.create(collectivite=collectivite, siret=numero, du=le)
    return collectivite


@transaction.atomic
def habilitation_accorder(
    *,
    compte: Any,
    role: str,
    collectivite: Collectivite,
    du: date,
    au: date | None = None,
    delegant: Any = None,
) -> Habilitation:
    """Donne un rôle daté à un compte sur une collectivité ; un rôle du CDG ne se tient qu'au CDG.

    Lève `valeur-interdite`, `role-du-cdg`, `hors-bornes`, `habilitation-en-double`, `dates-inversees` ou
    `delegation-a-soi-meme`.
    """
    if role not in Role.values:
        raise ErreurMetier("valeur-interdite", "Rôle inconnu.", champ="role")
    if role in ROLES_DU_CDG and not collectivite.est_cdg:
        libelle = Role(role).label
        raise ErreurMetier(
            "role-du-cdg", f"« {libelle} » ne s'accorde que sur le Centre de gestion.", champ="role"
        )
    _verifier_les_jours(du=du, au=au)
    with traduire_contraintes(_HABILITATION):
        return Habilitation.objects.create(
            compte=compte, role=role, collectivite=collectivite, du=du, au=au, delegant=delegant
        )


@transaction.atomic
def habilitation_finir(*, habilitation: Habilitation, au: date | None) -> Habilitation:
    """Date la fin d'un droit (None : sans terme) ; rien d'autre n'en change. Lève `dates-inversees`."""
    _verifier_les_jours(au=au)
    with traduire_contraintes(_HABILITATION):
        Habilitation.objects.filter(pk=habilitation.pk).update(au=au)
    habilitation.au = au
    return habilitation


def _verifier_les_jours(**jours: date | None) -> None:
    for champ, jour in jours.items():
        if jour is not None:
            verifier_jour(jour, champ=champ)
