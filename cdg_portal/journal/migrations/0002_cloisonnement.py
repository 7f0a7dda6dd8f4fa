"""Cloisonnement dès la première migration : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import Cloisonner


class Migration(migrations.Migration):
    """Seconde couche de journal."""

    dependencies = [("journal", "0001_initial"), ("perimetres", "0002_cloisonnement")]
    operations = [
        Cloisonner("Evenement"),
    ]
