"""Nul n'accorde, ne retire ni ne modifie au-dessus de lui : rôle tenu × rôle visé × lieu, services et POST forgés.

Ni à soi-même, ni par un droit reçu en délégation : un droit d'une semaine n'en fait pas un pour toujours.
"""

import secrets
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.comptes.regles.empreintes import empreinte_du_jeton
from cdg_portal.perimetres.models import DemandeAcces, Habilitation, Invitation
from cdg_portal.perimetres.roles import Role
from cdg_portal.perimetres.selectors import habilitations_actives, perimetre_de, roles_accordables
from cdg_portal.perimetres.services import (
    demande_acces_accepter,
    habilitation_accorder,
    habilitation_finir,
    invitation_accepter,
    invitation_envoyer,
)
from cdg_portal.perimetres.services.invitations import DUREE, InvitationRefusee
from cdg_portal.socle.erreurs import ErreurMetier
from tests.fabriques import CompteFactory, HabilitationFactory
from tests.perimetres.conftest import CDG, LE, MAINTENANT, entre, tenir

# L'attendu, écrit à part de la table : (rôle tenu, lieu) → rôles accordables.
DE_COLLECTIVITE = {"RH_SAISIE", "RH_VALIDEUR", "LECTEUR"}
EXTERNES = {"ASSUREUR", "CLIENT_API"}
AU_CDG = {"GESTIONNAIRE_CDG", "CHEF_SERVICE_CDG", "PREVENTEUR", "PSYCHOLOGUE", "MEDECIN", "FINANCES"}
REFUS = ("role-au-dessus", "role-du-cdg", "droit-a-soi-meme")
LIEUX = ("sienne", "autre", "cdg")


def attendus(tenu: str, lieu: str) -> set[str]:
    """Ce que ce rôle peut accorder là ; la sienne, pour un rôle du CDG, est le CDG."""
    if tenu == "RH_VALIDEUR":
        return DE_COLLECTIVITE if lieu == "sienne" else set()
    if tenu == "GESTIONNAIRE_CDG":
        return DE_COLLECTIVITE
    if tenu in ("CHEF_SERVICE_CDG", "ADMINISTRATEUR"):
        chez_le_cdg = AU_CDG | ({"ADMINISTRATEUR"} if tenu == "ADMINISTRATEUR" else set())
        return DE_COLLECTIVITE | EXTERNES | (chez_le_cdg if lieu in ("cdg", "sienne") else set())
    return set()


def adresse(jeton: str) -> str:
    return f"https://exemple.fr/{jeton}"


def invitation_ecrite(*, par, email, collectivite) -> tuple[Invitation, str]:
    """Une invitation de RH valideur écrite sans passer par le service, et son jeton."""
    jeton = secrets.token_urlsafe(16)
    return Invitation.objects.create(
        collectivite=collectivite,
        email=email,
        role="RH_VALIDEUR",
        empreinte=empreinte_du_jeton(jeton),
        invite_par=par,
        expire_a=MAINTENANT + DUREE,
    ), jeton


class Scene:
    """Un compte qui tient un rôle, les trois lieux, et dans chacun un titulaire de chaque rôle.

    `delegue` : il ne le tient que par délégation ; `pour_soi` : il est lui-même chaque titulaire et chaque demandeur.
    """

    def __init__(self, monde, tenu: str, *, delegue: bool = False, pour_soi: bool = False) -> None:
        self.tenu = tenu
        with perimetre(CDG):
            self.compte = tenir(tenu, monde.a)
            tenue = self.compte.habilitations.get()
            sienne = tenue.collectivite
            if delegue:
                self.delegant, self.compte = self.compte, CompteFactory()
                HabilitationFactory(
                    role=tenu,
                    collectivite=sienne,
                    compte=self.compte,
                    delegant=self.delegant,
                    source=tenue,
                    motif="Congés",
                    au=LE + timedelta(days=7),
                )
            self.lieux = {"sienne": sienne, "autre": monde.b, "cdg": monde.cdg}
            self.cible = self.compte if pour_soi else CompteFactory()
            # Un titulaire par rôle et par lieu, même où le service ne l'aurait pas permis.
            self.droits = {
                (lieu, role): self._titulaire(role, lieu, pour_soi) for lieu in LIEUX for role in Role.values
            }
            self.demandes = {
                lieu: DemandeAcces.objects.create(
                    collectivite=ou,
                    compte=self.compte if pour_soi else CompteFactory(),
                    siret=f"{ou.siren}0000{rang}",
                )
                for rang, (lieu, ou) in enumerate(self.lieux.items())
            }
            actives = habilitations_actives(compte_id=self.compte.pk, au=LE)
        self.perimetre = perimetre_de(actives, compte_id=self.compte.pk)

    def _titulaire(self, role, lieu, pour_soi):
        """Un droit de plus : de soi, déjà commencé et qui finit dans un mois, pour que rien d'autre ne l'arrête."""
        ou = self.lieux[lieu]
        if not pour_soi:
            return HabilitationFactory(role=role, collectivite=ou)
        # La sienne et le CDG ne font parfois qu'un : deux droits pareils n'y commencent pas le même jour.
        depuis = LE - timedelta(days=400 + LIEUX.index(lieu))
        return HabilitationFactory(
            role=role, collectivite=ou, compte=self.compte, du=depuis, au=LE + timedelta(days=30)
        )

    def essais(self):
        return [(lieu, role) for lieu in LIEUX for role in Role.values]

    def accorde(self, acte) -> set[tuple[str, str]]:
        """Les couples (lieu, rôle) que l'acte a laissé passer, chacun annulé ensuite."""
        passes = set()
        for lieu, role in self.essais():
            with transaction.atomic():
                try:
                    acte(lieu, role)
                    passes.add((lieu, role))
                except ErreurMetier as refus:
                    assert refus.code in REFUS, refus.code
                transaction.set_rollback(True)
        return passes


