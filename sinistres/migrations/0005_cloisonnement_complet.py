"""Cloisonnement des tables du modèle complet : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import CleComposee, Cloisonner, Immuable


class Migration(migrations.Migration):
    """Seconde couche de sinistres."""

    dependencies = [
        ("sinistres", "0004_modele_complet"),
    ]
    operations = [
        Cloisonner("Frais"),
        Cloisonner("FraisEvenement", cle=False),
        Cloisonner("AyantDroit"),
        Cloisonner("AyantDroitEvenement", cle=False),
        Cloisonner("Mission"),
        Cloisonner("MissionEvenement", cle=False),
        Cloisonner("SaisineConseil"),
        Cloisonner("SaisineConseilEvenement", cle=False),
        Cloisonner("Recours"),
        Cloisonner("RecoursEvenement", cle=False),
        Cloisonner("Creance"),
        Cloisonner("EncaissementRecours"),
        Cloisonner("Contestation"),
        Cloisonner("ContestationEvenement", cle=False),
        Cloisonner("InterruptionPrescription"),
        Cloisonner("Provision"),
        Cloisonner("IJSSRecue"),
        Cloisonner("IJSSRecueEvenement", cle=False),
        CleComposee("Frais", "sinistre", "sinistres.Sinistre"),
        CleComposee("Frais", "decompte", "sinistres.Decompte"),
        CleComposee("AyantDroit", "sinistre", "sinistres.Sinistre"),
        CleComposee("Mission", "sinistre", "sinistres.Sinistre"),
        CleComposee("Mission", "conteste", "sinistres.Mission"),
        CleComposee("SaisineConseil", "sinistre", "sinistres.Sinistre"),
        CleComposee("Recours", "sinistre", "sinistres.Sinistre"),
        CleComposee("Creance", "recours", "sinistres.Recours"),
        CleComposee("Creance", "remplace", "sinistres.Creance"),
        CleComposee("EncaissementRecours", "recours", "sinistres.Recours"),
        CleComposee("Contestation", "sinistre", "sinistres.Sinistre"),
        CleComposee("Contestation", "ecart", "sinistres.Ecart"),
        CleComposee("InterruptionPrescription", "sinistre", "sinistres.Sinistre"),
        CleComposee("Provision", "sinistre", "sinistres.Sinistre"),
        CleComposee("IJSSRecue", "sinistre", "sinistres.Sinistre"),
        CleComposee("IJSSRecue", "agent", "adhesions.Agent"),
        Immuable("Frais", quand="OLD.decompte_id IS NOT NULL"),
        Immuable("Creance"),
        Immuable("EncaissementRecours"),
        Immuable("InterruptionPrescription"),
        Immuable("Provision"),
    ]
