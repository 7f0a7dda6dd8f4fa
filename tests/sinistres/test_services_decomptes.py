"""Demandes et décomptes : un montant émis ne change plus, se rejoue, et aucun jour n'est payé deux fois."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from adhesions.services.agents import personnes_rapprocher
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents.models import Compteur
from cdg_portal.journal.models import Evenement
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Certificat, Decompte, Demande, LigneDecompte, PeriodeIndemnisee
from sinistres.regles.contrat_json import lire
from sinistres.regles.indemnisation import indemniser
from sinistres.regles.version import VERSION_REGLES
from sinistres.selectors.calcul import decompte_en_vigueur
from sinistres.selectors.moteur import calculer
from sinistres.services.arrets import certificat_ajouter, certificat_annuler
from sinistres.services.controle import sinistre_annuler
from sinistres.services.decomptes import demande_controler, demande_retourner, demande_soumettre
from tests.aides import code_et_champ
from tests.fabriques import centre_de_gestion
from tests.sinistres.dossiers import (
    GARANTIES,
    LE,
    actions,
    agent_de,
    declarer,
    decompter,
    inchange,
    ouvrir,
    se_croiser,
    souscrire,
    transmettre,
)

MARS = (date(2024, 3, 1), date(2024, 3, 31))
AVRIL = (date(2024, 4, 1), date(2024, 4, 30))
IJ = Decimal("65.75")
TABLES = (Demande, Decompte, LigneDecompte, PeriodeIndemnisee, Evenement)


# ---------------------------------------------------------------- la demande


def test_demande(agent, gestionnaire):
    dossier = ouvrir(agent, MARS)
    demande = demande_soumettre(sinistre=dossier, au=date(2024, 3, 20), le=LE)
    assert (demande.etat, demande.origine, demande.du, demande.au) == (
        "SOUMISE",
        "PERIODE",
        MARS[0],
        date(2024, 3, 20),
    )
    assert actions(dossier)[-1] == "demande"


@pytest.mark.parametrize(
    ("au", "attendu"),
    [(date(2026, 6, 16), ("date-future", "au")), (date(2024, 2, 29), ("sans-arret", "au"))],
)
def test_demande_refusee(agent, au, attendu):
    dossier = ouvrir(agent, MARS)
    with inchange(*TABLES):
        assert code_et_champ(demande_soumettre, sinistre=dossier, au=au, le=LE) == attendu


def test_une_seule_demande_en_cours(agent):
    dossier = ouvrir(agent, MARS)
    demande = demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)
    for _ in range(2):  # soumise, puis contrôlée et pas encore transmise
        with inchange(*TABLES):
            refus = code_et_champ(demande_soumettre, sinistre=dossier, au=MARS[1], le=LE)
            assert refus == ("demande-en-cours", "")
        if Demande.objects.get().etat == "SOUMISE":
            demande_controler(demande=demande, le=LE)
    transmettre(dossier)
    assert demande_soumettre(sinistre=dossier, au=MARS[1], le=LE).etat == "SOUMISE"


@pytest.mark.django_db(transaction=True)
def test_deux_demandes_a_la_fois():
    with perimetre(Perimetre(cdg=True)):
        dossier = ouvrir(agent_de(souscrire()), MARS)

    def demander():
        return demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)

    un, deux = se_croiser(demander, demander)
    assert isinstance(un, Demande)
    assert isinstance(deux, ErreurMetier)
    assert deux.code == "demande-en-cours"
    with perimetre(Perimetre(cdg=True)):
        assert Demande.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_deux_controles_a_la_fois():
    """Deux clics sur « contrôler » : un seul décompte, un seul numéro."""
    with perimetre(Perimetre(cdg=True)):
        dossier = ouvrir(agent_de(souscrire()), MARS)
        demande = demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)

    def controler():
        return demande_controler(demande=demande, le=LE)

    un, deux = se_croiser(controler, controler)
    assert isinstance(un, Decompte)
    assert isinstance(deux, ErreurMetier)
    assert deux.code == "transition-interdite"
    with perimetre(Perimetre(cdg=True)):
        assert [d.numero for d in Decompte.objects.all()] == ["DEC-2026-000001"]
        assert Compteur.objects.get(type="DEC").dernier == 1


def test_demande_retournee(agent):
    dossier = ouvrir(agent, MARS)
    demande = demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)
    with inchange(*TABLES):
        refus = code_et_champ(demande_retourner, demande=demande, motif=" ", le=LE)
        assert refus == ("champ-manquant", "motif")
    rendue = demande_retourner(demande=demande, motif="Certificat illisible", le=LE)
    assert (rendue.etat, rendue.motif_retour) == ("RETOURNEE", "Certificat illisible")
    assert actions(dossier)[-1] == "demande-retournee"
    with inchange(*TABLES):
        assert code_et_champ(demande_controler, demande=demande, le=LE) == ("transition-interdite", "")
        encore = code_et_champ(demande_retourner, demande=demande, motif="Encore", le=LE)
        assert encore == ("transition-interdite", "")
    assert Demande.objects.get().motif_retour == "Certificat illisible"
    assert demande_soumettre(sinistre=dossier, au=MARS[1], le=LE).etat == "SOUMISE"


def test_controler_avant_de_valider_le_dossier(agent):
    dossier = declarer(agent, MARS)
    demande = demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)
    with inchange(*TABLES):
        assert code_et_champ(demande_controler, demande=demande, le=LE) == ("dossier-non-valide", "")


def test_ne_pas_redemander_en_deca_de_ce_qui_est_decompte(agent):
    """Une date plus courte ferait croire à un indu."""
    dossier = ouvrir(agent, MARS)
    decompter(dossier, MARS[1])
    transmettre(dossier)
    with inchange(*TABLES):
        refus = code_et_champ(demande_soumettre, sinistre=dossier, au=date(2024, 3, 20), le=LE)
        assert refus == ("hors-bornes", "au")


# ---------------------------------------------------------------- le décompte


def test_decompte_emis(agent, gestionnaire, adherente):
    """Maladie ordinaire de 31 jours, franchise de 15 : seize jours payés, expliqués ligne à ligne."""
    dossier = ouvrir(agent, MARS)
    decompte = decompter(dossier, MARS[1])
    assert (decompte.numero, decompte.nature, decompte.remplace) == ("DEC-2026-000001", "CALCULE", None)
    assert (decompte.total, decompte.deja_decompte, decompte.solde) == (16 * IJ, 0, 16 * IJ)
    assert (decompte.emis_le, decompte.emis_par) == (LE, gestionnaire)
    assert decompte.version_regles == VERSION_REGLES
    assert decompte.version_contrat == adherente.lot.contrat.version
    lignes = list(decompte.lignes.all())
    assert [ligne.rang for ligne in lignes] == list(range(1, len(lignes) + 1))
    assert sum(ligne.jours for ligne in lignes) == 31
    assert sum(ligne.montant for ligne in lignes) == decompte.total
    (periode,) = PeriodeIndemnisee.objects.all()
    assert (periode.du, periode.au, periode.agent) == (date(2024, 3, 16), MARS[1], agent)
    assert actions(dossier)[-1] == "decompte"
    assert Demande.objects.get().etat == "CONTROLEE"
    historique = Decompte.pgh_event_model.objects.filter(pgh_obj_id=decompte.pk)
    assert [v.pgh_label for v in historique] == ["insert"]


def test_decompte_immuable(agent):
    decompte = decompter(ouvrir(agent, MARS), MARS[1])
    for modele in (Decompte, LigneDecompte):
        lignes = modele.objects.all()
        for ecrire in (
            lambda lignes=lignes: lignes.update(cree_a=None),
            lambda lignes=lignes: lignes._raw_delete("default"),
        ):
            with (
                pytest.raises(ProgrammingError, match=r"permission denied|droit refusé"),
                transaction.atomic(),
            ):
                ecrire()
    assert Decompte.objects.get().total == decompte.total


def test_decomptes_enchaines(agent):
    """Un mois de plus : le second remplace le premier, son solde est l'écart, la somme des soldes le dû."""
    dossier = ouvrir(agent, MARS, AVRIL)
    premier = decompter(dossier, MARS[1])
    transmettre(dossier)
    second = decompter(dossier, AVRIL[1])
    assert second.remplace == premier
    assert second.deja_decompte == premier.total
    assert second.total == 46 * IJ
    assert second.solde == 30 * IJ
    assert premier.solde + second.solde == second.total
    assert {p.decompte_id for p in PeriodeIndemnisee.objects.all()} == {second.pk}
    assert Decompte.objects.get(pk=premier.pk).total == premier.total