@pytest.mark.parametrize("tenu", Role.values)
def test_aucune_escalade_par_les_services(monde, tenu):
    """Chaque service, joué sous le périmètre du CDG : la couche de base ne masque aucune faute du service."""
    scene = Scene(monde, tenu)
    voulus = {(lieu, role) for lieu in LIEUX for role in attendus(tenu, lieu)}
    with perimetre(CDG):
        for nom, acte in actes_de(scene, "invitee@exemple.fr").items():
            assert scene.accorde(acte) == voulus, nom


@pytest.mark.parametrize("tenu", Role.values)
def test_un_droit_recu_par_delegation_n_accorde_ni_ne_retire_rien(monde, tenu):
    scene = Scene(monde, tenu, delegue=True)
    with perimetre(CDG):
        for nom, acte in actes_de(scene, "invitee@exemple.fr").items():
            assert scene.accorde(acte) == set(), nom


@pytest.mark.parametrize("tenu", Role.values)
def test_nul_n_accorde_a_soi_meme_ni_ne_prolonge_son_droit(monde, tenu):
    """Un droit à soi ne fait que s'abréger : partir, oui ; rester, non."""
    scene = Scene(monde, tenu, pour_soi=True)
    with perimetre(CDG):
        for nom, acte in actes_de(scene, scene.compte.email).items():
            passes = scene.accorde(acte)
            assert passes == set() or nom == "finir", nom


def actes_de(scene, email):
    """Chaque service qui accorde, retire ou change un droit, comme fonction du lieu et du rôle visés."""
    commun = {"par": scene.compte, "le": LE}
    return {
        "accorder": lambda lieu, role: habilitation_accorder(
            compte=scene.cible, role=role, collectivite=scene.lieux[lieu], du=LE, **commun
        ),
        "inviter": lambda lieu, role: invitation_envoyer(
            collectivite=scene.lieux[lieu],
            email=email,
            role=role,
            maintenant=MAINTENANT,
            adresse=adresse,
            **commun,
        ),
        "accepter une demande": lambda lieu, role: demande_acces_accepter(
            demande=scene.demandes[lieu], role=role, maintenant=MAINTENANT, **commun
        ),
        "finir": lambda lieu, role: habilitation_finir(
            habilitation=scene.droits[lieu, role],
            au=LE,
            motif="Départ",
            maintenant=MAINTENANT,
            confirmer=True,
            **commun,
        ),
        "prolonger": lambda lieu, role: habilitation_finir(
            habilitation=scene.droits[lieu, role], au=None, motif="Prolongé", maintenant=MAINTENANT, **commun
        ),
        "reporter": lambda lieu, role: habilitation_finir(
            habilitation=scene.droits[lieu, role],
            au=LE + timedelta(days=300),
            motif="Reporté",
            maintenant=MAINTENANT,
            confirmer=True,
            **commun,
        ),
    }


@pytest.mark.parametrize("tenu", Role.values)
def test_aucune_escalade_par_des_formulaires_forges(monde, tenu):
    scene = Scene(monde, tenu)
    navigateur = entre(scene.compte)
    voulus = {(lieu, role) for lieu in LIEUX for role in attendus(tenu, lieu)}
    invites, finis = set(), set()
    for lieu, role in scene.essais():
        ou = scene.lieux[lieu]
        corps = {"email": f"{lieu}.{role}@exemple.fr".lower(), "role": role}
        reponse = navigateur.post(reverse("perimetres:inviter", args=[ou.uid]), corps)
        assert reponse.status_code in (302, 403, 404, 422)
        if reponse.status_code == 302:
            invites.add((lieu, role))
        droit = scene.droits[lieu, role]
        fin = {"au": "15/06/2026", "motif": "Départ", "confirmer": "on"}
        reponse = navigateur.post(reverse("perimetres:finir", args=[droit.uid]), fin)
        assert reponse.status_code in (302, 403, 404)
        if reponse.status_code == 302:
            finis.add((lieu, role))
    assert invites == finis == voulus
    with perimetre(CDG):
        crees = {(i.collectivite_id, i.role) for i in Invitation.objects.all()}
        assert crees == {(scene.lieux[lieu].pk, role) for lieu, role in voulus}
        coupes = {h.pk for h in Habilitation.objects.filter(au__isnull=False)}
        assert coupes == {scene.droits[couple].pk for couple in voulus}


