"""Cloisonnement dès la première migration : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import Cloisonner, LisibleParSonTitulaire


class Migration(migrations.Migration):
    """Seconde couche de perimetres."""

    dependencies = [("perimetres", "0001_initial")]
    operations = [
        Cloisonner("Collectivite", colonne="id"),
        Cloisonner("Siret"),
        Cloisonner("Habilitation"),
        Cloisonner("HabilitationEvenement", cle=False),
        LisibleParSonTitulaire("Habilitation", "compte_id"),
    ]
