"""Le motif d'un accès s'efface ; ce qui est figé se refuse en clair, jamais par une trace d'exécution."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cdg_portal.journal.models import Acces, Effacement, Maillon
from cdg_portal.journal.selectors.verification import verifier
from cdg_portal.journal.services.scellement import sceller_tout
from tests.cloisonnement.conftest import refuse
from tests.fabriques import centre_de_gestion

pytestmark = pytest.mark.django_db(transaction=True)
CDG = Perimetre(cdg=True)


@pytest.fixture
def acces(settings):
    settings.CLE_DE_SCELLEMENT = "clé de l'essai"
    with perimetre(CDG):
        garde = Acces.objects.create(
            collectivite=centre_de_gestion(),
            nature="ASSISTANCE",
            page="accueil",
            motif="Appel de Mme À-Oublier",
        )
    sceller_tout(maintenant=timezone.now())
    return garde


def _effacer(modele, ligne, champ):
    call_command(
        "effacer_du_journal", modele, f"--ligne={ligne}", f"--champ={champ}", "--motif=Demande 2026-12",
        stdout=StringIO(),
    )  # fmt: skip


def test_le_motif_d_une_assistance_s_efface_sans_rompre_la_chaine(acces):
    _effacer("journal.Acces", acces.pk, "motif")
    sceller_tout(maintenant=timezone.now())
    with perimetre(CDG):
        assert Acces.objects.get().motif == "effacé"
        assert Maillon.objects.get(source="journal_acces").sel is None
        bilan = verifier(gardees={}, maintenant=timezone.now())
        assert (bilan.ruptures, len(bilan.effacements)) == ([], 1)


def test_le_reste_d_un_acces_est_fige_meme_pour_le_proprietaire(acces):
    with pytest.raises(CommandError, match="figées par la base"):
        _effacer("journal.Acces", acces.pk, "page")
    with commande_de_proprietaire(), refuse(IntegrityError, "23001"), connection.cursor() as c:
        c.execute("UPDATE journal_acces SET motif = 'autre', statut = 200")
    with perimetre(CDG):
        assert Acces.objects.get().page == "accueil"
        assert not Effacement.objects.exists()


def test_un_effacement_ne_s_efface_pas(acces):
    _effacer("journal.Acces", acces.pk, "motif")
    with perimetre(CDG):
        (fait,) = Effacement.objects.all()
    with pytest.raises(CommandError, match="figées par la base"):
        _effacer("journal.Effacement", fait.pk, "motif")


@pytest.mark.parametrize(
    ("arguments", "dit"),
    [
        (["journal.Acces", "--objet=1"], "n'est pas un historique"),
        (["adhesions.ContratEvenement", "--ligne=1"], "rien ne s'y efface"),
        (["adhesions.Agent", "--ligne=1"], "rien ne s'y efface"),
        (["journal.Acces", "--ligne=999999"], "n'existe pas"),
    ],
)
def test_ce_qui_ne_s_efface_pas_le_dit(acces, arguments, dit):
    with pytest.raises(CommandError, match=dit):
        call_command("effacer_du_journal", *arguments, "--champ=motif" if "Acces" in arguments[0] else "--champ=nom",
                     "--motif=Demande")  # fmt: skip
