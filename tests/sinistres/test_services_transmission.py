"""Bordereaux, règlements, retards : chaque décompte part une fois, chaque écart se voit, chaque retard se note."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents.models import Compteur
from cdg_portal.journal.models import Evenement
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import AlerteDelai, Bordereau, Decompte, Demande, Ecart, LigneBordereau, Reglement
from sinistres.selectors.delais import decomptes_en_attente, decomptes_en_retard
from sinistres.services.delais import retards_constater
from tests.aides import code_et_champ
from tests.sinistres.dossiers import (
    LE,
    actions,
    agent_de,
    decompter,
    inchange,
    ouvrir,
    regler,
    requalifier,
    se_croiser,
    souscrire,
    transmettre,
)

IJ = Decimal("65.75")
MARS = (date(2024, 3, 1), date(2024, 3, 31))
DU = 16 * IJ
ECHEANCE = LE + timedelta(days=30)
RETARD = ECHEANCE + timedelta(days=1)
TABLES = (Bordereau, LigneBordereau, Reglement, Ecart, AlerteDelai, Evenement)


@pytest.fixture
def dossier(agent):
    return ouvrir(agent, MARS)


@pytest.fixture
def transmis(dossier):
    """Un décompte de seize jours, parti chez l'assureur."""
    decompte = decompter(dossier, MARS[1])
    transmettre(dossier)
    return decompte


def demande(decompte):
    return Demande.objects.get(pk=decompte.demande_id)


# ---------------------------------------------------------------- bordereau


def test_bordereau(adherente, gestionnaire):
    dossiers = [ouvrir(agent_de(adherente), MARS) for _ in range(3)]
    emis = [decompter(d, MARS[1]) for d in dossiers]
    bordereau = transmettre(dossiers[0])
    assert bordereau.numero == "BOR-2026-000001"
    assert (bordereau.total, bordereau.nb_decomptes) == (3 * DU, 3)
    assert (bordereau.transmis_le, bordereau.echeance, bordereau.emis_par) == (LE, ECHEANCE, gestionnaire)
    assert [(x.rang, x.decompte, x.montant) for x in bordereau.lignes.all()] == [
        (rang, d, d.solde) for rang, d in enumerate(emis, 1)
    ]
    for dossier in dossiers:
        dossier.refresh_from_db()
        assert (dossier.etat, dossier.connu_assureur_le) == ("TRANSMIS", LE)
        assert actions(dossier)[-1] == "transmettre"
    assert {(d.etat, d.transmise_le) for d in Demande.objects.all()} == {("TRANSMISE", LE)}
    assert Evenement.objects.get(objet_uid=bordereau.uid).acteur == gestionnaire


def test_un_bordereau_par_adhesion(transmis, dossier):
    ailleurs = ouvrir(agent_de(souscrire(delai_remboursement_jours=45)), MARS)
    decompter(ailleurs, MARS[1])
    with inchange(*TABLES):
        assert code_et_champ(transmettre, sinistre=dossier) == ("liste-vide", "")
    bordereau = transmettre(ailleurs)
    assert bordereau.echeance == LE + timedelta(days=45)
    assert [x.decompte.sinistre for x in bordereau.lignes.all()] == [ailleurs]


def test_l_assureur_connait_le_dossier_du_premier_envoi(transmis, dossier):
    requalifier(dossier, "CLM")
    transmettre(dossier, le=date(2026, 7, 1))
    dossier.refresh_from_db()
    assert (dossier.etat, dossier.connu_assureur_le) == ("TRANSMIS", LE)


