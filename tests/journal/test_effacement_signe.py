"""Un effacement forgé se voit, même par un superutilisateur qui laisse les déclencheurs en place."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cdg_portal.journal.selectors.verification import verifier
from cdg_portal.journal.services.effacement import contenu_effacer
from cdg_portal.journal.services.scellement import sceller_tout
from cdg_portal.socle.erreurs import ErreurMetier
from tests.fabriques import AgentFactory

CDG = Perimetre(cdg=True)
TABLE = "adhesions_agentevenement"
FORGER = (
    f"UPDATE {TABLE} SET nom = '{{nom}}'",  # noqa: S608
    "INSERT INTO journal_effacement (uid, cree_a, collectivite_id, maillon_id, instant, champs, motif, colonnes, sel,"  # noqa: S608
    " empreinte, signature) SELECT gen_random_uuid(), now(), m.collectivite_id, m.id, now(), 'nom', 'forgé',"
    " m.colonnes, g.s, sha256(uuid_send(g.s) || convert_to(l::text, 'UTF8')), {signature} FROM journal_maillon m"
    f" JOIN {TABLE} l ON l.pgh_id = m.source_id, LATERAL (SELECT gen_random_uuid() AS s, m.id) g"
    f" WHERE m.source = '{TABLE}'",
    f"UPDATE journal_maillon SET sel = NULL WHERE source = '{TABLE}'",  # noqa: S608
)


def _ruptures():
    with perimetre(CDG):
        return verifier(gardees={}, maintenant=timezone.now()).ruptures


@pytest.fixture
def agent(transactional_db, settings):
    settings.CLE_DE_SCELLEMENT = "clé de l'essai"
    with perimetre(CDG):
        cree = AgentFactory(nom="À-Oublier")
    sceller_tout(maintenant=timezone.now())
    return cree


def _forger(nom="effacé", signature="''::bytea", ordres=FORGER):
    with commande_de_proprietaire(), connection.cursor() as c:
        for reglage in ("TimeZone = 'UTC'", "DateStyle = 'ISO, YMD'"):
            c.execute(f"SET {reglage}")
        for ordre in ordres:
            c.execute(ordre.format(nom=nom, signature=signature))
    sceller_tout(maintenant=timezone.now())


@pytest.mark.parametrize(
    ("signature", "dit"), [("''::bytea", "il n'est pas signé"), ("sha256('x')", "sa signature est fausse")]
)
def test_un_effacement_forge_declencheurs_en_place_se_voit(agent, signature, dit):
    _forger(signature=signature)
    trouvees = _ruptures()
    assert dit in trouvees[0].phrase
    assert trouvees[0].maillon
    with pytest.raises(CommandError, match="forgé"):
        call_command("verifier_journal", stdout=StringIO())


def test_sans_cle_un_effacement_est_dit_inverifiable(agent, settings):
    _effacer(agent)
    settings.CLE_DE_SCELLEMENT = ""
    sortie = StringIO()
    call_command("verifier_journal", stdout=sortie)
    dit = sortie.getvalue()
    assert "champs nom, motif « Demande 2026-12 » (invérifiable)" in dit
    assert "Chaîne intacte, sauf 1 effacement(s) invérifiable(s)" in dit


def test_un_faux_sans_cle_garde_un_sel_ou_une_valeur(agent, settings):
    """La signature mise à part, ce qui est dit effacé doit l'être, et le sel d'origine perdu."""
    settings.CLE_DE_SCELLEMENT = ""
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute("ALTER TABLE journal_scellement DISABLE TRIGGER USER")
        c.execute("UPDATE journal_scellement SET hmac = ''")
        c.execute("ALTER TABLE journal_scellement ENABLE TRIGGER USER")
    _forger(nom="Retouché", ordres=FORGER[:2])
    phrases = " ".join(r.phrase for r in _ruptures())
    assert "un champ effacé porte une valeur" in phrases
    assert "le sel d'origine est toujours là" in phrases


def test_le_vrai_est_signe_et_liste(agent, settings):
    _effacer(agent)
    sortie = StringIO()
    call_command("verifier_journal", stdout=sortie)
    assert "champs nom, motif « Demande 2026-12 » (signé)" in sortie.getvalue()
    settings.CLE_DE_SCELLEMENT, settings.ANCIENNES_CLES_DE_SCELLEMENT = "neuve", ["clé de l'essai"]
    assert _ruptures() == []


@pytest.mark.parametrize(
    "colonne", ["motif = 'autre'", "champs = 'prenom'", "instant = instant - interval '1 day'"]
)
def test_une_signature_engage_tout_l_effacement(agent, colonne):
    _effacer(agent)
    with commande_de_proprietaire(), connection.cursor() as c:
        c.execute("ALTER TABLE journal_effacement DISABLE TRIGGER USER")
        c.execute(f"UPDATE journal_effacement SET {colonne}")  # noqa: S608
        c.execute("ALTER TABLE journal_effacement ENABLE TRIGGER USER")
    assert "sa signature est fausse" in " ".join(r.phrase for r in _ruptures())


def test_un_effacement_trop_long_se_refuse(agent):
    with commande_de_proprietaire(), pytest.raises(ErreurMetier, match="en plusieurs fois"):
        contenu_effacer(modele=agent.evenements.model, lignes=[1], champs=["nom"], motif="x" * 501)


def _effacer(agent):
    call_command(
        "effacer_du_journal", "adhesions.AgentEvenement", f"--objet={agent.pk}", "--champ=nom",
        "--motif=Demande 2026-12", stdout=StringIO(),
    )  # fmt: skip
    sceller_tout(maintenant=timezone.now())
