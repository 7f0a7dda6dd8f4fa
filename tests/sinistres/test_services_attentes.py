"""Ce qui reste à demander, à régler ou à relancer : rien ne s'oublie, rien ne se compte deux fois."""

from datetime import date, timedelta

import pytest

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from sinistres.models import AlerteDelai, Demande, Reglement, Reprise
from sinistres.selectors.dossiers import dossiers_en_attente, fiche_du_dossier
from sinistres.selectors.tableau_de_bord import attendus_du_dossier
from sinistres.services.arrets import certificat_ajouter, reprise_annuler, reprise_enregistrer
from sinistres.services.controle import sinistre_annuler
from sinistres.services.decomptes import demande_retourner, demande_soumettre
from sinistres.services.delais import retards_constater
from tests.aides import code_et_champ
from tests.sinistres.dossiers import (
    LE,
    agent_de,
    declarer,
    decompter,
    inchange,
    ouvrir,
    regler,
    se_croiser,
    souscrire,
    transmettre,
)

MARS = (date(2024, 3, 1), date(2024, 3, 31))
AVRIL = (date(2024, 4, 1), date(2024, 4, 30))
RETARD = LE + timedelta(days=31)
SUITE = "Demander le remboursement des jours suivants"


def a_demander(au=LE):
    return list(dossiers_en_attente("a-demander", au=au))


def quoi(dossier, au=LE):
    return [a.quoi for a in attendus_du_dossier(fiche_du_dossier(dossier), au=au)]


def test_les_jours_d_une_prolongation_restent_a_demander(agent):
    dossier = ouvrir(agent, MARS)
    assert a_demander() == [dossier]
    decompter(dossier, MARS[1])
    certificat_ajouter(sinistre=dossier, debut=AVRIL[0], fin=AVRIL[1], le=LE)
    assert a_demander() == []  # la première demande attend encore son envoi
    transmettre(dossier)
    dossier.refresh_from_db()
    assert a_demander() == [dossier]
    assert SUITE in quoi(dossier)
    assert a_demander(au=AVRIL[1]) == []  # pas encore échue
    assert SUITE not in quoi(dossier, au=AVRIL[1])
    demande = demande_soumettre(sinistre=dossier, au=AVRIL[1], le=LE)
    assert a_demander() == []
    demande_retourner(demande=demande, motif="Bulletin illisible", le=LE)
    assert a_demander() == []  # une autre file la porte
    assert list(dossiers_en_attente("demandes-retournees", au=LE)) == [dossier]


def test_une_demande_a_solde_nul_est_reglee_a_l_envoi(agent):
    """Dix jours, tous en franchise : l'assureur n'a rien à verser, personne n'attend rien."""
    dossier = ouvrir(agent, (date(2024, 3, 1), date(2024, 3, 10)))
    assert decompter(dossier, date(2024, 3, 10)).solde == 0
    transmettre(dossier)
    assert Demande.objects.get().etat == "REGLEE"


@pytest.mark.django_db(transaction=True)
def test_un_reglement_pendant_la_surveillance_ne_laisse_pas_d_alerte():
    with perimetre(Perimetre(cdg=True)):
        dossier = ouvrir(agent_de(souscrire()), MARS)
        decompte = decompter(dossier, MARS[1])
        transmettre(dossier)
    payer = {"recu_le": RETARD, "le": RETARD}
    rendus = se_croiser(
        lambda: regler(decompte, decompte.solde, **payer), lambda: retards_constater(au=RETARD)
    )
    assert isinstance(rendus[0], Reglement), rendus
    assert rendus[1] == []
    with perimetre(Perimetre(cdg=True)):
        assert not AlerteDelai.objects.filter(levee_le__isnull=True).exists()


def test_un_retard_constate_se_lit_sur_le_dossier(agent):
    dossier = ouvrir(agent, MARS)
    decompter(dossier, MARS[1])
    transmettre(dossier)
    dossier.refresh_from_db()
    retards_constater(au=RETARD)
    attendus = attendus_du_dossier(fiche_du_dossier(dossier), au=RETARD)
    assert f"Retard constaté le {RETARD:%d/%m/%Y}." in [a.precision for a in attendus]


def test_combler_un_trou_entre_deux_reprises(agent):
    """Le refus dit quelle reprise gêne ; annulée, le certificat réunit les deux arrêts."""
    dossier = ouvrir(agent, (date(2024, 3, 1), date(2024, 3, 10)), (date(2024, 3, 21), MARS[1]))
    reprise_enregistrer(sinistre=dossier, effective_le=AVRIL[0], le=LE)
    premiere = reprise_enregistrer(sinistre=dossier, effective_le=date(2024, 3, 15), le=LE)
    trou = {"sinistre": dossier, "debut": date(2024, 3, 11), "fin": date(2024, 3, 20), "le": LE}
    with inchange(Reprise):
        assert code_et_champ(certificat_ajouter, **trou) == ("reprise-saisie", "debut")
    reprise_annuler(reprise=premiere, motif="Saisie à tort", le=LE)
    certificat_ajouter(**trou)
    assert (dossier.arrets.count(), Reprise.objects.get().effective_le) == (1, AVRIL[0])


def test_un_motif_long_n_est_pas_coupe(agent):
    dossier = declarer(agent, MARS)
    demande = demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)
    motif = "m" * 300
    sinistre_annuler(sinistre=dossier, motif=motif, le=LE)
    demande.refresh_from_db()
    assert demande.motif_retour == motif
