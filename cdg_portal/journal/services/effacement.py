"""Effacer légitimement le contenu d'une ligne chaînée : la chaîne reste vérifiable et dit qu'on a effacé, et pourquoi.

Mené par le propriétaire de la base seul : l'application n'a pas le droit de modifier ces tables.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction

from cdg_portal.journal.regles.effacement import signer
from cdg_portal.journal.selectors.chaine import fixer_les_formes
from cdg_portal.journal.selectors.cles import cle_courante
from cdg_portal.journal.selectors.effacements import SEPARATEUR, engagement, valeur_neutre
from cdg_portal.journal.selectors.tables import TableChainee, colonnes_de, tables_chainees
from cdg_portal.socle.erreurs import ErreurMetier

CHAMPS_MAXIMUM, MOTIF_MAXIMUM = 500, 500
FIGEE = "23001"  # levé par `cloisonnement.operations.Immuable`


@transaction.atomic
def contenu_effacer(*, modele: Any, lignes: Collection[int], champs: Collection[str], motif: str) -> int:
    """Efface ces champs de ces lignes ; rend le nombre de lignes. Le sel d'origine se perd : rien ne se devine plus.

    Chaque effacement est signé avec la clé de scellement : sans elle, personne n'en forge un qui passe la vérification.
    Lève `table-non-chainee`, `champ-inconnu`, `champ-non-effacable`, `champ-manquant`, `trop-long`, `ligne-figee`,
    `ligne-absente` ou `ligne-non-chainee`.
    """
    table = next((t for t in tables_chainees() if t.nom == modele._meta.db_table), None)
    if table is None or (table.commune and not table.de_compte):
        raise ErreurMetier(
            "table-non-chainee",
            f"{modele._meta.label} n'est pas une table chaînée qui parle de personnes : rien ne s'y efface.",
        )
    if not motif.strip():
        raise ErreurMetier("champ-manquant", "Dites pourquoi ce contenu est effacé.", champ="motif")
    dits = SEPARATEUR.join(champs)
    if len(dits) > CHAMPS_MAXIMUM or len(motif) > MOTIF_MAXIMUM:
        raise ErreurMetier(
            "trop-long",
            f"Champs et motif tiennent chacun en {MOTIF_MAXIMUM} caractères : faites-le en plusieurs fois.",
        )
    visees = list(set(lignes))
    valeurs = {champ.column: _valeur_effacee(champ) for champ in (_champ(modele, nom) for nom in champs)}
    fixer_les_formes()
    with connection.cursor() as c:
        fixes = ", ".join(f'"{colonne}" = %s' for colonne in valeurs)
        with _refus_de_la_base(modele):
            c.execute(
                f'UPDATE "{table.nom}" SET {fixes} WHERE {table.cle} = ANY(%s)',  # noqa: S608
                [*valeurs.values(), visees],
            )
        if not visees or c.rowcount != len(visees):
            raise ErreurMetier("ligne-absente", "Une de ces lignes n'existe pas : rien n'est effacé.")
        _inscrire(c, table, visees, dits, motif)
        c.execute(
            "UPDATE journal_maillon SET sel = NULL WHERE source = %s AND source_id = ANY(%s)",
            [table.nom, visees],
        )
    return len(visees)


@contextmanager
def _refus_de_la_base(modele: Any) -> Iterator[None]:
    """Ce que la base fige ou borne ne s'efface pas : le dire, plutôt que la laisser échouer."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refus:
        nom = str(modele._meta.verbose_name_plural)
        if getattr(refus.__cause__, "sqlstate", "") == FIGEE:
            raise ErreurMetier(
                "ligne-figee",
                f"Ces lignes ({nom}) sont figées par la base : ce qui est émis ne s'efface pas. Seuls s'effacent les"
                " historiques, les actes, et le motif d'un accès.",
            ) from refus
        raise ErreurMetier(
            "champ-non-effacable", f"La base refuse de vider ces champs ({nom}) : rien n'est effacé."
        ) from refus


def _inscrire(c: Any, table: TableChainee, visees: list[int], champs: str, motif: str) -> None:
    """Un effacement signé par maillon : il engage ce qui reste de la ligne."""
    c.execute(
        # Une ligne commune (comptes) n'a pas de collectivité : son effacement est gardé au Centre de gestion.
        "SELECT gen_random_uuid(), CASE m.collectivite_id WHEN 0 THEN (SELECT id FROM perimetres_collectivite"  # noqa: S608
        " WHERE est_cdg) ELSE m.collectivite_id END, m.id, now(), g.sel,"
        " sha256(uuid_send(g.sel) || convert_to(l::text, 'UTF8'))"
        f' FROM journal_maillon m JOIN "{table.nom}" l ON l.{table.cle} = m.source_id,'
        " LATERAL (SELECT gen_random_uuid() AS sel, m.id) g WHERE m.source = %s AND m.source_id = ANY(%s)",
        [table.nom, visees],
    )
    lignes = c.fetchall()
    if len(lignes) != len(visees):
        raise ErreurMetier("ligne-non-chainee", "Une de ces lignes n'a pas de maillon : rien n'est effacé.")
    colonnes, cle = len(colonnes_de(c, table.nom)), cle_courante()
    for uid, collectivite, maillon, instant, sel, empreinte in lignes:
        engage = engagement(
            uid=uid,
            maillon=maillon,
            champs=champs,
            motif=motif,
            colonnes=colonnes,
            sel=sel,
            empreinte=empreinte,
            instant=instant,
        )
        signature = signer(cle, engage)
        c.execute(
            "INSERT INTO journal_effacement (uid, cree_a, collectivite_id, maillon_id, instant, champs, motif,"
            " colonnes, sel, empreinte, signature) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                uid,
                instant,
                collectivite,
                maillon,
                instant,
                champs,
                motif,
                colonnes,
                sel,
                empreinte,
                signature,
            ],
        )


def _champ(modele: Any, nom: str) -> Any:
    champ = next((f for f in modele._meta.concrete_fields if f.name == nom), None)
    if champ is None or nom == "id" or nom.startswith("pgh_") or champ.is_relation:
        raise ErreurMetier(
            "champ-inconnu", f"« {nom} » n'est pas un champ effaçable de {modele._meta.label}."
        )
    return champ


def _valeur_effacee(champ: Any) -> Any:
    try:
        return valeur_neutre(champ)
    except LookupError as sans_valeur:
        raise ErreurMetier(
            "champ-non-effacable", f"« {champ.name} » ne peut pas s'effacer : il n'a pas de valeur neutre."
        ) from sans_valeur
