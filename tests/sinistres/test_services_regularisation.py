"""Tout acte qui change ce qui est dû régularise les décomptes émis de l'agent ; les autres ne touchent à rien."""

from datetime import date
from decimal import Decimal

import pytest

from adhesions.services.agents import remuneration_revaloriser
from adhesions.services.carriere import agent_retraiter
from sinistres.models import Bordereau, Certificat, Decompte, Demande
from sinistres.selectors.calcul import decompte_en_vigueur
from sinistres.selectors.recalcul import decomptes_a_recalculer
from sinistres.services.arrets import certificat_ajouter, certificat_annuler
from sinistres.services.attente import sinistre_attendre_decision
from sinistres.services.controle import sinistre_annuler
from sinistres.services.decomptes import demande_soumettre
from sinistres.services.regularisation import sinistre_regulariser
from tests.aides import code_et_champ
from tests.sinistres.dossiers import (
    GARANTIES,
    LE,
    actions,
    agent_de,
    declarer,
    decompter,
    decomptes,
    inchange,
    ouvrir,
    souscrire,
    transmettre,
)

IJ = Decimal("65.75")
HIVER = (date(2024, 1, 1), date(2024, 3, 30))  # 90 jours : tout le plein traitement d'une année
ETE = (date(2024, 6, 1), date(2024, 6, 30))


def certificat(debut: date) -> Certificat:
    return Certificat.objects.get(debut=debut)


def test_annuler_un_dossier_declare_regularise_les_autres(agent):
    """Juin était à demi-traitement à cause d'un hiver déclaré à tort."""
    hiver, ete = declarer(agent, HIVER), ouvrir(agent, ETE)
    premier = decompter(ete, ETE[1])
    assert premier.total == Decimal("493.13")
    transmettre(ete)
    sinistre_annuler(sinistre=hiver, motif="Autre agent", le=LE)
    apres = decompte_en_vigueur(ete)
    assert (apres.total, apres.solde, apres.remplace) == (15 * IJ, 15 * IJ - premier.total, premier)
    assert (apres.demande.origine, apres.demande.etat, apres.emis_le) == ("REPERCUSSION", "CONTROLEE", LE)
    assert actions(ete)[-1] == "decompte"
    assert transmettre(ete).total == apres.solde


def test_annuler_un_certificat_rend_ce_qui_a_ete_decompte(agent):
    dossier = ouvrir(agent, HIVER, (date(2024, 3, 31), date(2024, 4, 10)))
    decompter(dossier, date(2024, 4, 10))
    certificat_annuler(certificat=certificat(date(2024, 3, 31)), motif="Autre agent", le=LE)
    assert [d.total for d in decomptes(dossier)][-1] == 75 * IJ
    # Le décompte remplacé n'était pas parti : les deux partiront ensemble.
    assert transmettre(dossier).total == 75 * IJ


def test_ajouter_un_certificat_anterieur_regularise(agent):
    """Une prolongation reçue en retard sur l'hiver épuise le plein traitement de juin."""
    hiver = ouvrir(agent, (HIVER[0], date(2024, 1, 31)))
    ete = ouvrir(agent, ETE)
    assert decompter(ete, ETE[1]).total == 15 * IJ
    certificat_ajouter(sinistre=hiver, debut=date(2024, 2, 1), fin=HIVER[1], le=LE)
    assert decompte_en_vigueur(ete).total == Decimal("493.13")


def test_declarer_un_arret_anterieur_regularise(agent):
    ete = ouvrir(agent, ETE)
    decompter(ete, ETE[1])
    declarer(agent, HIVER)
    assert decompte_en_vigueur(ete).total == Decimal("493.13")


def test_l_attente_d_une_decision_regularise(gestionnaire):
    """Noté après le décompte, le demi-traitement maintenu est dû aussi pour les jours déjà décomptés."""
    souscrite = souscrire(garanties=GARANTIES | {"MDT": ("AUCUNE", None, Decimal("0"))})
    dossier = ouvrir(agent_de(souscrite), (HIVER[0], date(2025, 2, 28)))
    avant = decompter(dossier, date(2025, 2, 28))
    sinistre_attendre_decision(sinistre=dossier, motif="Avis attendu", le=LE)
    assert decompte_en_vigueur(dossier).remplace == avant
    assert decompte_en_vigueur(dossier).solde > 0


