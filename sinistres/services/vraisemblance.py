"""Un règlement qui ne ressemble pas à ce qui est attendu est une faute de frappe, pas un écart à contester."""

from decimal import Decimal

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais

FOIS_LE_SOLDE = 10
TOLERE = Decimal("10000.00")


def verifier_vraisemblance(*, solde: Decimal, deja_recu: Decimal, montant: Decimal) -> None:
    """Refuse un montant, ou un total, au-delà de dix fois le solde et de 10 000 € ; et un total du signe contraire.

    Un montant contraire au solde reste possible s'il reprend ce qui a été reçu (virement rejeté).
    """
    plafond = max(FOIS_LE_SOLDE * abs(solde), TOLERE)
    total = deja_recu + montant
    if abs(montant) > plafond or abs(total) > plafond:
        raise ErreurMetier(
            "hors-bornes",
            f"{en_francais(montant)} pour un solde de {en_francais(solde)} : vérifiez le montant reçu.",
            champ="montant",
        )
    if total * solde < 0 and montant * solde < 0:
        raise ErreurMetier(
            "signe-contraire",
            f"Le solde attendu est de {en_francais(solde)}, et {en_francais(deja_recu)} sont déjà reçus : "
            "vérifiez le signe du montant.",
            champ="montant",
        )
