"""Le premier administrateur d'une installation : personne n'a encore de droit pour l'accorder."""

from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from cdg_portal.comptes.services import compte_creer
from cdg_portal.comptes.services.administration import compte_modifier
from cdg_portal.comptes.services.sessions import sessions_fermer
from cdg_portal.comptes.services.tentatives import un_par_un
from cdg_portal.perimetres.models import Collectivite, Habilitation
from cdg_portal.perimetres.roles import Role
from cdg_portal.perimetres.selectors import en_vigueur, tient_le_role
from cdg_portal.perimetres.services.collectivites import collectivite_creer
from cdg_portal.perimetres.services.habilitations import habilitation_accorder
from cdg_portal.perimetres.services.invitations import adresse_propre
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.siret import normaliser_siret

MOTIF = "Installation du portail : premier administrateur."
LONGUEUR = 80


@transaction.atomic
def premier_administrateur_installer(
    *, email: str, prenom: str, nom: str, cdg: str, siret: str, mot_de_passe: str, le: date
) -> Habilitation:
    """Le Centre de gestion s'il manque, le compte et son habilitation d'administrateur : tout ou rien.

    Un compte déjà là (venu par ProConnect) est repris : son mot de passe est remplacé, ses sessions fermées. Lève
    `administrateur-en-place`, `champ-manquant`, `trop-long`, `adresse-invalide`, `cdg-different`,
    `mot-de-passe-faible`, ou les refus de `collectivite_creer` et de `habilitation_accorder`.
    """
    un_par_un("premier administrateur")  # deux lancements à la fois n'en installent qu'un
    _personne_en_place(le)
    adresse = adresse_propre(email)
    prenom, nom = _obligatoire("prenom", prenom), _obligatoire("nom", nom)
    _mot_de_passe_sur(mot_de_passe, email=adresse, prenom=prenom, nom=nom)
    organisme = _centre_de_gestion(cdg=cdg, siret=siret, le=le)
    compte, nouveau = compte_creer(email=adresse, prenom=prenom, nom=nom, administre=True)
    if not nouveau:
        compte = compte_modifier(
            compte=compte, prenom=prenom, nom=nom, is_active=True, is_staff=True, motif=MOTIF
        )
    compte.set_password(mot_de_passe)
    compte.save(update_fields=["password"])
    sessions_fermer(compte=compte)
    if tient_le_role(compte=compte, role=Role.ADMINISTRATEUR, collectivite=organisme, au=le):
        return Habilitation.objects.filter(
            en_vigueur(le), compte=compte, role=Role.ADMINISTRATEUR, collectivite=organisme
        )[0]
    return habilitation_accorder(
        par=None, compte=compte, role=Role.ADMINISTRATEUR, collectivite=organisme, du=le, le=le
    )


def _personne_en_place(le: date) -> None:
    tenu = (
        Habilitation.objects.select_related("compte")
        .filter(en_vigueur(le), role=Role.ADMINISTRATEUR, compte__is_active=True, compte__is_staff=True)
        .first()
    )
    if tenu is not None:
        raise ErreurMetier(
            "administrateur-en-place",
            f"Le portail a déjà un administrateur en exercice : {tenu.compte}. Rien n'est changé. C'est lui qui ouvre "
            "l'administration à d'autres, depuis la fiche de leur compte.",
        )


def _obligatoire(champ: str, valeur: str) -> str:
    propre = valeur.strip()
    if not propre:
        raise ErreurMetier("champ-manquant", f"--{champ} est obligatoire.", champ=champ)
    if len(propre) > LONGUEUR:
        raise ErreurMetier("trop-long", f"--{champ} tient en {LONGUEUR} caractères.", champ=champ)
    return propre


def _mot_de_passe_sur(mot_de_passe: str, **identite: str) -> None:
    try:
        validate_password(mot_de_passe, user=get_user_model()(**identite))
    except ValidationError as faible:
        raise ErreurMetier("mot-de-passe-faible", " ".join(faible.messages), champ="mot_de_passe") from faible


def _centre_de_gestion(*, cdg: str, siret: str, le: date) -> Collectivite:
    existant = Collectivite.objects.filter(est_cdg=True).first()
    if existant is None:
        if not cdg.strip() or not siret.strip():
            raise ErreurMetier(
                "champ-manquant",
                "Le Centre de gestion n'est pas encore enregistré : donnez --cdg (sa dénomination) et --siret.",
                champ="cdg",
            )
        return collectivite_creer(denomination=cdg, siret=siret, le=le, est_cdg=True)
    if siret.strip() and normaliser_siret(siret)[:9] != existant.siren:
        raise ErreurMetier(
            "cdg-different",
            f"Le Centre de gestion enregistré est {existant} (SIREN {existant.siren}) : ce SIRET est d'un autre. "
            "Relancez sans --cdg ni --siret.",
            champ="siret",
        )
    return existant
