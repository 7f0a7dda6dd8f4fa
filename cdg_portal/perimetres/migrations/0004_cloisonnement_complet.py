"""Cloisonnement des tables du modèle complet : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import Cloisonner, Immuable


class Migration(migrations.Migration):
    """Seconde couche de perimetres."""

    dependencies = [
        ("perimetres", "0003_modele_complet"),
    ]
    operations = [
        Cloisonner("Invitation"),
        Cloisonner("InvitationEvenement", cle=False),
        Immuable(
            "Invitation",
            quand="(OLD.acceptee_a IS NOT NULL OR OLD.retiree_a IS NOT NULL)",
            sauf=("email",),
        ),
    ]
