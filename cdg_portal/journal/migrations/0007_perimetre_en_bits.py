"""Le maillon d'un compte emprunte le périmètre de la ligne commune au réglage que lisent les politiques (perimetres 0011)."""

from django.db import migrations

# `01` : le bit de la collectivité 0, comme `{0}` en était la liste.
RECRIRE = """
DO $recrire$ BEGIN
    EXECUTE replace(replace(
        pg_get_functiondef('public.journal_enchainer_compte'::regproc), '{avant}', '{apres}'),
        quote_literal('{liste_avant}'), quote_literal('{liste_apres}'));
END $recrire$;
"""


def recrire(avant: str, apres: str, liste_avant: str, liste_apres: str) -> str:
    """La même fonction, un autre réglage."""
    return RECRIRE.format(avant=avant, apres=apres, liste_avant=liste_avant, liste_apres=liste_apres)


class Migration(migrations.Migration):
    """Avec la récriture des politiques : l'une sans l'autre refuserait toute écriture d'un compte."""

    dependencies = [("journal", "0006_comptes_et_motif"), ("perimetres", "0011_perimetre_en_bits")]
    operations = [
        migrations.RunSQL(
            recrire("app.collectivites", "app.perimetre", "{0}", "01"),
            recrire("app.perimetre", "app.collectivites", "01", "{0}"),
        ),
    ]
