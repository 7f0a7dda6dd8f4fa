"""La chaîne : chaque ligne écrite a son maillon, le scellement n'oublie rien, toute retouche se voit."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cdg_portal.journal.models import Effacement, Feuille, Maillon, Scellement
from cdg_portal.journal.selectors.declencheurs import sans_declencheur
from cdg_portal.journal.selectors.etat import etat_du_scellement
from cdg_portal.journal.selectors.tables import tables_chainees
from cdg_portal.journal.selectors.verification import verifier
from cdg_portal.journal.services.scellement import sceller, sceller_tout
from tests.cloisonnement.conftest import refuse
from tests.fabriques import AgentFactory


def _verifier(**gardees):
    return verifier(gardees=gardees, maintenant=timezone.now())


def test_toutes_les_tables_en_ajout_seul_sont_chainees(db):
    with connection.cursor() as c:
        assert sans_declencheur(c) == set()
    noms = {t.nom for t in tables_chainees()}
    assert {"journal_evenement", "journal_acces", "sinistres_decompte", "sinistres_sinistreevenement"} <= noms


def test_une_ecriture_donne_un_maillon_puis_un_scellement_verifiable(cdg):
    agent = AgentFactory()
    maillons = Maillon.objects.filter(source="adhesions_agentevenement", collectivite=agent.collectivite)
    assert maillons.count() == 1
    assert maillons.get().role == "cdg_app"
    (scelle,) = sceller_tout(maintenant=timezone.now())
    assert scelle.nombre == Maillon.objects.count() == Feuille.objects.count()
    bilan = _verifier()
    assert bilan.ruptures == []
    assert (bilan.maillons, bilan.racine) == (scelle.nombre, bytes(scelle.racine).hex())
    assert sceller(maintenant=timezone.now()) is None
    assert Scellement.objects.count() == 1


@pytest.mark.parametrize("limite", [1, 2, 3])
def test_un_lot_plein_n_oublie_pas_le_reste(cdg, limite):
    AgentFactory()
    while sceller(maintenant=timezone.now(), limite=limite):
        pass
    assert Maillon.objects.count() == Feuille.objects.count() > limite
    assert _verifier().ruptures == []


CDG = Perimetre(cdg=True)


@pytest.mark.django_db(transaction=True)
def test_deux_transactions_croisees_rien_n_est_oublie():
    """La première prend ses numéros, la seconde finit avant elle : le scellement entre les deux ne perd rien."""
    with perimetre(CDG):
        agent = AgentFactory()
    sceller_tout(maintenant=timezone.now())
    ecrit, finir = threading.Event(), threading.Event()

    def lente():
        try:
            with perimetre(CDG):
                agent.nom = "Lente"
                agent.save()
                ecrit.set()
                finir.wait(20)
        finally:
            connection.close()

    fil = threading.Thread(target=lente)
    fil.start()
    ecrit.wait(20)
    with perimetre(CDG):
        AgentFactory(collectivite=agent.collectivite)
    (entre,) = sceller_tout(maintenant=timezone.now())
    finir.set()
    fil.join()
    (apres,) = sceller_tout(maintenant=timezone.now())
    assert apres.premier < entre.dernier  # le numéro pris d'abord est scellé ensuite
    with perimetre(CDG):
        assert Maillon.objects.count() == Feuille.objects.count()
        assert _verifier().ruptures == []


@pytest.mark.django_db(transaction=True)
def test_deux_scelleurs_ne_se_genent_pas():
    with perimetre(CDG):
        AgentFactory()
    faits = []

    def sceller_aussi():
        try:
            faits.extend(sceller_tout(maintenant=timezone.now()))
        finally:
            connection.close()

    fils = [threading.Thread(target=sceller_aussi) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(faits) == 1
    with perimetre(CDG):
        assert _verifier().ruptures == []


def test_une_base_restauree_ailleurs_scelle_encore(cdg):
    """Là, les numéros de transaction repartent de bas : un horizon trop grand fait tout relire."""
    AgentFactory()
    sceller_tout(maintenant=timezone.now())
    with connection.cursor() as c:
        c.execute(
            "INSERT INTO journal_scellement SELECT n + 1, instant, premier, dernier, nombre, 1::bigint << 60,"
            " arbre, racine, racine, hmac FROM journal_scellement"
        )
    AgentFactory()
    (scelle,) = sceller_tout(maintenant=timezone.now())
    assert scelle.n == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("table", "ordre", "dit"),
    [
        ("adhesions_agentevenement", "UPDATE {t} SET nom = 'Autre'", "la ligne a été modifiée après coup"),
        ("adhesions_agentevenement", "DELETE FROM {t}", "la ligne a été supprimée"),
        ("journal_maillon", "DELETE FROM {t} WHERE source = 'adhesions_agentevenement'", "supprimé après"),
        ("journal_maillon", "UPDATE {t} SET instant = instant - interval '1 day'", "modifié ou échangé"),
        ("journal_feuille", "UPDATE {t} SET rang = rang + 10", "n'est pas à son rang"),
        ("journal_scellement", "UPDATE {t} SET racine = arbre", "sa racine ne correspond plus"),
        ("journal_scellement", "DELETE FROM {t}", "n'existe plus"),
    ],
)
def test_la_commande_nomme_ce_qui_est_rompu(table, ordre, dit):
    with perimetre(CDG):
        AgentFactory()
    (scelle,) = sceller_tout(maintenant=timezone.now())
    gardee = f"--racine={scelle}"
    call_command("verifier_journal", gardee, stdout=StringIO())
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        c.execute(ordre.format(t=table))
        c.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    with pytest.raises(CommandError, match="Première rupture") as rompue:
        call_command("verifier_journal", gardee, stdout=StringIO())
    assert dit in str(rompue.value)
    assert rompue.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_un_declencheur_coupe_et_une_ligne_sans_maillon_se_voient():
    with perimetre(CDG):
        agent = AgentFactory()
    sceller_tout(maintenant=timezone.now())
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute("ALTER TABLE adhesions_agentevenement DISABLE TRIGGER journal_maillon")
    with perimetre(CDG):
        agent.nom = "En douce"
        agent.save()
        phrases = " ".join(r.phrase for r in _verifier().ruptures)
    assert "n'a plus son déclencheur" in phrases
    assert "ligne ajoutée sans maillon" in phrases
    call_command("migrate", verbosity=0)
    with connection.cursor() as c:
        assert sans_declencheur(c) == set()
    with perimetre(CDG):  # reposer le déclencheur ne blanchit pas la ligne écrite sans lui
        assert any("ligne ajoutée sans maillon" in r.phrase for r in _verifier().ruptures)


@pytest.mark.parametrize("numero", ["²", "٣", "1" * 30, "", "-1"])
def test_un_numero_de_scellement_qui_n_en_est_pas_un_est_refuse(db, numero):
    with pytest.raises(CommandError, match="Racine illisible"):
        call_command("verifier_journal", f"--racine={numero}:{'a' * 64}")


def test_un_fichier_de_racines_qui_n_est_pas_du_texte_est_refuse(db, tmp_path):
    fichier = tmp_path / "racines.txt"
    fichier.write_bytes(b"# du mois\n\xff\xfe")
    with pytest.raises(CommandError, match=r"pas un texte en UTF-8 \(octet 11\)"):
        call_command("verifier_journal", f"--fichier={fichier}")


def test_une_racine_illisible_ou_un_scellement_en_retard_se_disent(cdg):
    with pytest.raises(CommandError, match="Racine illisible"):
        call_command("verifier_journal", "--racine=12:abc")
    with pytest.raises(CommandError, match="Rien n'est encore scellé"):
        call_command("racine_du_journal")
    AgentFactory()
    tard = timezone.now() + timedelta(hours=1)
    assert etat_du_scellement(maintenant=tard).en_retard
    assert "jamais scellé" in verifier(gardees={}, maintenant=tard).ruptures[0].phrase
    sceller_tout(maintenant=timezone.now())
    assert not etat_du_scellement(maintenant=tard).en_retard


def test_la_racine_part_au_delegue(cdg, settings, mailoutbox):
    AgentFactory()
    (scelle,) = sceller_tout(maintenant=timezone.now())
    sortie = StringIO()
    with pytest.raises(CommandError, match="DPO_COURRIEL"):
        call_command("racine_du_journal", "--envoyer", stdout=sortie)
    settings.DPO_COURRIEL = "dpo@exemple.fr"
    call_command("racine_du_journal", "--envoyer", stdout=sortie)
    assert sortie.getvalue().strip() == str(scelle)
    assert str(scelle) in mailoutbox[0].body
    assert mailoutbox[0].to == ["dpo@exemple.fr"]


def test_le_hmac_se_verifie_avec_la_cle(cdg, settings):
    settings.CLE_DE_SCELLEMENT = "clé de l'essai"
    AgentFactory()
    sceller_tout(maintenant=timezone.now())
    assert _verifier().ruptures == []
    settings.CLE_DE_SCELLEMENT = "autre clé"
    assert "HMAC" in _verifier().ruptures[0].phrase


@pytest.mark.django_db(transaction=True)
def test_effacer_garde_la_chaine_et_se_voit():
    with perimetre(CDG):
        agent = AgentFactory(nom="À-Oublier")
    sceller_tout(maintenant=timezone.now())
    commande = ["effacer_du_journal", "adhesions.AgentEvenement", f"--objet={agent.pk}", "--champ=nom"]
    with pytest.raises(CommandError, match="Dites pourquoi"):
        call_command(*commande, "--motif= ")
    call_command(*commande, "--motif=Demande 2026-12", stdout=StringIO())
    sceller_tout(maintenant=timezone.now())
    with perimetre(CDG):
        assert agent.evenements.get().nom == "effacé"
        effacement = Effacement.objects.get()
        assert Maillon.objects.get(pk=effacement.maillon_id).sel is None
        bilan = _verifier()
        assert (bilan.ruptures, len(bilan.effacements)) == ([], 1)
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute("UPDATE adhesions_agentevenement SET nom = 'Retouché'")
    with perimetre(CDG):
        assert "retouché après un effacement" in _verifier().ruptures[0].phrase


@pytest.mark.django_db(transaction=True)
def test_une_colonne_ajoutee_ne_rompt_rien():
    with perimetre(CDG):
        AgentFactory()
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute("ALTER TABLE adhesions_agentevenement ADD COLUMN essai text NOT NULL DEFAULT 'x'")
    try:
        with perimetre(CDG):
            assert _verifier().ruptures == []
    finally:
        with commande_de_proprietaire(), connection.cursor() as c:
            c.execute("ALTER TABLE adhesions_agentevenement DROP COLUMN essai")


@pytest.mark.django_db(transaction=True)
def test_le_texte_d_une_ligne_ne_depend_pas_des_reglages_du_client():
    with perimetre(CDG):
        agent = AgentFactory()
        with connection.cursor() as c:
            c.execute("SET LOCAL TimeZone = 'Asia/Tokyo'")
            c.execute("SET LOCAL DateStyle = 'German, DMY'")
            c.execute("UPDATE adhesions_agent SET nom = 'Tokyo' WHERE id = %s", [agent.pk])
            c.execute("SELECT current_setting('TimeZone')")
            assert c.fetchone() == ("Asia/Tokyo",)
    with perimetre(CDG):
        assert _verifier().ruptures == []


@pytest.mark.parametrize("modele", [Maillon, Feuille, Scellement, Effacement])
def test_l_application_ne_peut_ni_modifier_ni_effacer_la_chaine(cdg, modele):
    for ordre in ("UPDATE {t} SET {c} = {c}", "DELETE FROM {t}", "TRUNCATE {t}"):
        sql = ordre.format(t=modele._meta.db_table, c=modele._meta.pk.column)
        with refuse(ProgrammingError, "42501"), connection.cursor() as c:
            c.execute(sql)
