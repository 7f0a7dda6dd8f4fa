"""Ce qu'un administrateur fait d'un compte : corriger, fermer, ouvrir à l'administration, envoyer un lien.

Chaque acte est annoncé au journal (signal `acte_sur_compte`) et la personne en est prévenue. Personne ne donne de mot
de passe à autrui, et l'adresse d'un compte ne change pas : c'est elle qui reçoit le lien.
"""

from collections.abc import Callable

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cdg_portal.comptes.courriels import envoyer
from cdg_portal.comptes.models import Compte
from cdg_portal.comptes.services.sessions import sessions_fermer
from cdg_portal.comptes.signaux import acte_sur_compte, administration_retiree
from cdg_portal.socle.erreurs import ErreurMetier

Adresse = Callable[[str], str]
# (champ, nouvelle valeur) → code de l'acte, ce que dit le journal, ce que lit la personne.
CHANGEMENTS = {
    ("is_active", False): (
        "compte-desactive",
        "Compte désactivé",
        "Un administrateur a désactivé votre compte et fermé vos sessions.",
    ),
    ("is_active", True): ("compte-reactive", "Compte réactivé", "Un administrateur a réactivé votre compte."),
    ("is_staff", True): (
        "administration-ouverte",
        "Accès à l'administration ouvert",
        "Un administrateur a ouvert à votre compte l'administration du portail.",
    ),
    ("is_staff", False): (
        "administration-fermee",
        "Accès à l'administration retiré",
        "Un administrateur a retiré à votre compte l'accès à l'administration du portail.",
    ),
}


@transaction.atomic
def compte_modifier(
    *,
    compte: Compte,
    prenom: str,
    nom: str,
    is_active: bool,
    is_staff: bool,
    detacher_proconnect: bool = False,
    motif: str = "",
) -> Compte:
    """Corrige l'identité d'un compte, l'ouvre ou le ferme (à l'administration aussi), en détache ProConnect.

    Fermer, rouvrir, détacher ou toucher à l'administration demande un motif, se consigne, et prévient la personne. Lève
    `motif-manquant`, ou le refus d'un écouteur de `administration_retiree` (dernier administrateur).
    """
    garde = Compte.objects.select_for_update().get(pk=compte.pk)
    voulu = {"is_active": is_active, "is_staff": is_staff}
    changes = [(champ, valeur) for champ, valeur in voulu.items() if getattr(garde, champ) != valeur]
    if changes or detacher_proconnect:
        _exiger_motif(motif, "Dites pourquoi l'accès de cette personne change.")
    if garde.is_active and garde.is_staff and not (is_active and is_staff):
        administration_retiree.send(sender=Compte, compte=garde)
    avant = str(garde)
    garde.prenom, garde.nom = prenom.strip(), nom.strip()
    for champ, valeur in changes:
        setattr(garde, champ, valeur)
        if champ == "is_staff":
            garde.is_superuser = valeur
    garde.save(update_fields=["prenom", "nom", "is_active", "is_staff", "is_superuser"])
    if avant != str(garde):
        _annoncer(garde, "compte-renomme", f"Nom du compte corrigé : {avant}, désormais {garde}", motif)
    for changement in changes:
        action, libelle, phrase = CHANGEMENTS[changement]
        _annoncer(garde, action, f"{libelle} : {garde}", motif)
        envoyer(garde.email, "comptes/securite", {"compte": garde, "phrase": phrase})
    if detacher_proconnect:
        _detacher(garde, motif)
    if not is_active:
        sessions_fermer(compte=garde)
    return garde


def _detacher(compte: Compte, motif: str) -> None:
    """L'identité ne rouvrira plus ce compte, et ce qu'elle y a ouvert se ferme."""
    if not compte.identites_proconnect.all().delete()[0]:
        return
    sessions_fermer(compte=compte)
    _annoncer(compte, "proconnect-detache", f"Identité ProConnect détachée : {compte}", motif)
    phrase = "Un administrateur a détaché de votre compte son identité ProConnect et fermé vos sessions."
    envoyer(compte.email, "comptes/securite", {"compte": compte, "phrase": phrase})


@transaction.atomic
def mot_de_passe_lien_envoyer(*, compte: Compte, motif: str, adresse: Adresse) -> None:
    """Envoie à la personne, à la demande d'un administrateur, un lien pour choisir elle-même son mot de passe.

    `adresse` : fait l'adresse complète d'un chemin. Lève `motif-manquant` ou `compte-desactive`.
    """
    _exiger_motif(motif, "Dites pourquoi, et comment vous avez vérifié qui le demande.")
    if not compte.is_active:
        raise ErreurMetier("compte-desactive", "Ce compte est désactivé : réactivez-le d'abord.")
    _annoncer(compte, "mot-de-passe-lien", f"Lien de mot de passe envoyé à {compte}", motif)
    contexte = {"compte": compte, "lien": adresse(chemin_de_mot_de_passe(compte))}
    envoyer(compte.email, "comptes/mot_de_passe_lien", contexte)


def chemin_de_mot_de_passe(compte: Compte) -> str:
    """Le chemin, à usage unique, où ce compte choisit un mot de passe."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(compte.pk)),
            "token": default_token_generator.make_token(compte),
        },
    )


def _exiger_motif(motif: str, quoi_dire: str) -> None:
    if not motif.strip():
        raise ErreurMetier("motif-manquant", quoi_dire, champ="motif")


def _annoncer(compte: Compte, action: str, libelle: str, motif: str) -> None:
    acte_sur_compte.send(
        sender=Compte, compte=compte, action=action, libelle=libelle[:300], motif=motif.strip()[:500]
    )
