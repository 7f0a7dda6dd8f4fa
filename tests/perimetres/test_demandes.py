"""Demandes d'accès : un SIRET propose, personne n'apprend qui est connu, quelqu'un décide."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.comptes.signaux import siret_propose
from cdg_portal.perimetres.models import DemandeAcces, Habilitation, Siret
from cdg_portal.perimetres.services import (
    demande_acces_accepter,
    demande_acces_proposer,
    demande_acces_refuser,
)
from cdg_portal.socle.erreurs import ErreurMetier
from tests.aides import code_et_champ
from tests.fabriques import CollectiviteFactory, CompteFactory, siren_numero, siret_de_siren
from tests.perimetres.conftest import CDG, LE, MAINTENANT, entre


def _proposer(compte, siret, maintenant=MAINTENANT):
    return demande_acces_proposer(
        compte=compte, siret=siret, le=LE, maintenant=maintenant, organisation="Mairie"
    )


def _demandes(compte) -> list[DemandeAcces]:
    with perimetre(CDG):
        return list(DemandeAcces.objects.select_related("collectivite").filter(compte=compte))


@pytest.fixture
def sirets(monde):
    """Chaque sorte de SIRET, et à qui la demande doit arriver."""
    with perimetre(CDG):
        ferme = siret_de_siren(monde.a.siren, 7)
        Siret.objects.create(collectivite=monde.a, siret=ferme, du=date(2015, 1, 1), au=date(2019, 12, 31))
        absorbee = CollectiviteFactory(successeur=monde.b)
        return {
            "en vigueur": (Siret.objects.get(collectivite=monde.a, au=None).siret, monde.a),
            "autre établissement": (siret_de_siren(monde.a.siren, 9), monde.a),
            "fermé": (ferme, monde.cdg),
            "absorbée": (Siret.objects.get(collectivite=absorbee).siret, monde.cdg),
            "inconnu": (siret_de_siren(siren_numero(999_000)), monde.cdg),
        }


@pytest.mark.parametrize("sorte", ["en vigueur", "autre établissement", "fermé", "absorbée", "inconnu"])
def test_la_demande_arrive_a_qui_peut_decider_et_le_demandeur_lit_la_meme_chose(monde, sirets, sorte):
    siret, attendue = sirets[sorte]
    compte = CompteFactory()
    assert _proposer(compte, siret) is None
    (demande,) = _demandes(compte)
    assert demande.collectivite == attendue
    page = entre(compte).get(reverse("perimetres:mes_acces")).content.decode()
    assert "Votre demande est transmise." in page
    assert monde.a.denomination not in page.replace("&#x27;", "'")


def test_le_signal_des_comptes_est_ecoute_et_un_siret_faux_n_empeche_pas_d_entrer(monde, sirets):
    compte = CompteFactory()
    for siret in ("12345678901234", "", "abc"):
        siret_propose.send(sender=None, compte=compte, siret=siret, organisation="Mairie")
    assert _demandes(compte) == []
    siret_propose.send(
        sender=None, compte=compte, siret=sirets["en vigueur"][0], organisation="<b>Mairie</b>"
    )
    (demande,) = _demandes(compte)
    page = entre(monde.valideur).get(reverse("perimetres:demande", args=[demande.uid]))
    assert "&lt;b&gt;Mairie" in page.content.decode()


def test_faux_leve(monde):
    acte = {"compte": CompteFactory(), "le": LE, "maintenant": MAINTENANT}
    assert code_et_champ(demande_acces_proposer, siret="1234", **acte) == ("siret-invalide", "siret")


def test_ni_double_ni_harcelement_ni_demande_de_qui_est_deja_la(monde, sirets):
    siret, _ = sirets["en vigueur"]
    compte = CompteFactory()
    for _ in range(3):
        _proposer(compte, siret)
    (demande,) = _demandes(compte)
    with perimetre(CDG):
        demande_acces_refuser(
            par=monde.valideur, demande=demande, motif="Inconnue ici", le=LE, maintenant=MAINTENANT
        )
    _proposer(compte, siret, MAINTENANT + timedelta(days=89))
    assert len(_demandes(compte)) == 1
    _proposer(compte, siret, MAINTENANT + timedelta(days=91))
    assert len(_demandes(compte)) == 2
    _proposer(monde.saisie, siret)
    assert _demandes(monde.saisie) == []


@pytest.mark.django_db(transaction=True)
def test_deux_connexions_a_la_fois_une_demande():
    from tests.perimetres.conftest import batir
    from tests.travaux.test_concurrence import en_parallele

    monde, compte = batir(), CompteFactory()
    with perimetre(CDG):
        siret = Siret.objects.get(collectivite=monde.a).siret
    en_parallele(*[lambda: _proposer(compte, siret)] * 4)
    assert len(_demandes(compte)) == 1


def test_le_valideur_accepte_par_l_ecran(monde, sirets):
    compte = CompteFactory()
    _proposer(compte, sirets["en vigueur"][0])
    (demande,) = _demandes(compte)
    navigateur = entre(monde.valideur)
    assert (
        str(compte)
        in navigateur.get(reverse("perimetres:acces_collectivite", args=[monde.a.uid])).content.decode()
    )
    page = reverse("perimetres:demande", args=[demande.uid])
    assert navigateur.post(page, {"decision": "accepter", "role": "ADMINISTRATEUR"}).status_code == 422
    assert navigateur.post(page, {"decision": "accepter", "role": ""}).status_code == 422
    assert navigateur.post(page, {"decision": "accepter", "role": "RH_SAISIE"}).status_code == 302
    with perimetre(CDG):
        droit = Habilitation.objects.get(compte=compte)
        decidee = DemandeAcces.objects.get(pk=demande.pk)
        histoire = [e.pgh_context["utilisateur"] for e in decidee.evenements.order_by("pgh_id")]
    assert (droit.collectivite_id, droit.role) == (monde.a.pk, "RH_SAISIE")
    assert (decidee.issue, decidee.decidee_par) == ("ACCEPTEE", monde.valideur)
    assert histoire == [compte.pk, monde.valideur.pk]
    encore = navigateur.post(page, {"decision": "refuser", "motif": "Non"})
    assert "déjà été décidée" in encore.content.decode()


def test_refuser_dit_pourquoi_au_demandeur(monde, sirets):
    compte = CompteFactory()
    _proposer(compte, sirets["en vigueur"][0])
    (demande,) = _demandes(compte)
    page = reverse("perimetres:demande", args=[demande.uid])
    navigateur = entre(monde.valideur)
    assert navigateur.post(page, {"decision": "refuser"}).status_code == 422
    assert navigateur.post(page, {"decision": "refuser", "motif": "Pas de notre mairie"}).status_code == 302
    assert "Pas de notre mairie" in entre(compte).get(reverse("perimetres:mes_acces")).content.decode()
    with perimetre(CDG):
        assert not Habilitation.objects.filter(compte=compte).exists()


@pytest.mark.parametrize("sorte", ["fermé", "absorbée", "inconnu"])
def test_un_siret_sans_employeur_ne_s_accepte_pas(monde, sirets, sorte):
    """Accepter donnerait un droit sur le CDG lui-même."""
    compte = CompteFactory()
    _proposer(compte, sirets[sorte][0])
    (demande,) = _demandes(compte)
    with perimetre(CDG), pytest.raises(ErreurMetier) as refus:
        demande_acces_accepter(
            par=monde.administrateur, demande=demande, role="RH_SAISIE", le=LE, maintenant=MAINTENANT
        )
    assert refus.value.code == "siret-sans-employeur"
    page = reverse("perimetres:demande", args=[demande.uid])
    assert "inconnu ou fermé" in entre(monde.chef).get(page).content.decode()
    assert entre(monde.valideur).get(page).status_code == 404
