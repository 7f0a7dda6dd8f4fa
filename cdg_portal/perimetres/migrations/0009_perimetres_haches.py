"""Les politiques déjà posées prennent la forme qui se hache : même périmètre, lu une fois par requête."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import ReposerLesPerimetres


class Migration(migrations.Migration):
    """Sans changement de droit."""

    dependencies = [("perimetres", "0008_cloisonnement_historique")]
    operations = [ReposerLesPerimetres()]
