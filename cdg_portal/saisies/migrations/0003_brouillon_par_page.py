"""Un brouillon par page ouverte : deux onglets du même formulaire ne s'écrasent plus."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("perimetres", "0009_perimetres_haches"),
        ("saisies", "0002_cloisonnement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="saisiegardee",
            name="saisie_gardee_unique",
        ),
        migrations.AddIndex(
            model_name="saisiegardee",
            index=models.Index(fields=["collectivite", "auteur", "formulaire"], name="saisie_gardee_page"),
        ),
    ]
