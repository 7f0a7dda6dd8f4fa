"""Listes et recherches filtrent par opérateurs « leakproof », seuls à se servir d'un index sous une politique."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from adhesions.models import Agent
from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.echanges.services import demande_aboutie, demande_deja_aboutie, demande_reserver
from cdg_portal.perimetres.permissions import roles_de
from sinistres.selectors.dossiers import CriteresDossiers, dossiers_liste
from tests.architecture.sources import RACINE, tout_le_code
from tests.cloisonnement.matrice import CONNECTE, MATRICE, PUBLIC
from tests.cloisonnement.monde import LE

pytestmark = pytest.mark.django_db

# (opérateur, colonne) admis, et pourquoi.
EXCEPTIONS = {
    (
        "LIKE",
        "perimetres_collectivite.cle_tri",
    ): "table de quelques milliers de lignes, lue entière de toute façon",
    (">", "sinistres_decompte.solde"): "tri des envois, après le choix des lignes par collectivite_id",
}
_TEXTE = re.compile(r'"(\w+)"\."(\w+)"(?:::text)?\)*\s+(I?LIKE|~~\*?|!?~\*?|&&|@>|<@)\s', re.IGNORECASE)
_COMPARE = re.compile(r'"(\w+)"\."(\w+)"\s*(<=|>=|<>|<|>|=)\s')
RECHERCHES = (
    "",
    "?q=dup",
    "?q=12",
    "?q=SIN-2026",
    "?du=01/01/2026&au=31/12/2026",
    "?tri=-numero",
    "?presence=presents",
)


def _numeriques() -> set[tuple[str, str]]:
    return {
        (m._meta.db_table, f.column)
        for m in modeles_cloisonnes()
        for f in m._meta.concrete_fields
        if f.get_internal_type() == "DecimalField"
    }


def _conditions(sql: str) -> str:
    """Ce qui suit le premier WHERE, sous-requêtes comprises."""
    return sql.partition(" WHERE ")[2]


@pytest.fixture
def ordres():
    lus = []

    def enveloppe(executer, sql, params, many, contexte):
        lus.append(sql)
        return executer(sql, params, many, contexte)

    with connection.execute_wrapper(enveloppe):
        yield lus


# Une collectivité, plusieurs, toutes : chacun ouvre des listes que les autres n'ouvrent pas.
LECTEURS = {"secrétaire de A et B": 50, "RH_VALIDEUR": 50, "GESTIONNAIRE_CDG": 80, "CHEF_SERVICE_CDG": 80}
# Ce que l'on cherche par envoi : le texte n'entre jamais dans l'adresse.
ENVOYEES = ("accueil:recherche", "accueil:suggestions")
TAPES = ("", "quo", "Quorvalin", "12", "SIN-2026", "QUOR-1001", "commune de q")


@pytest.mark.parametrize("lecteur", LECTEURS)
def test_aucun_operateur_fuyant(robot, ordres, lecteur):
    tables = {m._meta.db_table for m in modeles_cloisonnes()}
    numeriques = _numeriques()
    robot.oublier()  # la session de l'essai précédent a été annulée avec lui
    profil = robot.monde.profils[lecteur]
    client = robot.client(profil)
    lues = 0
    for nom, ligne in MATRICE.items():
        permise = ligne.action in (CONNECTE, PUBLIC) or profil.roles & roles_de(ligne.action)
        if ligne.objets or not ligne.filtres or not permise:
            continue
        for recherche in RECHERCHES:
            for url in robot.adresses.de(nom, None):
                # Qui n'a qu'une collectivité est mené à la sienne.
                assert client.get(url + recherche).status_code in (200, 302), url
                lues += 1
    for nom in ENVOYEES:
        for tape in TAPES:
            assert client.post(reverse(nom), {"q": tape}).status_code in (200, 302), (nom, tape)
    assert lues > LECTEURS[lecteur]
    trouves = set()
    for sql in ordres:
        for table, colonne, operateur in _TEXTE.findall(_conditions(sql)):
            trouves.add((operateur.upper(), _vraie(sql, table, tables), colonne))
        for table, colonne, operateur in _COMPARE.findall(_conditions(sql)):
            if (_vraie(sql, table, tables), colonne) in numeriques:
                trouves.add((operateur, _vraie(sql, table, tables), colonne))
    fuyants = {(o, f"{t}.{c}") for o, t, c in trouves if t in tables}
    assert fuyants <= set(EXCEPTIONS), fuyants - set(EXCEPTIONS)


def _vraie(sql: str, alias: str, tables: set[str]) -> str:
    """La table d'un alias de sous-requête (« U0 »)."""
    trouve = re.search(rf'"(\w+)" {alias}\b', sql)
    return alias if alias in tables or not trouve else trouve[1]