def test_les_entrees_gardees_redonnent_le_total(agent):
    """Le décompte se défend des années plus tard, même si le dossier a changé depuis."""
    dossier = ouvrir(agent, MARS)
    decompte = decompter(dossier, MARS[1])
    certificat_annuler(certificat=Certificat.objects.get(), motif="Erreur", le=LE)
    garde = Decompte.objects.get(pk=decompte.pk)
    (rejoue,) = indemniser(lire(garde.entrees)).sinistres
    assert (rejoue.reference, rejoue.total) == (dossier.numero, decompte.total)
    assert garde.etapes


def test_un_jour_n_est_jamais_paye_deux_fois(agent):
    """Même si les dossiers se contredisaient, la base refuse."""
    decompte = decompter(ouvrir(agent, MARS), MARS[1])
    autre = ouvrir(agent, AVRIL)
    with pytest.raises(IntegrityError, match="periode_indemnisee_une_fois"), transaction.atomic():
        PeriodeIndemnisee.objects.create(
            collectivite=agent.collectivite,
            agent=agent,
            sinistre=autre,
            decompte=decompte,
            du=MARS[1],
            au=AVRIL[0],
        )


def test_jours_deplaces_vers_un_autre_dossier(agent):
    """Certificat annulé après paiement puis déclaré ailleurs : l'annulation rend, le contrôle paie."""
    premier = ouvrir(agent, MARS)
    paye = decompter(premier, MARS[1])
    transmettre(premier)
    certificat_annuler(certificat=Certificat.objects.get(), motif="C'était un accident", le=LE)
    accident = ouvrir(agent, (date(2024, 1, 15), MARS[1]), motif="CITIS_AS")
    demande = demande_soumettre(sinistre=accident, au=MARS[1], le=LE)
    rendu = decompte_en_vigueur(premier)
    assert (rendu.total, rendu.solde, rendu.lignes.count()) == (0, -paye.total, 0)
    assert demande_controler(demande=demande, le=LE).total == 32 * IJ


