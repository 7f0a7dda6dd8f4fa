"""Un droit accordé peut dire pourquoi, comme une délégation doit le dire."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("perimetres", "0009_perimetres_haches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="habilitation",
            name="habilitation_delegation",
        ),
        migrations.AlterField(
            model_name="habilitation",
            name="motif",
            field=models.CharField(
                blank=True, help_text="Exigé d'une délégation.", max_length=300, verbose_name="motif"
            ),
        ),
        migrations.AlterField(
            model_name="habilitationevenement",
            name="motif",
            field=models.CharField(
                blank=True, help_text="Exigé d'une délégation.", max_length=300, verbose_name="motif"
            ),
        ),
        migrations.AddConstraint(
            model_name="habilitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delegant__isnull", True), ("source__isnull", True)),
                    models.Q(
                        ("au__isnull", False),
                        ("delegant__isnull", False),
                        ("source__isnull", False),
                        models.Q(("motif", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="habilitation_delegation",
                violation_error_message="Une délégation dit de qui, de quel droit, jusqu'à quand et pourquoi.",
            ),
        ),
    ]
