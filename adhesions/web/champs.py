"""Base des formulaires d'écriture : étiquettes, largeurs, groupes et taux."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from cdg_portal.perimetres.champs import ChampDate, ChampMontant

REQUIS = "Ce champ est obligatoire."
AIDE_DATE = "Jour, mois, année : 3/2/26 ou 03/02/2026."
_TAUX = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")


class ChampTaux(forms.CharField):
    """Taux en %, de 0 à 100, quatre décimales au plus : « 0,25 » ou « 0,25 % »."""

    def __init__(self, *, decimales: int = 4, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        self.decimales = decimales
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """Decimal, ou None si le champ est vide."""
        texte = "".join(str(super().to_python(value) or "").split()).removesuffix("%")
        if not texte:
            return None
        if not _TAUX.fullmatch(texte):
            raise forms.ValidationError("Un taux est attendu, en chiffres : par exemple 0,25.", code="taux")
        taux = Decimal(texte.replace(",", "."))
        if taux > 100:
            raise forms.ValidationError("Un taux est compris entre 0 et 100 %.", code="hors-bornes")
        if taux != taux.quantize(Decimal(1).scaleb(-self.decimales)):
            raise forms.ValidationError(f"{self.decimales} décimales au plus.", code="taux")
        return taux


class Formulaire(forms.Form):
    """Étiquettes sans deux-points. `GROUPES` : (titre, noms des champs) ; un seul groupe sans titre par défaut."""

    GROUPES: Sequence[tuple[str, Sequence[str]]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for champ in self.fields.values():
            champ.error_messages["required"] = REQUIS
            courte = isinstance(champ, ChampDate | ChampMontant | ChampTaux | forms.IntegerField)
            champ.largeur = "courte" if courte else ""  # type: ignore[attr-defined]
            champ.suffixe = _suffixe(champ)  # type: ignore[attr-defined]
            if isinstance(champ, ChampDate):
                champ.widget.attrs.setdefault("autocomplete", "off")

    def groupes(self) -> list[tuple[str, list[Any]]]:
        """Les champs à montrer, groupe par groupe."""
        groupes = self.GROUPES or (("", tuple(self.fields)),)
        return [(titre, [self[nom] for nom in noms if nom in self.fields]) for titre, noms in groupes]


def _suffixe(champ: forms.Field) -> str:
    if isinstance(champ, ChampMontant):
        return "€"
    return "%" if isinstance(champ, ChampTaux) else ""
