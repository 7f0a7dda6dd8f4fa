"""Les absences, matière des statistiques : chaque jour une fois, rattaché au bon arrêt."""

from datetime import date

from sinistres.models import Certificat
from sinistres.selectors.absences import absences_de
from sinistres.services.arrets import certificat_ajouter, certificat_annuler
from sinistres.services.controle import sinistre_annuler
from tests.sinistres.dossiers import LE, agent_de, declarer, ouvrir, requalifier, souscrire

MARS = (date(2024, 3, 1), date(2024, 3, 31))
AVRIL = (date(2024, 4, 1), date(2024, 4, 30))
ANNEE = {"du": date(2024, 1, 1), "au": date(2024, 12, 31)}


def test_une_prolongation_garde_le_debut_de_son_arret(agent):
    """Vue d'avril seul, l'absence sait qu'elle a commencé en mars."""
    declarer(agent, MARS, AVRIL)
    (absence,) = absences_de(du=AVRIL[0], au=AVRIL[1])
    assert (absence.debut, absence.fin, absence.debut_arret) == (*AVRIL, MARS[0])
    assert absence.agent_id == agent.pk


def test_une_rechute_est_un_autre_arret(agent):
    dossier = declarer(agent, MARS)
    certificat_ajouter(sinistre=dossier, debut=date(2024, 4, 10), fin=AVRIL[1], le=LE)
    assert len({a.arret_id for a in absences_de(**ANNEE)}) == 2
    certificat_ajouter(sinistre=dossier, debut=AVRIL[0], fin=date(2024, 4, 9), le=LE)
    assert len({a.arret_id for a in absences_de(**ANNEE)}) == 1


def test_ni_certificat_annule_ni_dossier_annule(agent):
    dossier = declarer(agent, MARS, AVRIL)
    certificat_annuler(certificat=Certificat.objects.get(debut=MARS[0]), motif="Erreur", le=LE)
    (absence,) = absences_de(**ANNEE)
    assert absence.debut_arret == AVRIL[0]
    sinistre_annuler(sinistre=dossier, motif="Doublon", le=LE)
    assert absences_de(**ANNEE) == []


def test_la_nature_est_celle_d_aujourd_hui_et_la_collectivite_borne(agent):
    requalifier(ouvrir(agent, MARS), "CITIS")
    ailleurs = agent_de(souscrire())
    declarer(ailleurs, MARS)
    assert [a.risque for a in absences_de(**ANNEE, collectivite=agent.collectivite)] == ["CITIS"]
    assert [a.agent_id for a in absences_de(**ANNEE, collectivite=ailleurs.collectivite)] == [ailleurs.pk]
    assert len(absences_de(**ANNEE)) == 2
