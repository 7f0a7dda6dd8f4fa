"""Dates, montants et envois absurdes : refusés en français, jamais une erreur 500 ni un dossier bloqué."""

from datetime import date
from decimal import Decimal

import pytest

from sinistres.models import Arret, Brouillon, Certificat, Reglement, Sinistre
from sinistres.services.arrets import certificat_ajouter
from sinistres.services.brouillons import BrouillonDisparu, brouillon_abandonner, brouillon_enregistrer
from sinistres.services.declaration import sinistre_declarer
from tests.aides import code_et_champ
from tests.sinistres.dossiers import LE, declarer, decompter, inchange, ouvrir, regler, saisir, transmettre

MARS = (date(2024, 3, 1), date(2024, 3, 31))
SOLDE = Decimal("1052.00")


@pytest.mark.parametrize(
    ("debut", "fin", "champ"),
    [
        (date(9999, 12, 31), date(9999, 12, 31), "debut"),
        (date(9000, 1, 1), date(9000, 1, 31), "debut"),
        (date(2024, 4, 1), date(9999, 12, 31), "fin"),
        (date(2024, 4, 1), date(2034, 4, 9), "fin"),
        (date(2026, 6, 1), date(2031, 6, 16), "fin"),
        (date(2027, 6, 18), date(2027, 6, 20), "debut"),
    ],
    ids=[
        "dernier jour du calendrier",
        "an 9000",
        "fin absurde",
        "3 661 jours",
        "plus de cinq ans",
        "dans un an",
    ],
)
def test_un_certificat_absurde_n_entre_pas(agent, debut, fin, champ):
    """Accepté, il rendait incalculable tout ce qui concerne l'agent."""
    with inchange(Sinistre, Arret, Certificat):
        saisie = saisir(agent, MARS, (debut, fin))
        assert code_et_champ(sinistre_declarer, **saisie) == ("hors-bornes", champ)
    dossier = declarer(agent, MARS)
    with inchange(Arret, Certificat):
        ajout = {"sinistre": dossier, "debut": debut, "fin": fin, "le": LE}
        assert code_et_champ(certificat_ajouter, **ajout) == ("hors-bornes", champ)


def test_un_certificat_de_cinq_ans_juste_est_admis(agent):
    assert declarer(agent, (date(2026, 6, 1), date(2031, 6, 15))).pk


@pytest.fixture
def transmis(agent):
    """Un décompte de seize jours, parti chez l'assureur."""
    dossier = ouvrir(agent, MARS)
    decompte = decompter(dossier, MARS[1])
    assert decompte.solde == SOLDE
    transmettre(dossier)
    return decompte


@pytest.mark.parametrize(
    ("deja", "montant", "code"),
    [
        (None, "999999999999.99", "hors-bornes"),
        (None, "10520.01", "hors-bornes"),
        ("10000", "600", "hors-bornes"),
        (None, "-5", "signe-contraire"),
        ("100", "-100.01", "signe-contraire"),
    ],
    ids=["démesuré", "plus de dix fois", "total", "négatif d'abord", "plus que le reçu"],
)
def test_un_reglement_invraisemblable_est_refuse(transmis, deja, montant, code):
    if deja:
        regler(transmis, deja, reference="VIR-0")
    with inchange(Reglement):
        assert code_et_champ(regler, decompte=transmis, montant=montant) == (code, "montant")


def test_un_virement_rejete_se_reprend(transmis):
    regler(transmis, SOLDE)
    assert regler(transmis, -SOLDE, reference="REJET").pk
    assert regler(transmis, "10520", reference="VIR-2").pk


def test_un_brouillon_disparu_n_est_pas_recree(agent, gestionnaire):
    """Dans un autre onglet, il est devenu un dossier, ou a été abandonné."""
    saisie = {"collectivite": agent.collectivite, "auteur": gestionnaire, "contenu": {}}
    brouillon = brouillon_enregistrer(**saisie)
    lu_ailleurs = Brouillon.objects.get()
    brouillon_abandonner(brouillon=brouillon)
    brouillon_abandonner(brouillon=lu_ailleurs)
    with pytest.raises(BrouillonDisparu, match="n'existe plus"):
        brouillon_enregistrer(**saisie, brouillon=lu_ailleurs)
    assert not Brouillon.objects.exists()
