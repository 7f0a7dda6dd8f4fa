"""Cloisonnement des demandes d'accès et des délégations ; une demande décidée ne change plus."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import CleComposee, Cloisonner, Immuable, LisibleParSonTitulaire


class Migration(migrations.Migration):
    """Seconde couche de perimetres."""

    dependencies = [("perimetres", "0005_acces")]
    operations = [
        CleComposee("Habilitation", "source", "perimetres.Habilitation"),
        Cloisonner("DemandeAcces"),
        Cloisonner("DemandeAccesEvenement", cle=False),
        LisibleParSonTitulaire("DemandeAcces", "compte_id"),
        Immuable("DemandeAcces", quand="(OLD.decidee_a IS NOT NULL)"),
    ]
