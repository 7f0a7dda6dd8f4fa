"""Cloisonnement dès la première migration : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import CleComposee, Cloisonner, Immuable


class Migration(migrations.Migration):
    """Seconde couche de adhesions."""

    dependencies = [("adhesions", "0002_initial"), ("perimetres", "0002_cloisonnement")]
    operations = [
        Cloisonner("Mandat"),
        Cloisonner("Adhesion"),
        Cloisonner("AdhesionEvenement", cle=False),
        Cloisonner("GarantieSouscrite"),
        Cloisonner("GarantieSouscriteEvenement", cle=False),
        Cloisonner("OptionAssiette"),
        Cloisonner("Notification"),
        Cloisonner("Agent"),
        Cloisonner("AgentEvenement", cle=False),
        Cloisonner("Situation"),
        Cloisonner("Remuneration"),
        Cloisonner("RemunerationEvenement", cle=False),
        Cloisonner("RapprochementPersonne"),
        Cloisonner("EffectifFige"),
        Cloisonner("LigneEffectif"),
        CleComposee("GarantieSouscrite", "adhesion", "adhesions.Adhesion"),
        CleComposee("OptionAssiette", "adhesion", "adhesions.Adhesion"),
        CleComposee("Notification", "adhesion", "adhesions.Adhesion"),
        CleComposee("Situation", "agent", "adhesions.Agent"),
        CleComposee("Remuneration", "agent", "adhesions.Agent"),
        CleComposee("EffectifFige", "adhesion", "adhesions.Adhesion"),
        CleComposee("LigneEffectif", "effectif", "adhesions.EffectifFige"),
        CleComposee("LigneEffectif", "agent", "adhesions.Agent"),
        Immuable("Notification"),
        Immuable("EffectifFige"),
        Immuable("LigneEffectif"),
    ]
