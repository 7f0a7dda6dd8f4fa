"""Cloisonnement des brouillons."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import Cloisonner


class Migration(migrations.Migration):
    """Seconde couche de saisies."""

    dependencies = [
        ("saisies", "0001_initial"),
        ("perimetres", "0002_cloisonnement"),
    ]
    operations = [
        Cloisonner("SaisieGardee"),
    ]
