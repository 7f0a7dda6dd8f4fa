"""Déclarer : un envoi = un dossier ; ce qui ne peut pas être est refusé en français et n'écrit rien."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from adhesions.models import Agent
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents.models import Compteur
from cdg_portal.journal.models import Evenement
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Arret, Brouillon, Certificat, Piece, Sinistre
from sinistres.regles.pieces import pieces_attendues
from sinistres.services.arrets import (
    CertificatSaisi,
    certificat_ajouter,
    certificat_annuler,
    reprise_enregistrer,
)
from sinistres.services.declaration import brouillon_abandonner, brouillon_enregistrer, sinistre_declarer
from sinistres.services.decomptes import demande_soumettre
from tests.aides import code_et_champ
from tests.fabriques import AgentFactory, HabilitationFactory
from tests.sinistres.dossiers import (
    EFFET,
    GARANTIES,
    LE,
    actions,
    agent_de,
    declarer,
    inchange,
    saisir,
    se_croiser,
    souscrire,
)

MARS = (date(2024, 3, 1), date(2024, 3, 31))
AVRIL = (date(2024, 4, 1), date(2024, 4, 30))
TABLES = (Sinistre, Arret, Certificat, Piece, Evenement)


def refuse(saisie) -> tuple[str, str]:
    """Code et champ du refus ; rien n'est écrit, aucun numéro n'est pris."""
    numeros = list(Compteur.objects.filter(type="SIN").values_list("exercice", "dernier"))
    with inchange(*TABLES):
        rendu = code_et_champ(sinistre_declarer, **saisie)
    assert list(Compteur.objects.filter(type="SIN").values_list("exercice", "dernier")) == numeros
    return rendu


# ---------------------------------------------------------------- ce qui est déclaré


def test_un_dossier_declare_est_complet(gestionnaire, agent, adherente):
    dossier = declarer(agent, MARS, AVRIL, tiers_implique=True)
    assert (dossier.etat, dossier.risque, dossier.adhesion) == ("DECLARE", "CMO", adherente)
    assert dossier.numero == "SIN-2026-000001"
    assert dossier.tiers_implique
    assert not dossier.conservatoire
    (arret,) = dossier.arrets.all()
    assert (arret.rang, arret.type) == (1, "INITIAL")
    assert list(arret.certificats.values_list("type", "debut", "fin", "saisi_par")) == [
        ("INITIAL", *MARS, gestionnaire.pk),
        ("PROLONGATION", *AVRIL, gestionnaire.pk),
    ]
    attendues = {p.code for p in pieces_attendues("CMO", "CNRACL", "MO")}
    assert set(dossier.pieces.values_list("code", flat=True)) == attendues
    (acte,) = Evenement.objects.filter(objet_uid=dossier.uid)
    assert (acte.action, acte.acteur, acte.le) == ("declarer", gestionnaire, LE)
    assert dossier.numero in acte.libelle


def test_deux_arrets_separes_par_une_reprise_font_deux_arrets(agent):
    """Une rechute déjà connue à la déclaration n'est pas une prolongation."""
    dossier = declarer(agent, MARS, (date(2024, 4, 10), date(2024, 4, 20)), AVRIL_FIN)
    assert [(a.rang, a.type, a.certificats.count()) for a in dossier.arrets.all()] == [
        (1, "INITIAL", 1),
        (2, "RECHUTE", 2),
    ]


AVRIL_FIN = (date(2024, 4, 21), date(2024, 4, 30))


def test_temps_partiel_therapeutique(agent):
    certificat = CertificatSaisi(*MARS, quotite_travail=Decimal("50"))
    dossier = declarer(agent, MARS, motif="TPT", certificats=[certificat])
    assert dossier.risque == "TPT"
    assert dossier.arrets.get().type == "TPT"
    assert dossier.arrets.get().certificats.get().quotite_travail == 50


def test_conservatoire_seulement_si_la_garantie_manque(gestionnaire):
    souscrite = souscrire(garanties={"CITIS": GARANTIES["CITIS"]})
    agent = agent_de(souscrite)
    assert declarer(agent, MARS, conservatoire=True).conservatoire
    assert not declarer(agent, AVRIL, motif="CITIS_AS", conservatoire=True).conservatoire


# ---------------------------------------------------------------- ce qui est refusé


