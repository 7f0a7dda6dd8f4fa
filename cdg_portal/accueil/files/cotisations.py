"""Les cotisations : base déclarée par la collectivité, contrôlée puis appelée par le CDG, à quatre yeux."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse

from cdg_portal.accueil.files.forme import Action, File, Lecture, Regard, lire_lignes
from cdg_portal.perimetres.permissions import roles_de
from cdg_portal.perimetres.roles import Role
from cotisations.selectors import adhesions_sans_base, appels_liste, bases_a_appeler, bases_liste

_GESTIONNAIRE = frozenset({Role.GESTIONNAIRE_CDG})


def _a_declarer(regard: Regard, combien: int) -> Lecture:
    exercice = regard.jour.year
    sans = adhesions_sans_base(
        exercice=exercice, au=regard.jour, collectivites=regard.bornes("bases.declarer")
    )
    return lire_lignes(
        sans,
        combien,
        lambda a: Action(
            titre="Déclarer la base de cotisation",
            objet=f"Exercice {exercice}, adhésion {a.numero}",
            url=reverse("cotisations:declarer", args=[a.uid]),
            collectivite=str(a.collectivite),
            numero=a.numero,
        ),
    )


def _bases(titre: str, lire: Callable[[], QuerySet[Any]]) -> Callable[[Regard, int], Lecture]:
    def lecture(regard: Regard, combien: int) -> Lecture:
        return lire_lignes(
            lire().order_by("declaree_le", "id"),
            combien,
            lambda b: Action(
                titre=titre,
                objet=f"Exercice {b.exercice}, base déclarée le {b.declaree_le:%d/%m/%Y}",
                url=reverse("cotisations:base", args=[b.uid]),
                collectivite=str(b.collectivite),
            ),
        )

    return lecture


def _total(appels: QuerySet[Any]) -> Decimal:
    return appels.order_by().aggregate(t=Sum("total"))["t"] or Decimal("0.00")


def _appels(etat: str, verbe: str) -> Callable[[Regard, int], Lecture]:
    def lecture(regard: Regard, combien: int) -> Lecture:
        appels = appels_liste(etat=etat)
        if etat == "VERIFIE":  # quatre yeux : qui a vérifié ne valide pas
            appels = appels.exclude(verifie_par_id=regard.compte_id)
        return lire_lignes(
            appels.order_by("emis_le", "id"),
            combien,
            lambda a: Action(
                titre=verbe,
                objet=f"{a.numero}, exercice {a.exercice}, émis le {a.emis_le:%d/%m/%Y}",
                url=reverse("cotisations:appel", args=[a.uid]),
                collectivite=str(a.collectivite),
                numero=a.numero,
                montant=a.total,
            ),
            somme=_total,
        )

    return lecture


A_DECLARER = File(
    cle="bases-a-declarer",
    titre="Bases de cotisation à déclarer",
    source="adhésions en cours sans base déclarée pour l'exercice",
    pour=roles_de("bases.declarer"),
    lire=_a_declarer,
    toutes=lambda: reverse("cotisations:bases"),
)
BASES = (
    File(
        cle="bases-a-controler",
        titre="Bases de cotisation à contrôler",
        source="bases à l'état « Déclarée »",
        pour=_GESTIONNAIRE,
        lire=_bases("Contrôler la base", lambda: bases_liste(etat="DECLAREE")),
        toutes=lambda: f"{reverse('cotisations:bases')}?etat=DECLAREE",
        surveillee=True,
    ),
    File(
        cle="appels-a-emettre",
        titre="Appels de cotisation à émettre",
        source="bases contrôlées d'où aucun appel n'est parti",
        pour=_GESTIONNAIRE,
        lire=_bases("Émettre l'appel", bases_a_appeler),
        toutes=lambda: f"{reverse('cotisations:bases')}?etat=CONTROLEE",
        surveillee=True,
    ),
)
A_VERIFIER = File(
    cle="appels-a-verifier",
    titre="Appels de cotisation à vérifier",
    source="appels à l'état « Émis » ; montant : leurs totaux",
    pour=_GESTIONNAIRE,
    lire=_appels("EMIS", "Vérifier l'appel"),
    toutes=lambda: f"{reverse('cotisations:appels')}?etat=EMIS",
    surveillee=True,
)
A_VALIDER = File(
    cle="appels-a-valider",
    titre="Appels de cotisation à valider",
    source="appels à l'état « Vérifié », par une autre personne que vous ; montant : leurs totaux",
    pour=frozenset({Role.GESTIONNAIRE_CDG, Role.CHEF_SERVICE_CDG}),
    lire=_appels("VERIFIE", "Valider l'appel"),
    toutes=lambda: f"{reverse('cotisations:appels')}?etat=VERIFIE",
)
