"""Qui lit quel PDF : celui qui voit, sur sa collectivité, tous les champs que le PDF imprime."""

from django.http import HttpRequest

from cdg_portal.documents.models import Document
from cdg_portal.perimetres.acces import peut
from cdg_portal.perimetres.visibilite import champs_caches

# Modèle → champs imprimés (`visibilite.CHAMPS`). Un modèle absent d'ici n'est remis à personne.
CHAMPS_DU_DOCUMENT: dict[str, frozenset[str]] = {
    "sinistres/decompte": frozenset(
        {
            "identite_agent",
            "matricule",
            "nature_conge",
            "dates_arret",
            "conclusion_administrative",
            "remuneration",
            "base_indemnisation",
            "montants_decompte",
        }
    ),
    # Les initiales et le matricule désignent l'agent ; chaque ligne dit la nature et la période.
    "sinistres/bordereau": frozenset(
        {"identite_agent", "matricule", "nature_conge", "dates_arret", "montants_decompte"}
    ),
    "cotisations/appel": frozenset({"assiette"}),
    "adhesions/certificat": frozenset({"assiette"}),
}


def lisible(request: HttpRequest, document: Document | None) -> bool:
    """Vrai si le compte peut télécharger ce document ; faux s'il n'y en a pas."""
    if document is None or document.modele not in CHAMPS_DU_DOCUMENT:
        return False
    caches = champs_caches(request, document.collectivite_id)
    return peut(request, "documents.lire", document.collectivite_id) and not (
        CHAMPS_DU_DOCUMENT[document.modele] & caches
    )
