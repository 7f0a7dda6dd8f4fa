"""L'historique des comptes a son maillon ; le motif d'un accès, seul texte libre de sa table, peut s'effacer."""

from typing import Any

from django.db import migrations

from cdg_portal.cloisonnement.operations import Immuable

# Un compte s'écrit aussi sans périmètre (connexion, invitation) ou chez soi : la ligne commune, collectivité 0, que la
# politique réserve au Centre de gestion, est admise le temps de cet ordre. Les réglages de forme tiennent à la
# fonction : ces écritures sont rares, leur coût ne compte pas.
ENCHAINER_COMPTE = """
CREATE FUNCTION journal_enchainer_compte() RETURNS trigger LANGUAGE plpgsql
SET "TimeZone" = 'UTC' SET "DateStyle" = 'ISO, YMD' SET "IntervalStyle" = 'postgres' SET bytea_output = 'hex'
SET extra_float_digits = '1' AS $$
DECLARE
    grain uuid := gen_random_uuid();
    avant text := current_setting('app.collectivites', true);
BEGIN
    PERFORM set_config('app.collectivites', '{0}', true);
    INSERT INTO public.journal_maillon
        (instant, collectivite_id, source, source_id, colonnes, transaction, role, sel, empreinte)
    VALUES (
        clock_timestamp(), 0, TG_TABLE_NAME, NEW.pgh_id,
        (SELECT count(*) FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped),
        pg_current_xact_id()::text::bigint, session_user, grain,
        sha256(uuid_send(grain) || convert_to(NEW::text, 'UTF8'))
    );
    PERFORM set_config('app.collectivites', coalesce(avant, ''), true);
    RETURN NULL;
END $$;
"""


class Assouplir(Immuable):
    """Repose une immutabilité déjà là, en laissant changer ces colonnes ; au retour, plus aucune."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Ôte, puis repose."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Comme avant."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        Immuable(self.modele).database_forwards(app_label, schema_editor, from_state, from_state)


class Migration(migrations.Migration):
    """L'application n'a pas le droit de modifier un accès : seul le propriétaire en efface le motif."""

    dependencies = [("journal", "0005_signature_et_empreinte")]
    operations = [
        Assouplir("Acces", sauf=("motif",)),
        migrations.RunSQL(ENCHAINER_COMPTE, "DROP FUNCTION journal_enchainer_compte() CASCADE"),
    ]
