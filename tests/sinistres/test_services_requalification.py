"""Requalifier : une décision de plus, tout l'agent recalculé, des régularisations datées, rien de réécrit."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from adhesions.services.agents import remuneration_revaloriser
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.journal.models import Evenement
from sinistres.models import (
    Bordereau,
    Certificat,
    Decompte,
    Demande,
    LigneDecompte,
    PeriodeIndemnisee,
    Requalification,
    Sinistre,
)
from sinistres.selectors.calcul import decompte_en_vigueur
from sinistres.services.arrets import certificat_annuler, reprise_enregistrer
from sinistres.services.controle import sinistre_clore, sinistre_controler, sinistre_refuser
from sinistres.services.decomptes import demande_soumettre
from sinistres.services.requalification import requalification_apercevoir
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
    requalifier,
    se_croiser,
    souscrire,
    transmettre,
)

IJ = Decimal("65.75")
DEBUT, FIN = date(2024, 1, 1), date(2024, 3, 30)  # 90 jours : tout le plein traitement d'une année
ETE = (date(2024, 6, 1), date(2024, 6, 30))
TABLES = (Requalification, Demande, Decompte, LigneDecompte, PeriodeIndemnisee, Evenement)


@pytest.fixture
def dossier(agent):
    return ouvrir(agent, (DEBUT, FIN))


@pytest.fixture
def suivant(agent, dossier):
    """Trente jours de maladie ordinaire en juin, à demi-traitement à cause du dossier de l'hiver."""
    return ouvrir(agent, ETE)


def apercevoir(dossier, vers, effet=DEBUT, au=LE):
    return requalification_apercevoir(sinistre=dossier, vers=vers, effet=effet, au=au)


def soldes(dossier):
    return [d.solde for d in decomptes(dossier)]


# ---------------------------------------------------------------- le dossier requalifié


def test_une_seule_franchise_celle_de_la_nouvelle_garantie(dossier, gestionnaire):
    avant = decompter(dossier, FIN)
    assert avant.total == 75 * IJ
    decision = requalifier(dossier, "CITIS", motif="Imputable au service")
    assert (decision.rang, decision.de, decision.vers, decision.decide_par) == (
        1,
        "CMO",
        "CITIS",
        gestionnaire,
    )
    apres = decompte_en_vigueur(dossier)
    assert (apres.total, apres.deja_decompte, apres.solde) == (45 * IJ, avant.total, -30 * IJ)
    assert apres.remplace == avant
    assert {ligne.nature for ligne in apres.lignes.all()} == {"CITIS"}
    dossier.refresh_from_db()
    assert (dossier.etat, dossier.risque, dossier.motif) == ("VALIDE", "CITIS", "MO")
    evenement = Evenement.objects.get(objet_uid=dossier.uid, action="requalifier")
    assert (evenement.acteur, evenement.motif) == (gestionnaire, "Imputable au service")


def test_aller_retour_au_centime(dossier):
    decompter(dossier, FIN)
    transmettre(dossier)
    requalifier(dossier, "CLM")
    transmettre(dossier)
    requalifier(dossier, "CMO")
    transmettre(dossier)
    assert soldes(dossier) == [75 * IJ, 15 * IJ, -15 * IJ]
    assert decompte_en_vigueur(dossier).total == 75 * IJ
    assert sum(b.total for b in Bordereau.objects.all()) == 75 * IJ
    assert [r.rang for r in dossier.requalifications.all()] == [1, 2]


def test_garantie_finale_non_souscrite_tout_est_indu(dossier):
    """La clause ne crée pas de garantie."""
    decompter(dossier, FIN)
    apercu = apercevoir(dossier, "CLD")
    assert not apercu.garantie_souscrite
    requalifier(dossier, "CLD")
    assert soldes(dossier) == [75 * IJ, -75 * IJ]
    assert not PeriodeIndemnisee.objects.exists()


def test_avant_tout_decompte(dossier):
    """Rien à régulariser : le premier décompte suit la décision."""
    with inchange(Demande, Decompte):
        requalifier(dossier, "CITIS")
    assert decompter(dossier, FIN).total == 45 * IJ