def test_un_compte_ferme_ou_dont_le_droit_est_fini_n_accorde_plus_rien(monde):
    with perimetre(CDG):
        fini = tenir("RH_VALIDEUR", monde.a, au=LE.replace(day=14))
        ferme = tenir("ADMINISTRATEUR")
        ferme.is_active = False
        ferme.save()
        for par in (fini, ferme):
            with pytest.raises(ErreurMetier) as refus:
                habilitation_accorder(
                    par=par, compte=CompteFactory(), role="RH_SAISIE", collectivite=monde.a, du=LE, le=LE
                )
            assert refus.value.code == "role-au-dessus"


def test_l_administration_passe_par_le_meme_service(monde):
    """Le site d'administration refuse ce que refuse le service, et journalise qui a fait quoi."""
    with perimetre(CDG):
        monde.administrateur.is_staff = True
        monde.administrateur.save()
        cible = CompteFactory()
        dernier = monde.administrateur.habilitations.get()
    console = entre(monde.administrateur)
    ajout = {"compte": cible.pk, "role": "FINANCES", "collectivite": monde.a.pk, "du": "15/06/2026"}
    refus = console.post(reverse("admin:perimetres_habilitation_add"), ajout)
    assert "ne s&#x27;accorde que sur le Centre de gestion" in refus.content.decode()
    page = console.post(
        reverse("admin:perimetres_habilitation_change", args=[dernier.pk]),
        {"au": "15/06/2026", "motif_fin": "Départ"},
    )
    assert "dernier administrateur" in page.content.decode()
    with perimetre(CDG):
        assert Habilitation.objects.get(pk=dernier.pk).au is None


def test_une_semaine_de_delegation_ne_fait_pas_un_droit_pour_toujours(monde):
    """La secrétaire ne s'invite pas, et une invitation partie en son nom ne se sert plus."""
    with perimetre(CDG):
        scene = Scene(monde, "RH_VALIDEUR", delegue=True)
        secretaire = scene.compte
        commun = {"role": "RH_VALIDEUR", "collectivite": monde.a, "le": LE, "maintenant": MAINTENANT}
        for email in (secretaire.email, "complice@exemple.fr"):
            with pytest.raises(ErreurMetier) as refus:
                invitation_envoyer(par=secretaire, email=email, adresse=adresse, **commun)
            assert refus.value.code == "role-au-dessus"
        for compte in (secretaire, CompteFactory()):
            invitation, jeton = invitation_ecrite(par=secretaire, email=compte.email, collectivite=monde.a)
            with pytest.raises(InvitationRefusee):
                invitation_accepter(jeton=jeton, compte=compte, le=LE, maintenant=MAINTENANT)
            invitation.refresh_from_db()
            assert invitation.acceptee_a is None
    assert entre(secretaire).get(reverse("perimetres:inviter", args=[monde.a.uid])).status_code == 403


def test_une_invitation_a_sa_propre_adresse_ne_se_sert_pas(monde):
    """Même écrite sans le service (adresse changée depuis, par exemple)."""
    with perimetre(CDG):
        _, jeton = invitation_ecrite(par=monde.valideur, email=monde.valideur.email, collectivite=monde.a)
        with pytest.raises(InvitationRefusee):
            invitation_accepter(jeton=jeton, compte=monde.valideur, le=LE, maintenant=MAINTENANT)


def test_on_avance_la_fin_de_son_droit_jamais_on_ne_la_recule(monde):
    with perimetre(CDG):
        tenir("ADMINISTRATEUR")
        droit = monde.administrateur.habilitations.get()
        fin = {"par": monde.administrateur, "habilitation": droit, "le": LE, "maintenant": MAINTENANT}
        habilitation_finir(au=LE + timedelta(days=9), motif="Retraite", **fin)
        for plus_tard in (LE + timedelta(days=10), None):
            with pytest.raises(ErreurMetier) as refus:
                habilitation_finir(au=plus_tard, motif="Finalement non", **fin)
            assert (refus.value.code, refus.value.champ) == ("droit-a-soi-meme", "au")
        habilitation_finir(au=LE, motif="Départ avancé", immediat=True, **fin)
        droit.refresh_from_db()
        assert (droit.au, droit.motif_fin) == (LE, "Départ avancé")


def test_la_table_des_accordables_ignore_les_droits_delegues(monde):
    scene = Scene(monde, "ADMINISTRATEUR", delegue=True)
    actives = habilitations_actives(compte_id=scene.compte.pk, au=LE)
    assert [h.role for h in actives] == ["ADMINISTRATEUR"]
    assert roles_accordables(actives, collectivite=monde.cdg) == frozenset()
