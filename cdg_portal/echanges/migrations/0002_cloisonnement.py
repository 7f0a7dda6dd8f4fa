"""Cloisonnement des tables du modèle complet : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import Cloisonner


class Migration(migrations.Migration):
    """Seconde couche de echanges."""

    dependencies = [
        ("echanges", "0001_modele_complet"),
        ("perimetres", "0002_cloisonnement"),
    ]
    operations = [
        Cloisonner("CleIdempotence"),
    ]
