"""Dire en français ce qu'une ligne d'historique a fait d'un droit : accordé, confié, fini, coupé, prolongé."""

from datetime import date
from typing import Any

AUTOMATIQUE, AILLEURS = "Traitement automatique", "Hors du portail"
COMMANDE = "Commande d'exploitation"
# Le sujet de la phrase quand ce n'est pas une personne.
SUJETS = {
    AUTOMATIQUE: "Un traitement automatique",
    AILLEURS: "Un acte hors du portail",
    COMMANDE: "Une commande d'exploitation",
}


def phrase_de_droit(droit: Any, avant: Any, ligne: Any, auteur: str) -> tuple[str, str]:
    """La phrase, et le motif donné (délégation ou fin) ; `droit` porte son titulaire et sa collectivité."""
    lui, auteur = str(droit.compte), SUJETS.get(auteur, auteur)
    quoi = f"« {ligne.get_role_display()} » de {lui} pour {droit.collectivite}"
    if ligne.pgh_label == "insert":
        return _accorde(droit, ligne, auteur), ligne.motif
    if ligne.pgh_label == "delete" or avant is None:
        return f"{auteur} a effacé le droit {quoi}.", ""
    if ligne.retiree_a and not avant.retiree_a:
        return f"{auteur} a coupé le droit {quoi}.", ligne.motif_fin
    if ligne.au is None:
        return f"{auteur} a rendu sans terme le droit {quoi}.", ligne.motif_fin
    return f"{auteur} a fixé au {_jour(ligne.au)} la fin du droit {quoi}.", ligne.motif_fin


def _accorde(droit: Any, ligne: Any, auteur: str) -> str:
    lui, quoi = str(droit.compte), f"« {ligne.get_role_display()} »"
    quand = f"du {_jour(ligne.du)} au {_jour(ligne.au)}" if ligne.au else f"à compter du {_jour(ligne.du)}"
    ou = f"pour {droit.collectivite}, {quand}"
    if ligne.delegant_id is not None:
        return f"{auteur} a confié {quoi} à {lui} {ou}."
    if invite_par := getattr(droit, "invite_par", ""):
        return f"{lui} a accepté l'invitation de {invite_par} : {quoi} {ou}."
    return f"{auteur} a accordé {quoi} à {lui} {ou}."


def _jour(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"
