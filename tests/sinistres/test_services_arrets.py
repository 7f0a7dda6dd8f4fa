"""Certificats, rechutes, reprises : l'ordre de saisie ne change pas l'histoire du dossier."""

from datetime import date
from decimal import Decimal

import pytest

from cdg_portal.journal.models import Evenement
from sinistres.models import Arret, Certificat, Reprise
from sinistres.selectors.absences import absences_de
from sinistres.services.arrets import (
    CertificatSaisi,
    certificat_ajouter,
    certificat_annuler,
    reprise_annuler,
    reprise_enregistrer,
)
from sinistres.services.controle import sinistre_clore
from tests.aides import code_et_champ
from tests.sinistres.dossiers import LE, actions, declarer, inchange, ouvrir, requalifier

TABLES = (Arret, Certificat, Reprise, Evenement)


def jour(mois: int, quantieme: int) -> date:
    return date(2024, mois, quantieme)


INITIAL = (jour(3, 1), jour(3, 10))


@pytest.fixture
def dossier(agent):
    return ouvrir(agent, INITIAL)


def ajouter(dossier, debut, fin, **options):
    return certificat_ajouter(sinistre=dossier, debut=debut, fin=fin, le=LE, **options)


def histoire(dossier):
    """Les arrêts du dossier : rang, type et certificats valides."""
    return [
        (
            a.rang,
            a.type,
            [
                (c.type, c.debut, c.fin)
                for c in a.certificats.filter(annule_le__isnull=True).order_by("debut")
            ],
        )
        for a in dossier.arrets.order_by("rang")
    ]


def refus(acte, **parametres):
    with inchange(*TABLES):
        return code_et_champ(acte, **parametres)


# ---------------------------------------------------------------- prolongation et rechute


def test_prolongation_contigue(dossier):
    ajoute = ajouter(dossier, jour(3, 11), jour(3, 20))
    assert ajoute.recu_le == LE
    assert histoire(dossier) == [
        (1, "INITIAL", [("INITIAL", *INITIAL), ("PROLONGATION", jour(3, 11), jour(3, 20))])
    ]
    assert actions(dossier)[-1] == "certificat"


def test_rechute_apres_un_jour_de_reprise(dossier):
    ajouter(dossier, jour(3, 12), jour(3, 20))
    assert histoire(dossier) == [
        (1, "INITIAL", [("INITIAL", *INITIAL)]),
        (2, "RECHUTE", [("INITIAL", jour(3, 12), jour(3, 20))]),
    ]


def test_certificat_retrouve_entre_deux(dossier):
    """Le deuxième certificat arrive après le troisième : ce n'était pas une rechute."""
    ajouter(dossier, jour(3, 16), jour(3, 20))
    reprise_enregistrer(sinistre=dossier, effective_le=jour(3, 21), le=LE)
    ajouter(dossier, jour(3, 11), jour(3, 15))
    assert histoire(dossier) == [
        (
            1,
            "INITIAL",
            [
                ("INITIAL", *INITIAL),
                ("PROLONGATION", jour(3, 11), jour(3, 15)),
                ("PROLONGATION", jour(3, 16), jour(3, 20)),
            ],
        )
    ]
    assert dossier.arrets.get().reprise.effective_le == jour(3, 21)
    (arret,) = {a.arret_id for a in absences_de(du=jour(1, 1), au=jour(12, 31))}
    assert arret == dossier.arrets.get().pk
    ajouter(dossier, jour(4, 1), jour(4, 5))  # le rang d'un arrêt disparu n'est pas repris
    assert [a.rang for a in dossier.arrets.all()] == [1, 2]
    reprise_enregistrer(sinistre=dossier, effective_le=jour(4, 6), le=LE)
    assert sinistre_clore(sinistre=dossier, le=LE).etat == "CLOS"


def test_certificat_anterieur_contigu(agent):
    dossier = declarer(agent, INITIAL, survenance=jour(2, 20))
    ajouter(dossier, jour(2, 20), jour(2, 29))
    assert len(histoire(dossier)) == 1


