"""Opérations de migration : politiques de ligne, clés composées, immutabilité. L'état de Django n'est pas touché."""

from typing import Any

from django.db.migrations.operations.base import Operation

# Le périmètre est un champ de bits (`Perimetre.bits`), décodé hors du parcours des lignes : une comparaison et un bit
# par ligne, quel que soit le nombre de collectivités. Une liste serait reparcourue à chaque ligne ; hachée, elle
# coûtait encore près de quatre fois plus (bench/resultats.md). Réglage absent, vide ou trop court : la ligne n'est pas
# visible ; illisible : erreur. Un numéro négatif en serait une aussi, pour tous : une contrainte les refuse.
POLITIQUE = """CASE WHEN {col} < (SELECT 8 * octet_length(decode(current_setting('app.perimetre', true), 'hex')))
 THEN get_bit((SELECT decode(current_setting('app.perimetre', true), 'hex')), {col}) = 1 ELSE false END"""


class _OperationSql(Operation):
    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """L'état de Django ne change pas."""

    def table(self, app_label: str, state: Any, modele: str) -> str:
        """Nom de la table d'un modèle tel que la migration le connaît."""
        return str(state.apps.get_model(app_label, modele)._meta.db_table)

    def noms(self) -> list[str]:
        """Valeurs qui distinguent l'opération."""
        return [str(a) for a in self._constructor_args[0]]  # type: ignore[attr-defined]

    def describe(self) -> str:
        """Libellé affiché par `migrate`."""
        return f"{type(self).__name__}({', '.join(self.noms())})"


class Cloisonner(_OperationSql):
    """Sécurité de ligne forcée sur la table, et unicité (collectivite_id, id), cible des clés composées."""

    def __init__(self, modele: str, colonne: str = "collectivite_id", cle: bool = True) -> None:
        self.modele, self.colonne, self.cle = modele, colonne, cle

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Pose les politiques."""
        t = self.table(app_label, to_state, self.modele)
        p = POLITIQUE.format(col=f'"{self.colonne}"')
        schema_editor.execute(f'ALTER TABLE "{t}" ENABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{t}" FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'CREATE POLICY perimetre ON "{t}" TO cdg_app USING ({p}) WITH CHECK ({p})')
        # CURRENT_USER = le propriétaire qui migre : sans politique à lui, une migration de données ne
        # modifierait aucune ligne en silence et une clé étrangère sur des lignes fautives serait acceptée.
        schema_editor.execute(
            f'CREATE POLICY interne ON "{t}" TO cdg_interne, CURRENT_USER USING (true) WITH CHECK (true)'
        )
        if self.cle and self.colonne != "id":
            schema_editor.execute(
                f'ALTER TABLE "{t}" ADD CONSTRAINT "{t}_cloison" UNIQUE ("{self.colonne}", "id")'
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Retire les politiques."""
        t = self.table(app_label, from_state, self.modele)
        if self.cle and self.colonne != "id":
            schema_editor.execute(f'ALTER TABLE "{t}" DROP CONSTRAINT "{t}_cloison"')
        for politique in ("perimetre", "interne"):
            schema_editor.execute(f'DROP POLICY {politique} ON "{t}"')
        schema_editor.execute(f'ALTER TABLE "{t}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{t}" DISABLE ROW LEVEL SECURITY')


