"""Écriture des collectivités."""

from datetime import date

from django.db import transaction

from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.perimetres.models import Collectivite, Siret
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.siret import normaliser_siret

_COLLECTIVITE = {
    "perimetres_collectivite_siren_key": (
        "collectivite-en-double",
        "Une collectivité porte déjà ce SIREN.",
        "siret",
    ),
    "perimetres_un_seul_cdg": ("cdg-en-double", "Le Centre de gestion est déjà enregistré.", "est_cdg"),
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
