"""Formulaires des actes sur un dossier."""

from decimal import Decimal
from typing import Any

from django import forms

from adhesions.models.codes import Risque
from cdg_portal.formulaires import AIDE_DATE, ChampDate, ChampMontantSigne, Formulaire
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.saisie import lire_montant
from sinistres.models import Piece, Sinistre
from sinistres.services.requalification import NATURES_REQUALIFIABLES


class SansSaisie(Formulaire):
    """Acte qui ne demande rien d'autre qu'un clic."""


class Motif(Formulaire):
    """Acte motivé."""

    motif = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Il sera lu par la collectivité. N'écrivez aucune donnée médicale.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SaisieCertificat(Formulaire):
    """Dates d'un certificat (prolongation ou rechute)."""

    TERMES = {"fin": "prolongation", "quotite_travail": "quotité"}
    debut = ChampDate(label="Premier jour d'arrêt", help_text=AIDE_DATE)
    fin = ChampDate(label="Dernier jour d'arrêt", help_text="Celui qui est écrit sur le certificat, inclus.")
    quotite_travail = forms.CharField(
        label="Quotité travaillée, en %", help_text="Exemple : 50 pour un mi-temps thérapeutique."
    )

    def __init__(self, *args: Any, quotite_due: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not quotite_due:
            del self.fields["quotite_travail"]

    def clean_quotite_travail(self) -> Decimal:
        """Pourcentage strictement entre 0 et 100."""
        return lire_quotite(self.cleaned_data["quotite_travail"])


def lire_quotite(texte: str) -> Decimal:
    """« 50 » ou « 50 % » ; lève ValidationError si ce n'est pas un nombre de ]0 ; 100[."""
    try:
        quotite = lire_montant(texte.strip().removesuffix("%"))
    except ErreurMetier as refus:
        raise forms.ValidationError("Écrivez un nombre : 50 pour un mi-temps.", code=refus.code) from refus
    if not 0 < quotite < 100:
        raise forms.ValidationError("La quotité est comprise entre 1 et 99 %.", code="hors-bornes")
    return quotite


class SaisieReprise(Formulaire):
    """Reprise effective."""

    TERMES = {"effective_le": "reprise"}
    effective_le = ChampDate(
        label="Premier jour de reprise effective",
        help_text=f"Le jour réel du retour, pas la fin du certificat. {AIDE_DATE}",
    )


class SaisieDemande(Formulaire):
    """Demande de remboursement."""

    au = ChampDate(
        label="Demander le remboursement jusqu'au",
        help_text=f"Ce jour est compris. Les jours déjà décomptés ne seront pas payés deux fois. {AIDE_DATE}",
    )


class DemandePieces(Formulaire):
    """Pièces manquantes à demander à la collectivité."""

    codes = forms.MultipleChoiceField(
        label="Pièces manquantes", widget=forms.CheckboxSelectMultiple, choices=()
    )
    motif = forms.CharField(
        label="Pourquoi",
        max_length=300,
        help_text="Dites ce qui manque ou ce qui est illisible ; la collectivité lira ce texte.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, sinistre: Sinistre, **options: Any) -> None:
        super().__init__(*args, **options)
        pieces = Piece.objects.filter(sinistre=sinistre).exclude(statut=Piece.Statut.RECUE)
        self.fields["codes"].choices = [(p.code, p.libelle) for p in pieces]  # type: ignore[attr-defined]


class SaisieReglement(Formulaire):
    """Argent reçu de l'assureur."""

    montant = ChampMontantSigne(
        label="Montant reçu, en euros",
        help_text="Exemple : 1 234,56. Un montant rendu à l'assureur est précédé du signe moins.",
    )
    recu_le = ChampDate(label="Reçu le", help_text=AIDE_DATE)
    reference = forms.CharField(
        label="Référence du virement",
        max_length=60,
        help_text="Celle du relevé bancaire, par exemple VIR-4521.",
    )


class HypotheseRequalification(Formulaire):
    """Ce qu'il faut pour voir l'effet d'une requalification, sans rien écrire."""

    vers = forms.ChoiceField(label="Nouvelle nature", choices=())
    effet = ChampDate(
        label="À compter du", help_text=f"Date d'effet écrite dans l'arrêté, un jour de l'arrêt. {AIDE_DATE}"
    )

    def __init__(self, *args: Any, sinistre: Sinistre, **options: Any) -> None:
        super().__init__(*args, **options)
        autres = [(n, str(Risque(n).label)) for n in NATURES_REQUALIFIABLES if n != sinistre.risque]
        self.fields["vers"].choices = [("", "Choisir…"), *autres]  # type: ignore[attr-defined]


class DecisionRequalification(HypotheseRequalification):
    """La décision qui fonde la requalification."""

    TERMES = {"decision_le": "requalification"}
    decision_le = ChampDate(label="Décision du", help_text=f"Date de l'arrêté. {AIDE_DATE}")
    reference_arrete = forms.CharField(
        label="Référence de l'arrêté", max_length=60, help_text="Exemple : ARR-2026-118."
    )
    motif = forms.CharField(
        label="Observation",
        max_length=300,
        required=False,
        help_text="Aucune donnée médicale.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for nom in ("vers", "effet"):
            # L'hypothèse a les mêmes champs sur la même page : des identifiants à eux.
            self.fields[nom].widget = forms.HiddenInput(attrs={"id": f"id_decision_{nom}"})
