"""Installer le premier administrateur : une fois, au journal, et rien à moitié."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from cdg_portal.accueil.management.commands import premier_administrateur
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.journal.models import Evenement
from cdg_portal.journal.selectors import chronologie_de
from cdg_portal.perimetres.models import Collectivite, Habilitation
from tests.fabriques import CompteFactory, HabilitationFactory, siren_numero, siret_de_siren

CDG = Perimetre(cdg=True)
SIRET = siret_de_siren(siren_numero(77))
SUR = "quatre mots pour commencer"
VOULU = {
    "email": "Aude.Corvelin@cdg99.fr",
    "prenom": "Aude",
    "nom": "Corvelin",
    "cdg": "Centre de gestion du Val",
    "siret": SIRET,
}


@pytest.fixture
def lancer(monkeypatch, db):
    def jouer(mot_de_passe=SUR, **options):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{mot_de_passe}\n"))
        sortie = io.StringIO()
        call_command("premier_administrateur", stdout=sortie, **(VOULU | options))
        return sortie.getvalue()

    return jouer


def _rien():
    with perimetre(CDG):
        return not Habilitation.objects.exists() and not Compte.objects.exists()


def test_installe_le_centre_le_compte_et_le_droit(lancer, client):
    assert "second facteur" in lancer()
    with perimetre(CDG):
        droit = Habilitation.objects.select_related("compte", "collectivite").get()
        actes = {e.action: e for e in Evenement.objects.all()}
        trace = droit.evenements.get()
        faits = chronologie_de(droit)
    assert (droit.role, droit.collectivite.est_cdg) == ("ADMINISTRATEUR", True)
    assert (droit.compte.email, droit.compte.is_staff) == ("aude.corvelin@cdg99.fr", True)
    assert droit.compte.check_password(SUR)
    assert set(actes) == {"compte-cree", "premier-administrateur"}
    assert actes["premier-administrateur"].objet_uid == droit.uid
    assert trace.pgh_context["commande"] == "premier_administrateur"
    assert [(f.phrase, f.auteur) for f in faits] == [
        ("Premier administrateur installé : Aude Corvelin", "Commande d'exploitation")
    ]
    assert SUR not in str([vars(e) for e in actes.values()])


def test_une_seule_fois(lancer):
    lancer()
    with pytest.raises(CommandError, match="déjà un administrateur en exercice : Aude Corvelin"):
        lancer(email="autre@cdg99.fr")
    assert Compte.objects.count() == 1


def test_de_nouveau_si_plus_personne_n_administre(lancer):
    lancer()
    Compte.objects.update(is_active=False)
    lancer("un tout autre secret long")
    compte = Compte.objects.get()
    assert compte.is_active
    assert compte.check_password("un tout autre secret long")
    with perimetre(CDG):
        assert Habilitation.objects.count() == 1


def test_un_compte_deja_venu_est_repris(lancer):
    compte = CompteFactory(email="aude.corvelin@cdg99.fr")
    lancer()
    compte.refresh_from_db()
    assert (compte.is_staff, compte.nom) == (True, "Corvelin")


@pytest.mark.parametrize(
    ("options", "dit"),
    [
        ({"mot_de_passe": "court"}, "trop court"),
        ({"mot_de_passe": "aude.corvelin@cdg99.fr"}, "trop semblable"),
        ({"mot_de_passe": ""}, "trop court"),
        ({"email": "aude"}, "adresse électronique est attendue"),
        ({"prenom": " "}, "--prenom est obligatoire"),
        ({"nom": "x" * 81}, "80 caractères"),
        ({"cdg": ""}, "--cdg"),
        ({"siret": "123"}, "SIRET"),
    ],
)
def test_refus_en_francais_et_rien_n_est_ecrit(lancer, options, dit):
    with pytest.raises(CommandError, match=dit):
        lancer(**options)
    assert _rien()
    with perimetre(CDG):
        assert not Collectivite.objects.exists()


def test_le_siret_d_un_autre_centre_est_refuse(lancer):
    with perimetre(CDG):
        HabilitationFactory()  # le Centre existe, sans administrateur
    with pytest.raises(CommandError, match="ce SIRET est d'un autre"):
        lancer()
    lancer(cdg="", siret="")


def test_le_terminal_demande_deux_fois(lancer, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    reponses = iter(["un secret assez long", "un autre secret long"])
    monkeypatch.setattr(premier_administrateur, "getpass", lambda invite: next(reponses))
    monkeypatch.setattr(sys, "stdin", Terminal())
    with pytest.raises(CommandError, match="diffèrent"):
        call_command("premier_administrateur", **VOULU)
    assert _rien()


def test_createsuperuser_renvoie_a_cette_commande(db):
    with pytest.raises(CommandError, match="premier_administrateur"):
        call_command("createsuperuser", "--noinput", "--email", "a@cdg99.fr")
    assert _rien()
