"""Base des formulaires de dossier."""

from typing import Any

from django import forms

from cdg_portal.perimetres.champs import ChampDate, ChampMontant

REQUIS = "Ce champ est obligatoire."


class ChampMontantSigne(ChampMontant):
    """Montant reçu, ou rendu s'il est précédé d'un signe moins."""

    def to_python(self, value: Any) -> Any:
        """Decimal signé, ou None."""
        texte = str(value or "").strip()
        if texte.startswith(("-", "−")):
            montant = super().to_python(texte[1:])
            return None if montant is None else -montant
        return super().to_python(texte)


class Formulaire(forms.Form):
    """Étiquettes sans deux-points ; chaque champ dit sa largeur (`courte` pour une date ou un montant)."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for champ in self.fields.values():
            champ.error_messages["required"] = REQUIS
            courte = isinstance(champ, ChampDate | ChampMontant)
            champ.largeur = "courte" if courte else getattr(champ, "largeur", "")  # type: ignore[attr-defined]
            if isinstance(champ, ChampDate):
                champ.widget.attrs.setdefault("autocomplete", "off")