@pytest.mark.parametrize(
    ("saisie", "attendu"),
    [
        ({"certificats": [CertificatSaisi(MARS[1], MARS[0])]}, ("dates-inversees", "fin")),
        ({"survenance": date(2024, 3, 2)}, ("incoherent", "debut")),
        (
            {"certificats": [CertificatSaisi(*MARS), CertificatSaisi(MARS[1], AVRIL[1])]},
            ("chevauchement", "debut"),
        ),
        ({"certificats": []}, ("liste-vide", "debut")),
        ({"certificats": [CertificatSaisi(MARS[0], date(2042, 3, 31))]}, ("hors-bornes", "fin")),
        ({"certificats": [CertificatSaisi(date(2042, 3, 1), date(2042, 3, 31))]}, ("hors-bornes", "debut")),
        ({"carence": "PEUT-ÊTRE"}, ("valeur-interdite", "carence")),
        ({"survenance": date(2026, 6, 16)}, ("date-future", "survenance")),
        ({"connu_employeur_le": date(2026, 6, 16)}, ("date-future", "connu_employeur_le")),
        ({"motif": "INVENTE"}, ("valeur-interdite", "motif")),
        ({"motif": "MATERNITE"}, ("garantie-non-souscrite", "motif")),
        ({"motif": "TPT"}, ("champ-manquant", "quotite_travail")),
        (
            {"motif": "TPT", "certificats": [CertificatSaisi(*MARS, quotite_travail=Decimal("100"))]},
            ("hors-bornes", "quotite_travail"),
        ),
        ({"survenance": date(2023, 12, 31)}, ("evenement-hors-contrat", "survenance")),
    ],
)
def test_refus(agent, saisie, attendu):
    assert refuse(saisir(agent, MARS) | saisie) == attendu


def test_evenement_apres_la_resiliation(gestionnaire):
    souscrite = souscrire(etat="RESILIEE", resiliation=date(2024, 12, 31))
    agent = agent_de(souscrite)
    assert declarer(agent, (date(2024, 12, 31), date(2025, 2, 1))).adhesion_id == souscrite.pk
    apres = (date(2025, 3, 1), date(2025, 3, 31))
    assert refuse(saisir(agent, apres)) == ("evenement-hors-contrat", "survenance")
    assert refuse(saisir(agent, apres, conservatoire=True)) == ("evenement-hors-contrat", "survenance")


def test_evenement_apres_la_fin_du_contrat(gestionnaire):
    souscrite = souscrire(fin=date(2024, 12, 31))
    agent = agent_de(souscrite)
    apres = (date(2025, 1, 1), date(2025, 1, 10))
    assert refuse(saisir(agent, apres)) == ("evenement-hors-contrat", "survenance")


def test_agent_sorti_ou_pas_encore_entre(adherente):
    sorti = agent_de(adherente, sortie=date(2024, 2, 29))
    assert refuse(saisir(sorti, MARS)) == ("agent-absent", "survenance")
    a_venir = agent_de(adherente, entree=date(2024, 3, 2))
    assert refuse(saisir(a_venir, MARS)) == ("agent-absent", "survenance")


def test_regime_sans_adhesion(adherente):
    contractuel = agent_de(adherente, contractuel=True)
    assert refuse(saisir(contractuel, MARS)) == ("evenement-hors-contrat", "survenance")


def test_evenement_anterieur_a_l_adhesion(agent):
    """Refusé sans mention ; avec le refus écrit de l'assureur précédent, il se rattache à l'adhésion."""
    rechute = {"survenance": date(2020, 5, 4), "motif": "CITIS_AS"}
    assert refuse(saisir(agent, MARS) | rechute) == ("evenement-hors-contrat", "survenance")
    dossier = sinistre_declarer(**saisir(agent, MARS) | rechute | {"refus_precedent": True})
    assert dossier.adhesion.effet == EFFET


def test_origine_d_un_autre_agent(agent, adherente):
    autre = declarer(agent_de(adherente), MARS)
    assert refuse(saisir(agent, AVRIL, origine=autre)) == ("incoherent", "origine")
    assert declarer(agent, MARS, origine=declarer(agent, AVRIL)).origine is not None


# ---------------------------------------------------------------- chevauchements


def test_chevauchement_avec_un_autre_dossier(agent):
    declarer(agent, MARS)
    assert refuse(saisir(agent, (MARS[1], AVRIL[1]), motif="CITIS_AS")) == ("chevauchement", "debut")
    declarer(agent, AVRIL, motif="CITIS_AS")


def test_chevauchement_sans_effet_entre_deux_agents(agent, adherente):
    declarer(agent, MARS)
    declarer(agent_de(adherente), MARS)


@pytest.mark.django_db(transaction=True)
def test_chevauchement_concurrent():
    """Deux personnes saisissent les mêmes jours au même moment : une seule réussit, l'autre sait pourquoi."""
    with perimetre(Perimetre(cdg=True)):
        agent = agent_de(souscrire())
    un, deux = se_croiser(
        lambda: declarer(agent, MARS), lambda: declarer(agent, (MARS[1], AVRIL[1]), motif="CITIS_AS")
    )
    assert isinstance(un, Sinistre)
    assert isinstance(deux, ErreurMetier)
    assert deux.code == "chevauchement"
    with perimetre(Perimetre(cdg=True)):
        assert [s.pk for s in Sinistre.objects.all()] == [un.pk]
        assert Compteur.objects.get(type="SIN").dernier == 1


