"""Cloisonnement des tables du modèle complet : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import CleComposee, Cloisonner


class Migration(migrations.Migration):
    """Seconde couche de adhesions."""

    dependencies = [
        ("adhesions", "0004_modele_complet"),
    ]
    operations = [
        Cloisonner("ContratAnterieur"),
        Cloisonner("ContratAnterieurEvenement", cle=False),
        Cloisonner("StatistiqueAnterieure"),
        CleComposee("StatistiqueAnterieure", "contrat_anterieur", "adhesions.ContratAnterieur"),
    ]
