"""Un effacement se signe ; une feuille garde l'empreinte qu'elle scelle. Ce qui précède n'a ni l'une ni l'autre."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Deux colonnes ajoutées : les empreintes déjà faites ne les comptent pas."""

    dependencies = [("journal", "0004_cloisonnement_chaine")]
    operations = [
        migrations.AddField(
            model_name="effacement",
            name="signature",
            field=models.BinaryField(default=bytes, verbose_name="signature"),
        ),
        migrations.AddField(
            model_name="feuille",
            name="empreinte",
            field=models.BinaryField(default=bytes, verbose_name="empreinte scellée"),
        ),
    ]