def test_un_certificat_posterieur_au_decompte_ne_change_rien(agent):
    dossier = ouvrir(agent, HIVER)
    decompter(dossier, HIVER[1])
    with inchange(Decompte, Demande):
        certificat_ajouter(sinistre=dossier, debut=date(2024, 3, 31), fin=date(2024, 4, 10), le=LE)


def test_un_autre_agent_n_est_pas_touche(agent, adherente):
    temoin = ouvrir(agent_de(adherente), ETE)
    decompter(temoin, ETE[1])
    hiver = declarer(agent, HIVER)
    with inchange(Decompte, Demande):
        sinistre_annuler(sinistre=hiver, motif="Doublon", le=LE)


def test_la_demande_soumise_est_retournee_avec_sa_raison(agent):
    hiver, ete = declarer(agent, HIVER), ouvrir(agent, ETE)
    decompter(ete, date(2024, 6, 20))
    transmettre(ete)
    soumise = demande_soumettre(sinistre=ete, au=ETE[1], le=LE)
    sinistre_annuler(sinistre=hiver, motif="Doublon", le=LE)
    soumise.refresh_from_db()
    assert soumise.etat == "RETOURNEE"
    assert "annulation" in soumise.motif_retour


# ---------------------------------------------------------------- ce que le dossier ne peut pas savoir : la paie


@pytest.fixture
def decompte(agent):
    dossier = ouvrir(agent, HIVER)
    emis = decompter(dossier, HIVER[1])
    transmettre(dossier)
    return emis


def revaloriser(agent, depuis, montant="30000"):
    remuneration_revaloriser(agent=agent, depuis=depuis, montants={"TIB": Decimal(montant)}, le=LE)


def test_une_revalorisation_retroactive_se_voit_puis_se_regularise(agent, decompte):
    assert decomptes_a_recalculer() == []
    revaloriser(agent, date(2024, 2, 1))
    assert decomptes_a_recalculer() == [decompte]
    assert decomptes_a_recalculer(sinistre=decompte.sinistre) == [decompte]
    (emis,) = sinistre_regulariser(sinistre=decompte.sinistre, le=LE)
    assert emis.total > decompte.total
    assert emis.demande.origine == "REPERCUSSION"
    assert decomptes_a_recalculer() == []
    assert transmettre(decompte.sinistre).total == emis.solde
    assert sum(b.total for b in Bordereau.objects.all()) == emis.total


def test_une_revalorisation_sans_effet_n_appelle_rien(agent, decompte):
    revaloriser(agent, date(2024, 4, 1))
    assert decomptes_a_recalculer() == []
    revaloriser(agent, date(2024, 3, 1), "24000")
    assert decomptes_a_recalculer() == []
    with inchange(Decompte, Demande):
        refus = code_et_champ(sinistre_regulariser, sinistre=decompte.sinistre, le=LE)
    assert refus == ("sans-effet", "")


def test_une_retraite_liquidee_apres_coup_se_voit(agent, decompte):
    agent_retraiter(agent=agent, retraite_le=date(2024, 3, 1), le=LE)
    assert decomptes_a_recalculer() == [decompte]
    (emis,) = sinistre_regulariser(sinistre=decompte.sinistre, le=LE)
    assert emis.solde < 0
    assert decomptes_a_recalculer() == []


def test_examiner_cent_decomptes_ne_coute_pas_cent_lectures(cdg, django_assert_max_num_queries):
    """Dix agents revalorisés, un décompte chacun : les dossiers et la paie se lisent d'un coup."""
    adhesion = souscrire()
    attendus = []
    for _ in range(10):
        agent = agent_de(adhesion)
        dossier = ouvrir(agent, HIVER)
        attendus.append(decompter(dossier, HIVER[1]))
        revaloriser(agent, date(2024, 2, 1))
    with django_assert_max_num_queries(8):
        assert decomptes_a_recalculer() == attendus


def test_le_recalcul_ne_deborde_pas_du_dossier_demande(agent, decompte):
    ailleurs = agent_de(souscrire())
    autre = ouvrir(ailleurs, HIVER)
    decompter(autre, HIVER[1])
    revaloriser(ailleurs, date(2024, 2, 1))
    assert decomptes_a_recalculer(sinistre=decompte.sinistre) == []
    assert [d.sinistre for d in decomptes_a_recalculer()] == [autre]
