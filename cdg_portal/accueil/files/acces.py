"""Les demandes d'accès que la personne peut décider."""

from typing import Any

from django.urls import reverse

from cdg_portal.accueil.files.forme import Action, File, Lecture, Regard, lire_lignes
from cdg_portal.perimetres.permissions import roles_de
from cdg_portal.perimetres.selectors import demandes_en_attente


def _action(demande: Any) -> Action:
    return Action(
        titre="Décider la demande d'accès",
        objet=f"{demande.compte}, demandé le {demande.cree_a:%d/%m/%Y}",
        url=reverse("perimetres:demande", args=[demande.uid]),
        collectivite=str(demande.collectivite),
    )


def _a_decider(regard: Regard, combien: int) -> Lecture:
    bornes = regard.bornes("comptes.decider")
    return lire_lignes(
        demandes_en_attente(bornes=bornes).exclude(compte_id=regard.compte_id), combien, _action
    )


A_DECIDER = File(
    cle="demandes-d-acces",
    titre="Demandes d'accès à décider",
    source="demandes ni acceptées ni refusées, sur ce dont vous gérez les accès",
    pour=roles_de("comptes.decider"),
    lire=_a_decider,
    toutes=lambda: reverse("perimetres:acces"),
)