def test_bordereau_immuable(transmis):
    for modele in (Bordereau, LigneBordereau, Reglement, Ecart):
        for ecrire in (
            lambda m=modele: m.objects.update(cree_a=None),
            lambda m=modele: m.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                ecrire()


@pytest.mark.django_db(transaction=True)
def test_deux_clics_sur_transmettre():
    with perimetre(Perimetre(cdg=True)):
        dossier = ouvrir(agent_de(souscrire()), MARS)
        decompter(dossier, MARS[1])
    un, deux = se_croiser(lambda: transmettre(dossier), lambda: transmettre(dossier))
    assert isinstance(un, Bordereau), un
    assert isinstance(deux, ErreurMetier), deux
    assert deux.code == "liste-vide"
    with perimetre(Perimetre(cdg=True)):
        assert Bordereau.objects.count() == LigneBordereau.objects.count() == 1
        assert Compteur.objects.get(type="BOR").dernier == 1


def test_transmettre_tient_en_peu_de_requetes(adherente, django_assert_max_num_queries):
    """Cinq dossiers de plus ne coûtent que leur changement d'état et leur ligne de journal."""
    dossiers = [ouvrir(agent_de(adherente), MARS) for _ in range(5)]
    for dossier in dossiers:
        decompter(dossier, MARS[1])
    with django_assert_max_num_queries(12 + 3 * len(dossiers)):
        transmettre(dossiers[0])


# ---------------------------------------------------------------- règlements


def test_reglement_complet(transmis, gestionnaire, dossier):
    recu = regler(transmis, DU)
    assert recu.saisi_par == gestionnaire
    assert demande(transmis).etat == "REGLEE"
    assert not Ecart.objects.exists()
    assert not decomptes_en_attente().exists()
    assert actions(dossier)[-1] == "reglement"


def test_reglement_en_deux_fois(transmis):
    regler(transmis, "52.00")
    assert demande(transmis).etat == "TRANSMISE"
    (ecart,) = Ecart.objects.all()
    assert (ecart.attendu, ecart.recu) == (DU, Decimal("52.00"))
    assert [d.reste for d in decomptes_en_attente()] == [Decimal("1000.00")]
    regler(transmis, "1000.00", reference="VIR-2")
    assert demande(transmis).etat == "REGLEE"
    assert Ecart.objects.count() == 1


def test_trop_percu(transmis):
    """L'écart reste à contester, mais plus rien n'est en retard."""
    retards_constater(au=RETARD)
    regler(transmis, DU + 1, recu_le=RETARD, le=RETARD)
    assert Ecart.objects.get().recu == DU + 1
    assert demande(transmis).etat == "TRANSMISE"
    assert AlerteDelai.objects.get().levee_le == RETARD


def test_indu_rendu_a_l_assureur(transmis, dossier):
    """Un indu se solde par un montant négatif."""
    requalifier(dossier, "CITIS")
    transmettre(dossier)
    indu = Decompte.objects.latest("id")
    assert indu.solde == -DU
    regler(indu, -DU, reference="TITRE-12")
    assert demande(indu).etat == "REGLEE"
    assert demande(transmis).etat == "TRANSMISE"


def test_une_demande_a_deux_decomptes_est_reglee_quand_les_deux_le_sont(dossier):
    """Décompte et régularisation partis ensemble : un seul payé ne solde pas la demande."""
    premier = decompter(dossier, MARS[1])
    requalifier(dossier, "CLM")
    transmettre(dossier)
    second = Decompte.objects.latest("id")
    assert premier.demande_id == second.demande_id
    regler(premier, premier.solde)
    assert demande(premier).etat == "TRANSMISE"
    regler(second, second.solde)
    assert demande(premier).etat == "REGLEE"


@pytest.mark.parametrize(
    ("changement", "attendu"),
    [
        ({"reference": " "}, ("champ-manquant", "reference")),
        ({"reference": "V" * 61}, ("hors-bornes", "reference")),
        ({"recu_le": date(2026, 6, 16)}, ("date-future", "recu_le")),
        ({"montant": Decimal("0")}, ("hors-bornes", "montant")),
        ({"montant": Decimal("0.001")}, ("montant-non-centime", "montant")),
        ({"montant": Decimal("10.005")}, ("montant-non-centime", "montant")),
        ({"montant": Decimal("1e13")}, ("hors-bornes", "montant")),
    ],
)
def test_reglement_refuse(transmis, changement, attendu):
    with inchange(*TABLES):
        assert code_et_champ(regler, **{"decompte": transmis, "montant": DU} | changement) == attendu
    assert demande(transmis).etat == "TRANSMISE"


def test_reglement_en_double(transmis):
    regler(transmis, "10.00")
    with inchange(*TABLES):
        refus = code_et_champ(regler, decompte=transmis, montant="10.00", reference=" VIR-1 ")
        assert refus == ("doublon", "reference")


@pytest.mark.django_db(transaction=True)
def test_deux_clics_sur_regler():
    with perimetre(Perimetre(cdg=True)):
        dossier = ouvrir(agent_de(souscrire()), MARS)
        decompte = decompter(dossier, MARS[1])
        transmettre(dossier)
    un, deux = se_croiser(lambda: regler(decompte, DU), lambda: regler(decompte, DU))
    assert isinstance(un, Reglement), un
    assert isinstance(deux, ErreurMetier), deux
    assert deux.code == "doublon"
    with perimetre(Perimetre(cdg=True)):
        assert [r.montant for r in Reglement.objects.all()] == [DU]


def test_reglement_d_un_decompte_pas_parti(dossier):
    decompte = decompter(dossier, MARS[1])
    with inchange(*TABLES):
        assert code_et_champ(regler, decompte=decompte, montant=DU) == ("non-transmis", "")


# ---------------------------------------------------------------- retards


def test_retard_constate_une_fois(transmis):
    assert retards_constater(au=ECHEANCE) == []
    (alerte,) = retards_constater(au=RETARD)
    assert (alerte.decompte, alerte.echeance, alerte.constatee_le) == (transmis, ECHEANCE, RETARD)
    with inchange(AlerteDelai):
        assert retards_constater(au=RETARD + timedelta(days=10)) == []
    assert AlerteDelai.objects.get().constatee_le == RETARD


def test_retard_leve_au_paiement(transmis):
    retards_constater(au=RETARD)
    regler(transmis, "52.00", recu_le=RETARD, le=RETARD)
    assert AlerteDelai.objects.get().levee_le is None
    regler(transmis, "1000.00", reference="VIR-2", recu_le=RETARD, le=RETARD)
    assert AlerteDelai.objects.get().levee_le == RETARD
    assert retards_constater(au=RETARD) == []


def test_retard_revenu_apres_un_rejet_de_virement(transmis):
    """Le virement est repris : le retard est de nouveau là, sans alerte en double."""
    retards_constater(au=RETARD)
    regler(transmis, DU, recu_le=RETARD, le=RETARD)
    regler(transmis, -DU, reference="REJET-1", recu_le=RETARD, le=RETARD)
    assert [d.pk for d in decomptes_en_retard(au=RETARD)] == [transmis.pk]
    (alerte,) = retards_constater(au=RETARD)
    assert alerte.levee_le is None
    assert AlerteDelai.objects.count() == 1


def test_ni_solde_nul_ni_indu_ne_sont_en_retard(agent, dossier):
    court = ouvrir(agent, (date(2024, 5, 1), date(2024, 5, 10)))
    nul = decompter(court, date(2024, 5, 10))
    decompter(dossier, MARS[1])
    requalifier(dossier, "CITIS")
    transmettre(dossier)
    indu = Decompte.objects.latest("id")
    assert (nul.solde, indu.solde) == (0, -DU)
    en_retard = {a.decompte_id for a in retards_constater(au=RETARD)}
    assert not en_retard & {nul.pk, indu.pk}


def test_repasser_sur_les_retards_ne_coute_pas_une_requete_chacun(adherente, django_assert_max_num_queries):
    dossiers = [ouvrir(agent_de(adherente), MARS) for _ in range(5)]
    for dossier in dossiers:
        decompter(dossier, MARS[1])
    transmettre(dossiers[0])
    assert len(retards_constater(au=RETARD)) == 5
    with django_assert_max_num_queries(4):
        retards_constater(au=RETARD)
