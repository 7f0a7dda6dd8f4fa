"""Cloisonnement dès la première migration : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import CleComposee, Cloisonner, Immuable


class Migration(migrations.Migration):
    """Seconde couche de cotisations."""

    dependencies = [
        ("cotisations", "0001_initial"),
        ("perimetres", "0002_cloisonnement"),
        ("adhesions", "0003_cloisonnement"),
    ]
    operations = [
        Cloisonner("BaseDeclaree"),
        Cloisonner("BaseDeclareeEvenement", cle=False),
        Cloisonner("Appel"),
        Cloisonner("AppelEvenement", cle=False),
        Cloisonner("LigneAppel"),
        Cloisonner("Echeance"),
        Cloisonner("Participation"),
        Cloisonner("ParticipationEvenement", cle=False),
        Cloisonner("Encaissement"),
        CleComposee("BaseDeclaree", "adhesion", "adhesions.Adhesion"),
        CleComposee("Appel", "adhesion", "adhesions.Adhesion"),
        CleComposee("Appel", "base_declaree", "cotisations.BaseDeclaree"),
        CleComposee("LigneAppel", "appel", "cotisations.Appel"),
        CleComposee("Echeance", "appel", "cotisations.Appel"),
        CleComposee("Participation", "adhesion", "adhesions.Adhesion"),
        CleComposee("Participation", "effectif", "adhesions.EffectifFige"),
        CleComposee("Encaissement", "participation", "cotisations.Participation"),
        Immuable("Appel", sauf=("etat", "verifie_le", "verifie_par_id", "valide_le", "valide_par_id")),
        Immuable("LigneAppel"),
        Immuable("Echeance"),
        Immuable("Participation"),
        Immuable("Encaissement"),
    ]