class ReposerLesPerimetres(_OperationSql):
    """Récrit au texte courant les politiques `perimetre` déjà posées ; sans effet sur une base neuve.

    Sans retour : le texte d'avant n'est plus ici, et la version d'avant refuserait de démarrer avec celui-ci.
    """

    reversible = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Une table porte sa collectivité, ou en est une."""
        with schema_editor.connection.cursor() as curseur:
            curseur.execute(
                "SELECT relname, EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid"
                " AND a.attname = 'collectivite_id' AND NOT a.attisdropped)"
                " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
                " WHERE p.polname = 'perimetre' AND c.relnamespace = 'public'::regnamespace"
            )
            tables = curseur.fetchall()
        for table, porte_la_cle in tables:
            p = POLITIQUE.format(col='"collectivite_id"' if porte_la_cle else '"id"')
            schema_editor.execute(f'ALTER POLICY perimetre ON "{table}" USING ({p}) WITH CHECK ({p})')


class LisibleParSonTitulaire(_OperationSql):
    """Seconde politique de lecture : ses propres lignes, avant que le périmètre ne soit connu (habilitations)."""

    def __init__(self, modele: str, colonne: str) -> None:
        self.modele, self.colonne = modele, colonne

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Pose la politique."""
        t = self.table(app_label, to_state, self.modele)
        schema_editor.execute(
            f'CREATE POLICY titulaire ON "{t}" FOR SELECT TO cdg_app USING '
            f"(\"{self.colonne}\"::text = (SELECT current_setting('app.utilisateur', true)))"
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Retire la politique."""
        t = self.table(app_label, from_state, self.modele)
        schema_editor.execute(f'DROP POLICY titulaire ON "{t}"')


class CleComposee(_OperationSql):
    """Clé étrangère (collectivite_id, x_id) : un objet ne peut désigner que ceux de sa collectivité."""

    def __init__(self, modele: str, champ: str, cible: str) -> None:
        self.modele, self.champ, self.cible = modele, champ, cible

    def _nom(self, table: str) -> str:
        return f"{table}_{self.champ}_cloison"[:63]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Pose la contrainte, différée jusqu'au commit comme celles de Django."""
        t = self.table(app_label, to_state, self.modele)
        app_cible, _, modele_cible = self.cible.rpartition(".")
        c = self.table(app_cible or app_label, to_state, modele_cible)
        schema_editor.execute(
            f'ALTER TABLE "{t}" ADD CONSTRAINT "{self._nom(t)}" FOREIGN KEY ("collectivite_id", "{self.champ}_id")'
            f' REFERENCES "{c}" ("collectivite_id", "id") DEFERRABLE INITIALLY DEFERRED'
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Retire la contrainte."""
        t = self.table(app_label, from_state, self.modele)
        schema_editor.execute(f'ALTER TABLE "{t}" DROP CONSTRAINT "{self._nom(t)}"')


class ReprendreLExistant(_OperationSql):
    """Une première ligne d'historique pour chaque ligne déjà là : sa prochaine modification aura un « avant ».

    Après `Cloisonner` : c'est le propriétaire qui écrit. Le contexte la dit écrite par une commande.
    """

    def __init__(self, historique: str) -> None:
        self.historique = historique

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Les colonnes sont celles de l'historique, que la table suivie porte toutes."""
        historique = to_state.apps.get_model(app_label, self.historique)._meta
        suivie = historique.get_field("pgh_obj").related_model._meta
        colonnes = ", ".join(f'"{f.column}"' for f in historique.local_fields if f.name[:4] != "pgh_")
        schema_editor.execute(
            f'INSERT INTO "{historique.db_table}" (pgh_created_at, pgh_label, pgh_obj_id, pgh_context, {colonnes})'  # noqa: S608
            f' SELECT now(), \'insert\', id, \'{{"commande": "migrate"}}\', {colonnes} FROM "{suivie.db_table}"'
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """La table d'historique part avec ses lignes."""


class Immuable(_OperationSql):
    """Une fois émise, une ligne ne change plus ni ne disparaît : erreur nommée, même sous pgtrigger.ignore().

    `quand` : condition SQL sur OLD (par défaut toujours) ; `sauf` : colonnes qui peuvent encore changer
    (l'état d'avancement d'un appel, jamais un montant). TRUNCATE n'est accordé à personne d'autre que le propriétaire.
    """

    def __init__(self, modele: str, quand: str = "true", sauf: tuple[str, ...] = ()) -> None:
        self.modele, self.quand, self.sauf = modele, quand, tuple(sauf)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Pose les déclencheurs."""
        t = self.table(app_label, to_state, self.modele)
        nom = f"{t}_immuable"
        message = f"Ligne émise de {t} : elle ne se modifie pas, elle se remplace."
        schema_editor.execute(
            f'CREATE FUNCTION "{nom}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
            f"RAISE EXCEPTION '{message}' USING ERRCODE = '23001', CONSTRAINT = '{nom}'; END $$",
            params=None,
        )
        exclues = "".join(f" - '{c}'" for c in self.sauf)
        change = f" AND (to_jsonb(OLD){exclues}) IS DISTINCT FROM (to_jsonb(NEW){exclues})"
        schema_editor.execute(
            f'CREATE TRIGGER "{nom}_maj" BEFORE UPDATE ON "{t}" FOR EACH ROW '
            f'WHEN ({self.quand}{change}) EXECUTE FUNCTION "{nom}"()',
            params=None,
        )
        schema_editor.execute(
            f'CREATE TRIGGER "{nom}_sup" BEFORE DELETE ON "{t}" FOR EACH ROW '
            f'WHEN ({self.quand}) EXECUTE FUNCTION "{nom}"()',
            params=None,
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Retire les déclencheurs."""
        t = self.table(app_label, from_state, self.modele)
        nom = f"{t}_immuable"
        schema_editor.execute(f'DROP TRIGGER "{nom}_maj" ON "{t}"')
        schema_editor.execute(f'DROP TRIGGER "{nom}_sup" ON "{t}"')
        schema_editor.execute(f'DROP FUNCTION "{nom}"()')
