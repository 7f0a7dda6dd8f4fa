"""Cloisonnement des tables du modèle complet : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import CleComposee, Cloisonner, Immuable


class Migration(migrations.Migration):
    """Seconde couche de prevention."""

    dependencies = [
        ("prevention", "0001_modele_complet"),
        ("perimetres", "0002_cloisonnement"),
        ("adhesions", "0003_cloisonnement"),
        ("sinistres", "0002_cloisonnement"),
    ]
    operations = [
        Cloisonner("Suivi"),
        Cloisonner("SuiviEvenement", cle=False),
        Cloisonner("PlanAction"),
        Cloisonner("PlanActionEvenement", cle=False),
        Cloisonner("Session"),
        Cloisonner("Participant"),
        Cloisonner("Indicateur"),
        CleComposee("Suivi", "agent", "adhesions.Agent"),
        CleComposee("Suivi", "sinistre", "sinistres.Sinistre"),
        CleComposee("PlanAction", "avant", "prevention.Indicateur"),
        CleComposee("PlanAction", "apres", "prevention.Indicateur"),
        CleComposee("Participant", "session", "prevention.Session"),
        CleComposee("Participant", "agent", "adhesions.Agent"),
        Immuable("Indicateur"),
    ]
