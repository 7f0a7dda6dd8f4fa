"""Un refus dit en français ce qui est refusé, à quel titre, à qui le demander ; et rien d'autrui ne s'y devine."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.models import DemandeAcces, Invitation
from tests.aides import client_de
from tests.cloisonnement.pages import ADRESSES, FICHES, pages_de, uids_de
from tests.fabriques import CompteFactory, HabilitationFactory
from tests.permissions.canaris import lisible

pytestmark = pytest.mark.django_db
CDG = Perimetre(cdg=True)
PROPRES_A_LA_REQUETE = ("X-Request-ID", "Set-Cookie")


def _refus(role, collectivite, adresse) -> str:
    with perimetre(CDG):
        navigateur = client_de(role, collectivite)
    reponse = navigateur.get(adresse)
    assert reponse.status_code == 403
    return lisible(reponse.content.decode())


def test_un_refus_dit_quoi_pourquoi_et_a_qui_demander(complet):
    lieu = complet.a.collectivite
    texte = _refus("LECTEUR", lieu, reverse("adhesions:agents"))
    assert "agent, « lire la fiche et la liste »" in texte
    assert "votre rôle (élu ou lecteur)" in texte
    assert "« rh, validation » dans votre collectivité" in texte
    texte = _refus("FINANCES", None, reverse("sinistres:liste"))
    assert "dossier de sinistre, « lire le dossier et la liste »" in texte
    assert "chef de service du centre de gestion" in texte
    texte = _refus("CLIENT_API", lieu, reverse("accueil:aide"))
    assert "client d'api" in texte


def test_un_acte_refuse_ne_nomme_pas_son_objet(complet):
    """Dans son périmètre : 403, sans rien citer du dossier."""
    adresse = reverse("sinistres:acte", args=[complet.a.sinistre.uid, "valider"])
    texte = _refus("RH_SAISIE", complet.a.collectivite, adresse)
    assert "contrôler, valider, requalifier, clore" in texte
    for secret in (complet.a.sinistre.numero, complet.a.agent.nom, complet.a.collectivite.denomination):
        assert secret.lower() not in texte


def test_les_ecrans_d_acces_disent_aussi_quoi_et_a_qui_demander(complet):
    """Le rôle manque ; puis il y est, mais le droit visé est au-dessus."""
    lieu = complet.a.collectivite
    with perimetre(CDG):
        assureur = HabilitationFactory(role="ASSUREUR", collectivite=lieu)
        demande = DemandeAcces.objects.create(
            collectivite=lieu, compte=CompteFactory(), siret=f"{lieu.siren}00001"
        )
        invitation = Invitation.objects.create(
            collectivite=lieu,
            email="invitee@exemple.fr",
            role="ASSUREUR",
            empreinte="0" * 64,
            invite_par=assureur.compte,
            expire_a=timezone.now() + timedelta(days=7),
        )
    valideur = "« rh, validation » dans votre collectivité"
    cas = (
        ("RH_SAISIE", "acces_collectivite", lieu, "compte, « voir qui a accès à la collectivité »", valideur),
        ("RH_SAISIE", "inviter", lieu, "compte, « inviter »", valideur),
        ("RH_SAISIE", "finir", assureur, "compte, « finir un droit »", valideur),
        ("RH_SAISIE", "demande", demande, "demande d'accès, « accepter ou refuser »", valideur),
        (
            "RH_VALIDEUR",
            "finir",
            assureur,
            "pour le rôle « assureur »",
            "le chef de service du centre de gestion",
        ),
        ("GESTIONNAIRE_CDG", "finir", assureur, "pour le rôle « assureur »", "le chef de service"),
        ("RH_VALIDEUR", "retirer", invitation, "compte, « inviter »", "le chef de service"),
    )
    for role, nom, objet, quoi, qui in cas:
        texte = _refus(role, lieu, reverse(f"perimetres:{nom}", args=[objet.uid]))
        assert quoi in texte, (role, nom)
        assert qui in texte, (role, nom)
        assert "invitee@" not in texte


def test_un_droit_delegue_qui_n_accorde_rien_le_dit(client, complet):
    lieu = complet.a.collectivite
    with perimetre(CDG):
        source = HabilitationFactory(role="RH_VALIDEUR", collectivite=lieu)
        recu = HabilitationFactory(
            role="RH_VALIDEUR",
            collectivite=lieu,
            delegant=source.compte,
            source=source,
            motif="Congés",
            au=date(2099, 1, 1),
        )
        demande = DemandeAcces.objects.create(
            collectivite=lieu, compte=CompteFactory(), siret=f"{lieu.siren}00001"
        )
    client.force_login(recu.compte)
    for nom, objet in (("inviter", lieu), ("finir", source), ("demande", demande)):
        reponse = client.get(reverse(f"perimetres:{nom}", args=[objet.uid]))
        texte = lisible(reponse.content.decode())
        assert reponse.status_code == 403, nom
        assert "ni par un droit reçu en délégation" in texte, nom
        assert "« rh, validation » dans votre collectivité" in texte, nom
    page = client.get(reverse("perimetres:acces_collectivite", args=[lieu.uid]))
    assert page.status_code == 200
    assert reverse("perimetres:inviter", args=[lieu.uid]) not in page.content.decode()


def test_un_compte_sans_habilitation_sait_quoi_faire(client, complet):
    client.force_login(CompteFactory())
    assert client.get(reverse("accueil:accueil")).status_code == 200
    reponse = client.get(reverse("sinistres:liste"))
    assert reponse.status_code == 403
    assert "aucune habilitation" in lisible(reponse.content.decode())


@pytest.mark.parametrize("role", ["RH_VALIDEUR", "LECTEUR", "ASSUREUR", "CLIENT_API"])
def test_etranger_et_absent_rendent_la_meme_reponse(role, complet):
    """Chaque adresse, chaque famille d'objets de B : introuvable, octet pour octet comme un identifiant inventé.

    Le rôle qui n'ouvre pas la page n'y change rien : un refus (403) ne se dit que chez soi.
    """
    with perimetre(CDG):
        navigateur = client_de(role, complet.a.collectivite)
    familles = uids_de(complet.b)
    assert len(familles) > 12
    for nom in FICHES:
        if "Slug" in str(ADRESSES[nom].pattern.converters):  # l'acte est le même, seul l'objet change
            continue
        adresses = [*pages_de(nom, [uuid4(), *familles.values()])]
        absent = _reponse(navigateur, adresses[0])
        assert absent[0] in (404, 405), nom
        for label, adresse in zip(familles, adresses[1:], strict=True):
            assert _reponse(navigateur, adresse) == absent, (nom, label)


def test_chez_soi_le_role_qui_manque_est_refuse(complet):
    """Le même rôle, sur un objet de sa collectivité : 403, qui dit à qui demander."""
    for nom, objet in (
        ("adhesions:agent", complet.a.agent),
        ("adhesions:sortir", complet.a.agent),
        ("sinistres:dossier", complet.a.sinistre),
        ("adhesions:activer", complet.a.adhesion),
    ):
        texte = _refus("CLIENT_API", complet.a.collectivite, reverse(nom, args=[objet.uid]))
        assert "client d'api" in texte, nom


def test_chaque_page_d_objet_dit_sur_quoi_elle_refuse():
    """`requiert(…, sur=…)`, ou une vue qui cherche d'abord son objet (`agit`)."""
    sans = [
        nom
        for nom in FICHES
        if any("UUID" in type(c).__name__ for c in ADRESSES[nom].pattern.converters.values())
        and getattr(ADRESSES[nom].callback, "sur", True) is None
    ]
    assert sans == []


def _reponse(navigateur, adresse):
    reponse = navigateur.get(adresse)
    entetes = {c: v for c, v in reponse.headers.items() if c not in PROPRES_A_LA_REQUETE}
    return reponse.status_code, entetes, reponse.content