def test_prolongation_apres_une_reprise_saisie(dossier):
    reprise_enregistrer(sinistre=dossier, effective_le=jour(3, 11), le=LE)
    prolongation = {"sinistre": dossier, "debut": jour(3, 11), "fin": jour(3, 15), "le": LE}
    assert refus(certificat_ajouter, **prolongation) == ("reprise-saisie", "debut")
    reprise_annuler(reprise=dossier.arrets.get().reprise, motif="Agent toujours absent", le=LE)
    certificat_ajouter(**prolongation)
    assert actions(dossier)[-3:] == ["reprise", "reprise-annulee", "certificat"]


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        (jour(3, 20), jour(3, 11), ("dates-inversees", "fin")),
        (jour(2, 20), jour(2, 22), ("incoherent", "debut")),
        (jour(3, 10), jour(3, 20), ("chevauchement", "debut")),
        (jour(3, 11), date(2044, 3, 20), ("hors-bornes", "fin")),
    ],
)
def test_certificat_refuse(dossier, debut, fin, attendu):
    assert refus(certificat_ajouter, sinistre=dossier, debut=debut, fin=fin, le=LE) == attendu


def test_chevauchement_avec_un_autre_dossier_du_meme_agent(dossier, agent):
    declarer(agent, (jour(4, 1), jour(4, 10)), motif="CITIS_AS")
    prolongation = {"sinistre": dossier, "debut": jour(3, 11), "fin": jour(4, 1), "le": LE}
    assert refus(certificat_ajouter, **prolongation) == ("chevauchement", "debut")


# ---------------------------------------------------------------- temps partiel thérapeutique


@pytest.fixture
def temps_partiel(agent):
    certificat = CertificatSaisi(*INITIAL, quotite_travail=Decimal("50"))
    return ouvrir(agent, INITIAL, motif="TPT", certificats=[certificat])


@pytest.mark.parametrize(
    ("quotite", "code"),
    [(None, "champ-manquant"), (Decimal("0"), "hors-bornes"), (Decimal("100"), "hors-bornes")],
)
def test_temps_partiel_sans_quotite_juste(temps_partiel, quotite, code):
    suite = {"sinistre": temps_partiel, "debut": jour(3, 11), "fin": jour(3, 20), "le": LE}
    assert refus(certificat_ajouter, **suite, quotite_travail=quotite) == (code, "quotite_travail")


def test_temps_partiel_requalifie_garde_ses_quotites(temps_partiel):
    """Le calcul compare avant et après : il veut la quotité de tout jour qui fut en temps partiel."""
    requalifier(temps_partiel, "CMO")
    suite = {"sinistre": temps_partiel, "debut": jour(3, 11), "fin": jour(3, 20), "le": LE}
    assert refus(certificat_ajouter, **suite) == ("champ-manquant", "quotite_travail")
    certificat_ajouter(**suite, quotite_travail=Decimal("80"))


# ---------------------------------------------------------------- annulation


def test_certificat_annule_reste_visible_et_ne_compte_plus(dossier, agent):
    certificat = Certificat.objects.get()
    annule = certificat_annuler(certificat=certificat, motif="Saisi deux fois", le=LE)
    assert (annule.annule_le, annule.annule_motif) == (LE, "Saisi deux fois")
    assert absences_de(du=jour(1, 1), au=jour(12, 31)) == []
    declarer(agent, INITIAL, motif="CITIS_AS")  # ses jours sont de nouveau libres


def test_certificat_annule_puis_ressaisi_reste_l_initial(dossier):
    certificat_annuler(certificat=Certificat.objects.get(), motif="Mauvais dernier jour", le=LE)
    ajouter(dossier, jour(3, 1), jour(3, 12))
    assert histoire(dossier) == [(1, "INITIAL", [("INITIAL", jour(3, 1), jour(3, 12))])]


