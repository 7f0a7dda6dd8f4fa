"""Cloisonnement des tables du modèle complet : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import CleComposee, Cloisonner, Immuable


class Migration(migrations.Migration):
    """Seconde couche de prevoyance."""

    dependencies = [
        ("prevoyance", "0001_modele_complet"),
        ("perimetres", "0002_cloisonnement"),
        ("adhesions", "0003_cloisonnement"),
    ]
    operations = [
        Cloisonner("AdhesionAgent"),
        Cloisonner("AdhesionAgentEvenement", cle=False),
        Cloisonner("CotisationAgent"),
        Cloisonner("Prestation"),
        CleComposee("AdhesionAgent", "agent", "adhesions.Agent"),
        CleComposee("CotisationAgent", "adhesion", "prevoyance.AdhesionAgent"),
        CleComposee("CotisationAgent", "remplace", "prevoyance.CotisationAgent"),
        CleComposee("Prestation", "adhesion", "prevoyance.AdhesionAgent"),
        CleComposee("Prestation", "remplace", "prevoyance.Prestation"),
        Immuable("CotisationAgent"),
        Immuable("Prestation"),
    ]
