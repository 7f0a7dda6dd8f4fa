"""Cloisonnement dès la première migration : politiques de ligne, clés composées, immutabilité."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import CleComposee, Cloisonner, Immuable


class Migration(migrations.Migration):
    """Seconde couche de sinistres."""

    dependencies = [
        ("sinistres", "0001_initial"),
        ("perimetres", "0002_cloisonnement"),
        ("adhesions", "0003_cloisonnement"),
    ]
    operations = [
        Cloisonner("Brouillon"),
        Cloisonner("Sinistre"),
        Cloisonner("SinistreEvenement", cle=False),
        Cloisonner("Arret"),
        Cloisonner("Certificat"),
        Cloisonner("CertificatEvenement", cle=False),
        Cloisonner("Reprise"),
        Cloisonner("RepriseEvenement", cle=False),
        Cloisonner("Requalification"),
        Cloisonner("Piece"),
        Cloisonner("Decompte"),
        Cloisonner("DecompteEvenement", cle=False),
        Cloisonner("LigneDecompte"),
        Cloisonner("PeriodeIndemnisee"),
        Cloisonner("Demande"),
        Cloisonner("DemandeEvenement", cle=False),
        Cloisonner("Bordereau"),
        Cloisonner("BordereauEvenement", cle=False),
        Cloisonner("LigneBordereau"),
        Cloisonner("Reglement"),
        Cloisonner("ReglementEvenement", cle=False),
        Cloisonner("Ecart"),
        Cloisonner("AlerteDelai"),
        CleComposee("Sinistre", "agent", "adhesions.Agent"),
        CleComposee("Sinistre", "adhesion", "adhesions.Adhesion"),
        CleComposee("Sinistre", "origine", "sinistres.Sinistre"),
        CleComposee("Arret", "sinistre", "sinistres.Sinistre"),
        CleComposee("Certificat", "arret", "sinistres.Arret"),
        CleComposee("Certificat", "agent", "adhesions.Agent"),
        CleComposee("Reprise", "arret", "sinistres.Arret"),
        CleComposee("Requalification", "sinistre", "sinistres.Sinistre"),
        CleComposee("Piece", "sinistre", "sinistres.Sinistre"),
        CleComposee("Decompte", "sinistre", "sinistres.Sinistre"),
        CleComposee("Decompte", "demande", "sinistres.Demande"),
        CleComposee("Decompte", "remplace", "sinistres.Decompte"),
        CleComposee("LigneDecompte", "decompte", "sinistres.Decompte"),
        CleComposee("PeriodeIndemnisee", "agent", "adhesions.Agent"),
        CleComposee("PeriodeIndemnisee", "sinistre", "sinistres.Sinistre"),
        CleComposee("PeriodeIndemnisee", "decompte", "sinistres.Decompte"),
        CleComposee("Demande", "sinistre", "sinistres.Sinistre"),
        CleComposee("Bordereau", "adhesion", "adhesions.Adhesion"),
        CleComposee("LigneBordereau", "bordereau", "sinistres.Bordereau"),
        CleComposee("LigneBordereau", "decompte", "sinistres.Decompte"),
        CleComposee("Reglement", "decompte", "sinistres.Decompte"),
        CleComposee("Ecart", "decompte", "sinistres.Decompte"),
        CleComposee("Ecart", "reglement", "sinistres.Reglement"),
        CleComposee("AlerteDelai", "decompte", "sinistres.Decompte"),
        Immuable("Requalification"),
        Immuable("Decompte"),
        Immuable("LigneDecompte"),
        Immuable("Bordereau"),
        Immuable("LigneBordereau"),
        Immuable("Reglement"),
        Immuable("Ecart"),
    ]