@pytest.mark.django_db(transaction=True)
def test_prolongations_concurrentes():
    with perimetre(Perimetre(cdg=True)):
        agent = agent_de(souscrire())
        dossier = declarer(agent, MARS)

    def prolonger(fin):
        return lambda: certificat_ajouter(sinistre=dossier, debut=AVRIL[0], fin=fin, le=LE)

    un, deux = se_croiser(prolonger(AVRIL[1]), prolonger(date(2024, 4, 15)))
    assert isinstance(un, Certificat)
    assert isinstance(deux, ErreurMetier)
    assert deux.code == "chevauchement"


# ---------------------------------------------------------------- deux clics


def test_la_meme_saisie_rend_le_meme_dossier(agent):
    saisie = saisir(agent, MARS)
    premier = sinistre_declarer(**saisie)
    with inchange(*TABLES):
        assert sinistre_declarer(**saisie).pk == premier.pk
    assert Compteur.objects.get(type="SIN").dernier == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("repete", ["même saisie", "dates corrigées entre les deux clics"])
def test_deux_clics_a_la_fois(repete):
    with perimetre(Perimetre(cdg=True)):
        agent = agent_de(souscrire())
    saisie = saisir(agent, MARS)
    seconde = saisie if repete == "même saisie" else saisir(agent, AVRIL, cle_saisie=saisie["cle_saisie"])
    un, deux = se_croiser(lambda: sinistre_declarer(**saisie), lambda: sinistre_declarer(**seconde))
    assert isinstance(un, Sinistre), un
    assert isinstance(deux, Sinistre), deux
    assert un.pk == deux.pk
    with perimetre(Perimetre(cdg=True)):
        assert [s.numero for s in Sinistre.objects.all()] == ["SIN-2026-000001"]
        assert Certificat.objects.count() == 1
        assert Compteur.objects.get(type="SIN").dernier == 1
        assert actions(un) == ["declarer"]


def test_la_meme_cle_chez_deux_employeurs(agent):
    """La clé est celle d'un formulaire d'une collectivité : elle ne mêle jamais deux employeurs."""
    cle = uuid4()
    ailleurs = agent_de(souscrire())
    assert declarer(agent, MARS, cle_saisie=cle).pk != declarer(ailleurs, MARS, cle_saisie=cle).pk


def test_la_rh_ne_declare_que_chez_elle(agent, gestionnaire):
    """Dans le périmètre d'une autre collectivité, l'agent n'existe pas."""
    ailleurs = AgentFactory().collectivite
    with (
        pytest.raises(Agent.DoesNotExist),
        perimetre(Perimetre(collectivites=(ailleurs.pk,), utilisateur=gestionnaire.pk)),
    ):
        declarer(agent, MARS)
    assert not Sinistre.objects.exists()


# ---------------------------------------------------------------- dans le périmètre de la collectivité


def test_la_rh_mene_son_dossier_de_la_declaration_a_la_demande(agent):
    """Tout ce que fait une collectivité passe dans son seul périmètre, signé d'elle."""
    rh = HabilitationFactory(rh=True, collectivite=agent.collectivite).compte
    p = Perimetre(collectivites=(agent.collectivite_id,), utilisateur=rh.pk)
    with perimetre(p):
        dossier = declarer(agent, MARS)
        certificat_ajouter(sinistre=dossier, debut=date(2024, 4, 11), fin=AVRIL[1], le=LE)
        oublie = certificat_ajouter(sinistre=dossier, debut=AVRIL[0], fin=date(2024, 4, 10), le=LE)
        reprise_enregistrer(sinistre=dossier, effective_le=date(2024, 5, 1), le=LE)
        certificat_annuler(certificat=oublie, motif="Autre agent", le=LE)
        demande = demande_soumettre(sinistre=dossier, au=AVRIL[1], le=LE)
        assert demande.etat == "SOUMISE"
        assert {e.acteur_id for e in Evenement.objects.filter(objet_uid=dossier.uid)} == {rh.pk}
    assert dossier.arrets.get().certificats.count() == 3


def test_declarer_tient_en_peu_de_requetes(agent, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        declarer(agent, MARS, AVRIL)


# ---------------------------------------------------------------- brouillon


def test_un_brouillon_garde_tout_meme_faux(agent, gestionnaire):
    """Rien de ce qui est tapé ne se perd ; un brouillon n'est pas un dossier."""
    saisie = {"debut": "31/02/2024", "motif": "", "certificats": [["", "x"]]}
    with inchange(*TABLES):
        brouillon = brouillon_enregistrer(
            collectivite=agent.collectivite, auteur=gestionnaire, contenu=saisie
        )
        assert Brouillon.objects.get().contenu == saisie
        suite = brouillon_enregistrer(
            collectivite=agent.collectivite, auteur=gestionnaire, contenu={}, brouillon=brouillon
        )
        assert (suite.pk, Brouillon.objects.get().contenu) == (brouillon.pk, {})
        brouillon_abandonner(brouillon=brouillon)
    assert not Brouillon.objects.exists()
