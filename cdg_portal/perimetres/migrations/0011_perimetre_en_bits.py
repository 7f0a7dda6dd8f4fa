"""Les politiques déjà posées lisent le périmètre dans un champ de bits : mêmes lignes, moins cher par ligne."""

from django.db import migrations, models

from cdg_portal.cloisonnement.operations import ReposerLesPerimetres


class Migration(migrations.Migration):
    """Sans changement de droit ; docs/exploitation.md dit comment changer de version."""

    dependencies = [("perimetres", "0010_motif_d_une_habilitation")]
    operations = [
        migrations.AddConstraint(
            model_name="collectivite",
            constraint=models.CheckConstraint(
                condition=models.Q(("id__gte", 1)), name="perimetres_numero_positif"
            ),
        ),
        ReposerLesPerimetres(),
    ]
