"""Adresses des comptes en minuscules, garanties par la base ; échecs comptés aussi par poste."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Lower


def minuscules(apps: Any, schema_editor: Any) -> None:
    """Deux comptes de même adresse, à la casse près, font échouer : une personne choisit lequel garder."""
    apps.get_model("comptes", "Compte").objects.exclude(email=Lower("email")).update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("comptes", "0003_securite_des_comptes")]

    operations = [
        migrations.RunPython(minuscules, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="compte",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", Lower("email"))),
                name="compte_email_minuscule",
                violation_error_message="L'adresse électronique s'écrit en minuscules.",
            ),
        ),
        migrations.AddField(
            model_name="tentativeconnexion",
            name="poste",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddIndex(
            model_name="tentativeconnexion",
            index=models.Index(fields=["poste", "instant"], name="tentative_poste"),
        ),
    ]