def _plan(requete) -> str:
    """Le plan, les parcours entiers écartés : ce qui reste sans index ne peut pas en employer."""
    with connection.cursor() as c:
        c.execute("SET LOCAL enable_seqscan = off")
    return requete.explain()


def test_la_recherche_de_la_liste_principale_se_sert_d_un_index(robot):
    with perimetre(robot.monde.locataires["A"].perimetre):
        plan = _plan(dossiers_liste(CriteresDossiers(recherche="dup"), aujourdhui=LE))
        numero = _plan(dossiers_liste(CriteresDossiers(recherche="12"), aujourdhui=LE))
    assert re.search(r"Index Cond: .*collectivite_id", plan), plan
    assert "Index Cond" in numero
    assert "~~" not in numero, numero  # une égalité, jamais LIKE


def test_commence_par_atteint_l_index_que_like_n_atteint_pas(robot):
    """La raison d'être de `commence_par` : sous une politique, LIKE n'est jamais une condition d'index."""
    with perimetre(robot.monde.locataires["A"].perimetre):
        juste = _plan(Agent.base.filter(cle_tri__commence_par="dup"))
        fuyant = _plan(Agent.base.filter(cle_tri__startswith="dup"))
    assert re.search(r"Index Cond: .*cle_tri.* ~>=~", juste), juste
    assert not re.search(r"Index Cond: .*cle_tri", fuyant), fuyant


# Recherche de texte que le code écrit encore par LIKE, et pourquoi elle ne coûte rien.
LIKE_ADMIS = {
    "adhesions/selectors/contrats.py": "le contrat est une table sans collectivité, de quelques lignes",
    "cdg_portal/perimetres/selectors/acces.py": "le compte est une table sans collectivité",
    "cdg_portal/perimetres/selectors/collectivites.py": "un mot du nom d'une collectivité (voir `nom_commence`)",
    "cdg_portal/perimetres/models.py": "contrainte de forme du SIRET, non une lecture",
}
_LIKE = re.compile(r"\w__(i?(startswith|contains|endswith|regex)|iexact)\b")


def test_aucun_like_hors_des_lieux_declares():
    """Ce qu'aucune liste ne parcourt (une clé d'envoi relue au moment d'écrire) se voit dans le code."""
    trouves = {
        str(f.relative_to(RACINE)) for f in tout_le_code() if _LIKE.search(f.read_text(encoding="utf-8"))
    }
    assert trouves == set(LIKE_ADMIS)


def test_une_cle_d_envoi_se_cherche_sans_like(robot, ordres):
    a = robot.monde.locataires["A"]
    with perimetre(a.perimetre):
        reservation = demande_reserver(
            collectivite=a.collectivite,
            emetteur=a.rh.uid,
            cle="ab:1",
            empreinte="0" * 64,
            maintenant=timezone.now(),
        )
        assert not demande_deja_aboutie(emetteur=a.rh.uid, prefixe="ab:")
        demande_aboutie(reservation=reservation, adresse="/")
        assert demande_deja_aboutie(emetteur=a.rh.uid, prefixe="ab:")
        assert not demande_deja_aboutie(emetteur=a.rh.uid, prefixe="a:")
        assert not demande_deja_aboutie(emetteur=robot.monde.locataires["B"].rh.uid, prefixe="ab:")
    assert not [sql for sql in ordres if "echanges_cleidempotence" in sql and "LIKE" in sql.upper()]
