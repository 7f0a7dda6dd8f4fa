"""Ce qu'une personne fait de ses propres secrets, gardé au journal : lequel et quand, jamais le secret."""

from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.signaux import acte_sur_compte

# L'adresse d'un compte ne change pas : elle n'y est pas.
ACTES = {
    "mot-de-passe-change": "Mot de passe changé par la personne",
    "mot-de-passe-choisi": "Mot de passe choisi par le lien envoyé à l'adresse du compte",
    "application-ajoutee": "Application d'authentification ajoutée par la personne",
    "application-retiree": "Application d'authentification retirée par la personne",
    "cle-ajoutee": "Clé d'accès ajoutée par la personne",
    "cle-retiree": "Clé d'accès retirée par la personne",
    "cle-renommee": "Clé d'accès renommée par la personne",
    "codes-remplaces": "Codes de secours remplacés par la personne",
}


def secret_change(*, compte: Compte, action: str) -> None:
    """Annonce l'acte au journal, dans la transaction qui l'écrit : l'un ne va pas sans l'autre."""
    acte_sur_compte.send(
        sender=Compte, compte=compte, action=action, libelle=f"{ACTES[action]} : {compte}", motif=""
    )