def test_certificat_annule_entre_la_demande_et_le_controle(agent):
    dossier = ouvrir(agent, MARS)
    demande = demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)
    certificat_annuler(certificat=Certificat.objects.get(), motif="Erreur", le=LE)
    decompte = demande_controler(demande=demande, le=LE)
    assert (decompte.total, decompte.solde) == (0, 0)


def test_calcul_impossible_dit_en_francais(adherente):
    """Un agent sans paie saisie : le contrôle dit quoi corriger et n'écrit rien."""
    sans_paie = agent_de(adherente, remuneration={})
    dossier = ouvrir(sans_paie, MARS)
    demande = demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)
    with inchange(*TABLES), pytest.raises(ErreurMetier, match="rémunération"):
        demande_controler(demande=demande, le=LE)
    assert Demande.objects.get().etat == "SOUMISE"


def test_un_deces_ne_bloque_pas_les_autres_dossiers(gestionnaire):
    """Le capital décès a son propre calcul : il ne se mêle pas des indemnités journalières de l'agent."""
    souscrite = souscrire(garanties=GARANTIES | {"DC": ("AUCUNE", None, Decimal("0.20"))})
    agent = agent_de(souscrite)
    maladie = ouvrir(agent, MARS)
    deces = ouvrir(agent, (AVRIL[0], AVRIL[0]), motif="DECES")
    assert decompter(maladie, MARS[1]).total == 16 * IJ
    demande = demande_soumettre(sinistre=deces, au=AVRIL[0], le=LE)
    with inchange(*TABLES):
        assert code_et_champ(demande_controler, demande=demande, le=LE) == ("calcul-indisponible", "")


# ---------------------------------------------------------------- droits comptés sur tout l'agent


def test_les_droits_se_comptent_sur_tous_les_arrets_de_l_agent(agent):
    """Soixante jours déjà pris : le nouvel arrêt passe à demi-traitement à son trente-et-unième jour."""
    ouvrir(agent, (date(2024, 1, 1), date(2024, 2, 29)))
    suivant = ouvrir(agent, (AVRIL[0], date(2024, 5, 31)))
    decompte = decompter(suivant, date(2024, 5, 31))
    assert [(x.jours, x.droit, x.montant) for x in decompte.lignes.filter(montant__gt=0)] == [
        (15, "PLEIN", 15 * IJ),
        (31, "DEMI", Decimal("1019.13")),
    ]


