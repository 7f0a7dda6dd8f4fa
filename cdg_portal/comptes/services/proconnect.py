"""Rapprocher une identité ProConnect d'un compte. Elle prouve qui l'on est, jamais ce que l'on a le droit de faire."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from cdg_portal.comptes.courriels import envoyer
from cdg_portal.comptes.models import Compte, IdentiteProConnect
from cdg_portal.comptes.proconnect import Identite, RefusProConnect
from cdg_portal.comptes.regles.empreintes import empreinte_a_cle
from cdg_portal.comptes.services import compte_creer
from cdg_portal.comptes.services.tentatives import un_par_un
from cdg_portal.comptes.signaux import acte_sur_compte, siret_propose
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.siret import normaliser_siret

LONGUEUR = 80  # du prénom et du nom


class IdentiteEtrangere(RefusProConnect):
    """L'adresse est celle d'un compte qu'une autre identité tient déjà : elle a pu changer de main."""

    def __init__(self, compte: Compte) -> None:
        super().__init__(
            "proconnect-autre-identite",
            "Le compte de votre adresse électronique est déjà rattaché à une autre identité ProConnect. Si cette "
            "adresse était celle d'une autre personne, ou si votre identité ProConnect a changé, demandez à un "
            "administrateur du portail, au Centre de gestion, de détacher l'ancienne.",
        )
        self.compte = compte


def identite_rapprocher(*, identite: Identite, maintenant: datetime) -> Compte:
    """Le compte de cette identité : le sien, sinon celui de son adresse (et il en est prévenu), sinon un nouveau.

    Le SIRET ne fait que proposer une appartenance (signal `siret_propose`). Lève RefusProConnect si le compte est
    désactivé, ou déjà rattaché à une autre identité : ce refus-là se consigne, hors de ce qu'il annule.
    """
    try:
        return _rapprocher(identite, maintenant)
    except IdentiteEtrangere as refus:
        acte_sur_compte.send(
            sender=Compte,
            compte=refus.compte,
            action="proconnect-refuse",
            libelle=f"Autre identité ProConnect refusée à l'adresse du compte : {refus.compte}",
            motif="",
        )
        raise


@transaction.atomic
def _rapprocher(identite: Identite, maintenant: datetime) -> Compte:
    un_par_un(f"proconnect {identite.sub}")
    lien = IdentiteProConnect.objects.select_related("compte").filter(sub=identite.sub).first()
    if lien:
        compte = lien.compte
        _verifier_actif(compte)
        _signaler_l_adresse(lien, identite)
    else:
        compte = _rattacher(identite, maintenant)
    _proposer(compte, identite)
    return compte


def _rattacher(identite: Identite, maintenant: datetime) -> Compte:
    compte, nouveau = compte_creer(
        email=identite.email,
        prenom=(identite.prenom or "Prénom inconnu")[:LONGUEUR],
        nom=(identite.nom or "Nom inconnu")[:LONGUEUR],
    )
    _verifier_actif(compte)
    un_par_un(f"proconnect compte {compte.pk}")  # deux identités de la même adresse n'y entrent pas ensemble
    if compte.identites_proconnect.exists():
        raise IdentiteEtrangere(compte)
    IdentiteProConnect.objects.create(compte=compte, sub=identite.sub, rattachee_a=maintenant)
    if not nouveau:
        envoyer(compte.email, "comptes/proconnect_rattache", {"compte": compte})
    return compte


def _verifier_actif(compte: Compte) -> None:
    if not compte.is_active:
        raise RefusProConnect(
            "proconnect-compte-desactive",
            "Votre compte sur ce portail est désactivé. Adressez-vous au Centre de gestion.",
        )


def _signaler_l_adresse(lien: IdentiteProConnect, identite: Identite) -> None:
    """L'adresse du compte ne change pas d'elle-même : elle est prévenue, une fois, de celle que dit ProConnect."""
    annoncee = empreinte_a_cle(settings.SECRET_KEY, "adresse", identite.email)
    if identite.email == lien.compte.email or lien.adresse_signalee == annoncee:
        return
    lien.adresse_signalee = annoncee
    lien.save(update_fields=["adresse_signalee"])
    envoyer(
        lien.compte.email,
        "comptes/proconnect_adresse",
        {"compte": lien.compte, "annoncee": identite.email},
    )


def _proposer(compte: Compte, identite: Identite) -> None:
    """Un SIRET de clé fausse n'est pas une proposition ; l'écouteur doit supporter d'être appelé à chaque entrée."""
    try:
        siret = normaliser_siret(identite.siret)
    except ErreurMetier:
        return
    siret_propose.send(sender=Compte, compte=compte, siret=siret, organisation=identite.organisation)
