"""Les politiques déjà posées prennent le texte courant : mêmes lignes, moins cher par ligne."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import ReposerLesPerimetres


class Migration(migrations.Migration):
    """Sans changement de droit."""

    dependencies = [("perimetres", "0008_cloisonnement_historique")]
    operations = [ReposerLesPerimetres()]