def test_maladie_non_assuree_declaree_a_titre_conservatoire(gestionnaire):
    """Prise en charge ou non, la nature initiale ne laisse aucune franchise derrière elle."""
    agent = agent_de(souscrire(garanties={"CITIS": GARANTIES["CITIS"]}))
    dossier = ouvrir(agent, (DEBUT, FIN), conservatoire=True)
    assert decompter(dossier, FIN).total == 0
    transmettre(dossier)
    requalifier(dossier, "CITIS")
    assert soldes(dossier) == [0, 45 * IJ]


def test_requalification_partielle_puis_etendue(dossier):
    """Longue maladie depuis mars, puis, après appel, depuis le premier jour."""
    decompter(dossier, FIN)
    requalifier(dossier, "CLM", effet=date(2024, 3, 1))
    requalifier(dossier, "CLM", effet=DEBUT)
    assert decompte_en_vigueur(dossier).total == 90 * IJ
    assert {ligne.nature for ligne in decompte_en_vigueur(dossier).lignes.all()} == {"CLM"}


def test_requalification_immuable(dossier):
    decision = requalifier(dossier, "CLM")
    for ecrire in (
        lambda: Requalification.objects.filter(pk=decision.pk).update(vers="CMO"),
        lambda: Requalification.objects.filter(pk=decision.pk)._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            ecrire()


# ---------------------------------------------------------------- ce qui est refusé


@pytest.mark.parametrize(
    ("changement", "attendu"),
    [
        ({"vers": "TPT"}, ("valeur-interdite", "vers")),
        ({"vers": "DC"}, ("valeur-interdite", "vers")),
        ({"vers": "CMO"}, ("sans-effet", "vers")),
        ({"effet": date(2023, 12, 31)}, ("hors-bornes", "effet")),
        ({"effet": date(2024, 3, 31)}, ("hors-bornes", "effet")),
        ({"decision_le": date(2026, 6, 16)}, ("date-future", "decision_le")),
        ({"reference_arrete": " "}, ("champ-manquant", "reference_arrete")),
    ],
)
def test_refus(dossier, changement, attendu):
    decompter(dossier, FIN)
    parametres = {"sinistre": dossier, "vers": "CLM", "effet": DEBUT} | changement
    with inchange(*TABLES):
        assert code_et_champ(requalifier, **parametres) == attendu
    if {"vers", "effet"} & set(changement):
        saisie = {c: parametres[c] for c in ("vers", "effet")}
        refus = code_et_champ(requalification_apercevoir, sinistre=dossier, au=LE, **saisie)
        assert refus == attendu


def test_dossier_sans_jour(dossier):
    certificat_annuler(certificat=Certificat.objects.get(), motif="Erreur", le=LE)
    assert code_et_champ(requalifier, sinistre=dossier, vers="CLM") == ("sans-arret", "effet")


def test_dossier_hors_garantie_ou_non_valide(agent):
    """L'aperçu aussi refuse : il ne promet pas ce que la décision ne pourra pas faire."""
    declare = declarer(agent, (DEBUT, FIN))
    ecarte = sinistre_refuser(
        sinistre=sinistre_controler(sinistre=declarer(agent, ETE), le=LE), motif="Passé connu", le=LE
    )
    for dossier in (declare, ecarte):
        with inchange(*TABLES):
            effet = dossier.survenance
            refus = code_et_champ(requalifier, sinistre=dossier, vers="CITIS", effet=effet)
            assert refus == ("transition-interdite", "")
            saisie = {"vers": "CITIS", "effet": effet, "au": LE}
            refus = code_et_champ(requalification_apercevoir, sinistre=dossier, **saisie)
            assert refus == ("transition-interdite", "")


# ---------------------------------------------------------------- les autres dossiers de l'agent


def test_effet_sur_un_autre_dossier(dossier, suivant, agent, adherente):
    """La maladie de l'hiver devient CITIS : ses 90 jours ne comptent plus, juin repasse à plein traitement."""
    temoin = ouvrir(agent_de(adherente), (DEBUT, FIN))
    decompter(temoin, FIN)
    # Ce dossier attend sa propre correction : la décision prise pour un autre agent n'y touche pas.
    remuneration_revaloriser(
        agent=temoin.agent, depuis=date(2024, 2, 1), montants={"TIB": Decimal("30000")}, le=LE
    )
    decompter(dossier, FIN)
    premier = decompter(suivant, ETE[1])
    assert premier.total == Decimal("493.13")  # 15 × 32,875
    transmettre(dossier)

    with inchange(*TABLES, Sinistre):
        apercu = apercevoir(dossier, "CITIS")
    (autre,) = apercu.autres
    assert (autre.sinistre, autre.avant, autre.apres) == (suivant, premier.total, 15 * IJ)
    assert (apercu.avant, apercu.apres, apercu.solde) == (75 * IJ, 45 * IJ, -30 * IJ)

    requalifier(dossier, "CITIS")
    regularise = decompte_en_vigueur(suivant)
    assert (regularise.total, regularise.solde) == (autre.apres, autre.solde)
    assert decompte_en_vigueur(dossier).solde == apercu.solde
    assert (regularise.demande.origine, regularise.demande.etat) == ("REPERCUSSION", "CONTROLEE")
    assert decompte_en_vigueur(dossier).demande.origine == "REQUALIFICATION"
    assert "decompte" in actions(suivant)
    assert len(decomptes(temoin)) == 1
    bordereau = transmettre(dossier)
    assert (bordereau.nb_decomptes, bordereau.total) == (2, apercu.solde + autre.solde)


def test_apercu_egal_a_la_realite_meme_si_l_arret_continue(agent):
    """Le décompte s'arrête à mars, l'arrêt court encore : l'écart annoncé est celui de la régularisation."""
    dossier = ouvrir(agent, (DEBUT, FIN), (date(2024, 3, 31), date(2024, 5, 31)))
    decompter(dossier, FIN)
    apercu = apercevoir(dossier, "CITIS")
    requalifier(dossier, "CITIS")
    regularisation = decompte_en_vigueur(dossier)
    assert (apercu.deja_decompte, apercu.apres) == (regularisation.deja_decompte, regularisation.total)
    assert apercu.solde == regularisation.solde
    lignes = [(x.du, x.au, x.montant) for x in regularisation.lignes.all()]
    assert [(x.du, x.au, x.montant) for x in apercu.lignes_apres] == lignes


def test_un_autre_dossier_inchange_n_est_pas_regularise(dossier, suivant):
    decompter(dossier, FIN)
    decompter(suivant, ETE[1])
    # Le seul jour libéré est repris par le jour de carence de juin, en franchise : rien de plus n'est dû.
    requalifier(dossier, "CLM", effet=FIN)
    assert len(decomptes(suivant)) == 1
    requalifier(suivant, "CITIS", effet=ETE[0])
    assert len(decomptes(dossier)) == 2


def test_un_dossier_clos_est_regularise_aussi(dossier, suivant):
    """La décision sur un dossier change ce qui est dû sur l'autre, clos ou non."""
    decompter(dossier, FIN)
    decompter(suivant, ETE[1])
    transmettre(dossier)
    reprise_enregistrer(sinistre=suivant, effective_le=date(2024, 7, 1), le=LE)
    sinistre_clore(sinistre=suivant, le=LE)
    requalifier(dossier, "CITIS")
    assert transmettre(dossier).nb_decomptes == 2
    suivant.refresh_from_db()
    assert suivant.etat == "CLOS"


def test_un_autre_dossier_vide_de_ses_jours_n_empeche_rien(dossier, suivant):
    """Ses certificats ont été annulés après paiement : la régularisation rend ce qui a été décompté."""
    decompter(dossier, FIN)
    paye = decompter(suivant, ETE[1])
    certificat_annuler(certificat=Certificat.objects.get(debut=ETE[0]), motif="Autre agent", le=LE)
    requalifier(dossier, "CITIS")
    assert decompte_en_vigueur(suivant).solde == -paye.total


# ---------------------------------------------------------------- demandes en cours


def test_demande_soumise_remplacee(dossier):
    decompter(dossier, date(2024, 2, 29))
    transmettre(dossier)
    soumise = demande_soumettre(sinistre=dossier, au=FIN, le=LE)
    requalifier(dossier, "CITIS")
    soumise.refresh_from_db()
    assert soumise.etat == "RETOURNEE"
    assert "requalification" in soumise.motif_retour
    assert "demande-retournee" in actions(dossier)
    regularisation = Demande.objects.get(etat="CONTROLEE")
    assert (regularisation.origine, regularisation.au) == ("REQUALIFICATION", date(2024, 2, 29))
    transmettre(dossier)
    assert decompter(dossier, FIN).total == 45 * IJ  # la collectivité redemande la suite


def test_decompte_pas_encore_transmis(dossier):
    """Les deux décomptes partent ensemble, une fois : le bordereau vaut exactement ce qui est dû."""
    decompter(dossier, FIN)
    requalifier(dossier, "CITIS")
    assert Demande.objects.count() == 1
    bordereau = transmettre(dossier)
    assert [ligne.montant for ligne in bordereau.lignes.all()] == [75 * IJ, -30 * IJ]
    assert bordereau.total == 45 * IJ == decompte_en_vigueur(dossier).total
    assert Demande.objects.get().etat == "TRANSMISE"
    with inchange(Bordereau):
        assert code_et_champ(transmettre, sinistre=dossier) == ("liste-vide", "")


def test_deux_requalifications_avant_l_envoi(dossier, suivant):
    """Deux lots de régularisations dans les mêmes demandes : la somme des soldes reste le dû."""
    decompter(dossier, FIN)
    decompter(suivant, ETE[1])
    transmettre(dossier)
    requalifier(dossier, "CITIS")
    requalifier(dossier, "CLM")
    assert Demande.objects.filter(etat="CONTROLEE").count() == 2
    transmettre(dossier)
    for d in (dossier, suivant):
        assert sum(soldes(d)) == decompte_en_vigueur(d).total
    assert sum(b.total for b in Bordereau.objects.all()) == (90 + 15) * IJ


@pytest.mark.django_db(transaction=True)
def test_deux_requalifications_a_la_fois():
    """Deux dossiers du même agent : l'un attend l'autre, le dernier décompte tient compte des deux."""
    with perimetre(Perimetre(cdg=True)):
        agent = agent_de(souscrire())
        hiver, ete = ouvrir(agent, (DEBUT, FIN)), ouvrir(agent, ETE)
        decompter(hiver, FIN)
        decompter(ete, ETE[1])
    un, deux = se_croiser(lambda: requalifier(hiver, "CITIS"), lambda: requalifier(ete, "CLM"))
    assert isinstance(un, Requalification), un
    assert isinstance(deux, Requalification), deux
    with perimetre(Perimetre(cdg=True)):
        assert decompte_en_vigueur(hiver).total == 45 * IJ
        assert decompte_en_vigueur(ete).total == 30 * IJ
        assert sum(soldes(ete)) == 30 * IJ


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("premier", ["requalifier", "transmettre"])
def test_requalifier_pendant_que_le_bordereau_part(premier):
    """Ni blocage mutuel, ni décompte oublié, ni parti deux fois."""
    with perimetre(Perimetre(cdg=True)):
        agent = agent_de(souscrire())
        dossier, autre = ouvrir(agent, (DEBUT, FIN)), ouvrir(agent, ETE)
        decompter(dossier, FIN)
        decompter(autre, ETE[1])
    actes = [lambda: requalifier(dossier, "CITIS"), lambda: transmettre(dossier)]
    rendus = se_croiser(*(actes if premier == "requalifier" else reversed(actes)))
    assert {type(r) for r in rendus} == {Requalification, Bordereau}, rendus
    with perimetre(Perimetre(cdg=True)):
        if premier == "transmettre":
            transmettre(dossier)
        assert sum(b.total for b in Bordereau.objects.all()) == (45 + 15) * IJ
        assert {d.etat for d in Demande.objects.all()} == {"TRANSMISE"}
