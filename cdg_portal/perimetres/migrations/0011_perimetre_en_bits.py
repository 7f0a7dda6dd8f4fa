"""Les politiques déjà posées lisent le périmètre dans un champ de bits : mêmes lignes, moins cher par ligne."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import ReposerLesPerimetres


class Migration(migrations.Migration):
    """Sans changement de droit. Les services de l'ancienne version ne voient plus rien : les arrêter avant de migrer."""

    dependencies = [("perimetres", "0010_motif_d_une_habilitation")]
    operations = [ReposerLesPerimetres()]
