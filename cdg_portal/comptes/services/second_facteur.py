"""Second facteur : code vérifié une seule fois, réinitialisation par un administrateur, clés qui tournent."""

from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction

from cdg_portal.comptes.chiffrement import dechiffrer, rechiffrer
from cdg_portal.comptes.courriels import envoyer
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.services.sessions import sessions_fermer
from cdg_portal.comptes.services.tentatives import code_limiter
from cdg_portal.comptes.signaux import acte_sur_compte
from cdg_portal.socle.erreurs import ErreurMetier

DERIVE = 1  # périodes de trente secondes admises avant et après : les horloges des téléphones dérivent
SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def code_verifier(*, compte: Compte, code: str, maintenant: datetime) -> Authenticator | None:
    """Le facteur que prouve ce code (application ou code de secours), ou None. Il ne sert qu'une fois.

    Lève TropDeCodes après dix codes faux dans l'heure.
    """
    return code_limiter(
        compte=compte, verifier=lambda: _facteur_du_code(compte, code, maintenant), maintenant=maintenant
    )


def _facteur_du_code(compte: Compte, code: str, maintenant: datetime) -> Authenticator | None:
    for facteur in Authenticator.objects.select_for_update().filter(user=compte, type__in=SECRETS):
        if facteur.type == Authenticator.Type.TOTP:
            juste = _totp_juste(facteur, code, maintenant)
        else:
            juste = RecoveryCodes(facteur).validate_code(code)
        if juste:
            return facteur
    return None


def totp_periode(maintenant: datetime) -> int:
    """Le rang de la période de trente secondes où l'on est."""
    return int(maintenant.timestamp()) // app_settings.TOTP_PERIOD


def totp_code_juste(secret: str, code: str, periode: int) -> bool:
    """Vrai si ce code est celui de cette période."""
    return compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, periode)))


def _totp_juste(facteur: Authenticator, code: str, maintenant: datetime) -> bool:
    """Le code doit être d'une période postérieure à la dernière employée : un code vu ne se rejoue pas."""
    secret, derniere = dechiffrer(facteur.data["secret"]), facteur.data.get("derniere", 0)
    courante = totp_periode(maintenant)
    for periode in range(max(courante - DERIVE, derniere + 1), courante + DERIVE + 1):
        if totp_code_juste(secret, code, periode):
            totp_marquer(facteur, periode)
            return True
    return False


def totp_marquer(facteur: Authenticator, periode: int) -> None:
    """Retient la dernière période employée."""
    facteur.data["derniere"] = periode
    facteur.save(update_fields=["data"])


@transaction.atomic
def second_facteur_reinitialiser(*, compte: Compte, motif: str) -> None:
    """Retire tout second facteur (téléphone perdu), ferme les sessions du compte, le consigne et l'en prévient.

    Lève `motif-manquant`.
    """
    if not motif.strip():
        raise ErreurMetier(
            "motif-manquant",
            "Dites pourquoi vous retirez ce second facteur et comment vous avez vérifié qui le demande.",
            champ="motif",
        )
    Authenticator.objects.filter(user=compte).delete()
    sessions_fermer(compte=compte)
    acte_sur_compte.send(
        sender=Compte,
        compte=compte,
        action="second-facteur-reinitialise",
        libelle=f"Second facteur réinitialisé : {compte}",
        motif=motif.strip()[:500],
    )
    envoyer(compte.email, "comptes/second_facteur_reinitialise", {"compte": compte})


def facteurs_verrouiller(compte: Compte) -> None:
    """Verrouille le compte jusqu'à la fin de la transaction : deux retraits simultanés se suivent."""
    Compte.objects.select_for_update().values_list("pk").get(pk=compte.pk)


@transaction.atomic
def secrets_rechiffrer() -> int:
    """Chiffre avec la première clé tous les secrets gardés ; rend leur nombre. Lève SecretIllisible."""
    facteurs = list(Authenticator.objects.select_for_update().filter(type__in=SECRETS))
    for facteur in facteurs:
        nom = SECRETS[Authenticator.Type(facteur.type)]
        facteur.data[nom] = rechiffrer(facteur.data[nom])
        facteur.save(update_fields=["data"])
    return len(facteurs)