def test_annulations_refusees(dossier):
    certificat = Certificat.objects.get()
    assert refus(certificat_annuler, certificat=certificat, motif="  ", le=LE) == ("champ-manquant", "motif")
    assert refus(certificat_annuler, certificat=certificat, motif="x" * 201, le=LE) == (
        "hors-bornes",
        "motif",
    )
    certificat_annuler(certificat=certificat, motif="Erreur", le=LE)
    assert refus(certificat_annuler, certificat=certificat, motif="Erreur", le=LE) == ("deja-annule", "")


def test_rien_ne_bouge_dans_un_dossier_clos(dossier):
    reprise_enregistrer(sinistre=dossier, effective_le=jour(3, 11), le=LE)
    certificat = Certificat.objects.get()
    sinistre_clore(sinistre=dossier, le=LE)
    ferme = ("dossier-ferme", "")
    assert refus(certificat_annuler, certificat=certificat, motif="Erreur", le=LE) == ferme
    assert refus(reprise_annuler, reprise=Reprise.objects.get(), motif="Erreur", le=LE) == ferme
    assert refus(reprise_enregistrer, sinistre=dossier, effective_le=jour(3, 12), le=LE) == ferme
    suite = {"debut": jour(3, 20), "fin": jour(3, 21)}
    assert refus(certificat_ajouter, sinistre=dossier, **suite, le=LE) == ferme


# ---------------------------------------------------------------- reprise


def test_reprise(dossier, gestionnaire):
    reprise = reprise_enregistrer(sinistre=dossier, effective_le=jour(3, 11), le=LE)
    assert reprise.saisi_par == gestionnaire
    assert actions(dossier)[-1] == "reprise"


@pytest.mark.parametrize(
    ("effective_le", "code"),
    [(date(2026, 6, 16), "date-future"), (jour(3, 10), "incoherent"), (jour(2, 1), "incoherent")],
)
def test_reprise_refusee(dossier, effective_le, code):
    assert refus(reprise_enregistrer, sinistre=dossier, effective_le=effective_le, le=LE) == (
        code,
        "effective_le",
    )


def test_reprise_en_double_ou_sans_arret(dossier):
    reprise_enregistrer(sinistre=dossier, effective_le=jour(3, 11), le=LE)
    assert refus(reprise_enregistrer, sinistre=dossier, effective_le=jour(3, 12), le=LE) == (
        "deja-saisie",
        "effective_le",
    )


def test_reprise_sans_arret(dossier):
    certificat_annuler(certificat=Certificat.objects.get(), motif="Erreur", le=LE)
    assert refus(reprise_enregistrer, sinistre=dossier, effective_le=jour(3, 12), le=LE) == ("sans-arret", "")


def test_la_reprise_du_premier_arret_se_saisit_apres_la_rechute(dossier):
    """Sans elle le dossier ne pourrait plus jamais se clore."""
    ajouter(dossier, jour(3, 20), jour(3, 25))
    assert code_et_champ(sinistre_clore, sinistre=dossier, le=LE) == ("sans-reprise", "")
    reprise_enregistrer(sinistre=dossier, effective_le=jour(3, 26), le=LE)
    assert code_et_champ(sinistre_clore, sinistre=dossier, le=LE) == ("sans-reprise", "")
    assert refus(reprise_enregistrer, sinistre=dossier, effective_le=jour(3, 22), le=LE) == (
        "incoherent",
        "effective_le",
    )
    reprise_enregistrer(sinistre=dossier, effective_le=jour(3, 11), le=LE)
    assert {r.arret.rang: r.effective_le for r in Reprise.objects.all()} == {
        1: jour(3, 11),
        2: jour(3, 26),
    }
    assert sinistre_clore(sinistre=dossier, le=LE).etat == "CLOS"


def test_un_arret_entierement_annule_n_empeche_pas_de_clore(dossier):
    rechute = ajouter(dossier, jour(3, 20), jour(3, 25))
    certificat_annuler(certificat=rechute, motif="Autre agent", le=LE)
    reprise_enregistrer(sinistre=dossier, effective_le=jour(3, 11), le=LE)
    assert sinistre_clore(sinistre=dossier, le=LE).etat == "CLOS"
