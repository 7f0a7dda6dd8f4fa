"""Le maillon d'un compte emprunte le périmètre de la ligne commune au réglage que lisent les politiques (perimetres 0011)."""

from django.db import migrations

# `01` : le bit de la collectivité 0, comme `{0}` en était la liste.
RECRIRE = """
DO $recrire$ BEGIN
    EXECUTE replace(replace(
        pg_get_functiondef('public.journal_enchainer_compte'::regproc), 'app.collectivites', 'app.perimetre'),
        quote_literal('{0}'), quote_literal('01'));
END $recrire$;
"""


class Migration(migrations.Migration):
    """Avec la récriture des politiques, et sans retour comme elle : l'une sans l'autre refuserait toute écriture d'un
    compte hors du rôle interne, la connexion comprise."""

    dependencies = [("journal", "0006_comptes_et_motif"), ("perimetres", "0011_perimetre_en_bits")]
    operations = [
        migrations.RunSQL(RECRIRE),
    ]