def test_un_dossier_annule_ne_consomme_pas_de_droit(agent):
    faux = declarer(agent, (date(2024, 1, 1), date(2024, 2, 29)))
    suivant = ouvrir(agent, (AVRIL[0], date(2024, 5, 31)))
    sinistre_annuler(sinistre=faux, motif="Mauvais agent", le=LE)
    assert decompter(suivant, date(2024, 5, 31)).total == 46 * IJ


def test_deux_adhesions_successives(gestionnaire):
    """Chaque dossier garde son contrat et sa franchise ; les droits de l'agent passent d'un contrat à l'autre."""
    ancienne = souscrire(fin=date(2024, 6, 30))
    agent = agent_de(ancienne)
    nouvelle = souscrire(
        collectivite=ancienne.collectivite,
        effet=date(2024, 7, 1),
        garanties={"CMO": ("ABSOLUE", 10, Decimal("3.00"))},
    )
    avant = ouvrir(agent, (date(2024, 4, 1), date(2024, 6, 29)))  # 90 jours : le plein traitement est épuisé
    apres = ouvrir(agent, (date(2024, 7, 15), date(2024, 8, 13)))
    assert (avant.adhesion, apres.adhesion) == (ancienne, nouvelle)
    assert decompter(avant, date(2024, 6, 29)).total == 75 * IJ
    # Jours 11 à 30 du second arrêt, à demi-traitement : 20 × 32,875.
    assert decompter(apres, date(2024, 8, 13)).total == Decimal("657.50")


def test_evenement_anterieur_n_engage_que_son_contrat(gestionnaire):
    """Le refus de l'assureur précédent vaut pour l'adhésion qui suit, sans fausser les autres dossiers."""
    souscrite = souscrire()
    agent = agent_de(souscrite)
    reprise = ouvrir(agent, MARS, motif="CITIS_AS", survenance=date(2020, 5, 4), refus_precedent=True)
    autre = ouvrir(agent, AVRIL)
    assert decompter(autre, AVRIL[1]).total == 15 * IJ
    certificat_ajouter(sinistre=reprise, debut=date(2024, 5, 1), fin=date(2024, 5, 31), le=LE)
    # 31 + 31 jours, franchise de 45 : 17 jours.
    assert decompter(reprise, date(2024, 5, 31)).total == 17 * IJ


def test_agent_partage_entre_deux_employeurs(gestionnaire):
    """Chaque employeur ne décompte que ses arrêts : le rapprochement est pour le CDG seul."""
    centre_de_gestion()
    ici, ailleurs = souscrire(), souscrire()
    agent, meme_personne = agent_de(ici), agent_de(ailleurs, remuneration={"TIB": Decimal("12000.00")})
    personnes_rapprocher(agents=[agent, meme_personne], le=LE)
    longue = (date(2024, 1, 1), date(2024, 4, 30))
    chez_l_un, chez_l_autre = ouvrir(agent, longue), ouvrir(meme_personne, MARS)
    premier = decompter(chez_l_un, longue[1])
    second = decompter(chez_l_autre, MARS[1])
    assert second.total == 16 * Decimal("32.88")
    assert [s["reference"] for s in second.entrees["sinistres"]] == [chez_l_autre.numero]
    assert [s["reference"] for s in premier.entrees["sinistres"]] == [chez_l_un.numero]


def test_le_calcul_tient_en_peu_de_requetes(agent, django_assert_max_num_queries):
    """Le nombre de requêtes ne dépend pas du nombre de dossiers de l'agent."""
    for mois in range(1, 7):
        ouvrir(agent, (date(2024, mois, 1), date(2024, mois, 10)), motif="CITIS_AS")
    dossier = ouvrir(agent, (date(2024, 8, 1), date(2024, 8, 31)))
    demande = demande_soumettre(sinistre=dossier, au=date(2024, 8, 31), le=LE)
    with django_assert_max_num_queries(7):
        calculer(sinistre=dossier, au=date(2024, 8, 31))
    with django_assert_max_num_queries(35):
        demande_controler(demande=demande, le=LE)
