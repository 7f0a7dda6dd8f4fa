"""Données inventées de la galerie des composants (page de démonstration, sans base)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django import forms, template
from django.core.paginator import Paginator

from cdg_portal.socle.decision import Etape

register = template.Library()


class FormulaireExemple(forms.Form):
    """Un champ de chaque genre."""

    risque = forms.ChoiceField(
        label="Nature de l'arrêt",
        choices=[("", "Choisir…"), ("CMO", "Congé de maladie ordinaire"), ("CITIS", "Accident de service")],
    )
    survenance = forms.CharField(
        label="Premier jour d'arrêt", help_text="Le jour indiqué sur le volet 2 du certificat."
    )
    siret = forms.CharField(label="SIRET de la collectivité")
    traitement = forms.CharField(label="Traitement annuel brut", required=False)
    regime = forms.ChoiceField(
        label="Régime de l'agent",
        choices=[("CNRACL", "CNRACL (28 heures et plus)"), ("IRCANTEC", "IRCANTEC")],
        widget=forms.RadioSelect,
    )
    tiers = forms.BooleanField(
        label="Un tiers est impliqué", required=False, help_text="Un recours sera proposé."
    )
    circonstances = forms.CharField(
        label="Circonstances", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    certificat = forms.FileField(
        label="Certificat (volet 2 ou 3)", help_text="PDF, JPEG ou PNG, jamais le volet 1."
    )


@dataclass(frozen=True)
class LigneExemple:
    du: datetime.date
    au: datetime.date
    couvert: bool
    franchise: bool
    montant: Decimal
    droit: str = "PLEIN"


def _bande() -> list[LigneExemple]:
    jour = datetime.date
    return [
        LigneExemple(jour(2025, 1, 6), jour(2025, 2, 4), True, True, Decimal(0)),
        LigneExemple(jour(2025, 2, 5), jour(2025, 4, 5), True, False, Decimal("3720.00")),
        LigneExemple(jour(2025, 4, 6), jour(2025, 4, 20), True, False, Decimal("465.00"), "DEMI"),
        LigneExemple(jour(2025, 4, 21), jour(2025, 5, 9), False, False, Decimal(0)),
    ]


def _sinistres() -> list[dict[str, object]]:
    jour = datetime.date
    colonnes = ("numero", "agent", "etat", "libelle", "le", "montant")
    lignes = (
        ("S-2025-0012", "Élise Carpentier", "VALIDE", "Validé", jour(2025, 1, 6), Decimal("3720.00")),
        (
            "S-2025-0031",
            "Marc-Antoine de La Rochebrochard",
            "INCOMPLET",
            "Incomplet",
            jour(2025, 3, 17),
            None,
        ),
        (
            "S-2025-0044",
            "Yasmina Boulanger",
            "HORS_GARANTIE",
            "Hors garantie",
            jour(2025, 5, 2),
            Decimal("-1250.50"),
        ),
    )
    return [dict(zip(colonnes, ligne, strict=True)) for ligne in lignes]


@register.simple_tag
def donnees_de_galerie():
    """Tout ce que montre la galerie : formulaires, liste, page, bande, dates et montants."""
    saisie = {"survenance": "31/02/2026", "siret": "123 456 789 00011", "tiers": "on"}
    return {
        "formulaire": FormulaireExemple(prefix="vierge"),
        "formulaire_en_erreur": FormulaireExemple(saisie, prefix=""),
        "sinistres": _sinistres(),
        "page": Paginator(range(312), 25).page(5),
        "lignes": _bande(),
        "jour": datetime.date(2026, 6, 15),
        "tons": ("neutre", "info", "succes", "attention", "danger"),
        "etapes": ("La nature de l'arrêt", "L'agent", "Les certificats", "Vérifier et déclarer"),
        "solde": Decimal("1482.30"),
        "avant": Decimal("2310.40"),
        "apres": Decimal("3792.70"),
        "explication": (
            Etape(
                "Indemnité journalière : 21 900,00 € / 365",
                ("Conditions particulières, article 4",),
                "60,00 €",
            ),
            Etape("Jours remboursés", ("CGFP, article L. 822-6",), "64 jours"),
        ),
        "indu": Decimal("-1250.5"),
    }
