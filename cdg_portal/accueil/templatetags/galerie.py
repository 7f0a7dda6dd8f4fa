"""Données inventées de la galerie des composants : aucune table n'est lue."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms, template
from django.conf import settings
from django.core.paginator import Paginator

from cdg_portal.formulaires import Avertissement, Formulaire
from cdg_portal.perimetres.listes import page_de
from cdg_portal.socle.decision import Etape

register = template.Library()


class FormulaireExemple(Formulaire):
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


class FiltreExemple(Formulaire):
    """Les critères de la liste d'exemple."""

    q = forms.CharField(label="Numéro ou agent", required=False, widget=forms.SearchInput)
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), ("VALIDE", "Validé"), ("INCOMPLET", "Incomplet")]
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
        LigneExemple(jour(2025, 5, 10), jour(2025, 5, 10), True, False, Decimal(0), "CARENCE"),
        LigneExemple(jour(2025, 5, 11), jour(2025, 5, 20), True, False, Decimal("155.00"), "DEMI_MAINTENU"),
        LigneExemple(jour(2025, 5, 21), jour(2025, 5, 31), True, False, Decimal(0), "EPUISE"),
        LigneExemple(jour(2025, 6, 1), jour(2025, 6, 6), True, False, Decimal(0)),
    ]


@dataclass(frozen=True)
class SinistreExemple:
    numero: str
    agent: str
    etat: str
    libelle: str
    le: datetime.date
    montant: Decimal | None


@dataclass(frozen=True)
class BrouillonExemple:
    uid: UUID
    modifie_a: datetime.datetime


@dataclass(frozen=True)
class GardeeExemple:
    brouillon: BrouillonExemple
    reprise: str
    jeton: str = "exemple"
    adresse: str = "/galerie/"
    garder: str = ""
    a_garder: bool = False


@dataclass(frozen=True)
class FaitExemple:
    le: datetime.date
    phrase: str
    signature: str
    ton: str = "neutre"
    motif: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class InterpretationExemple:
    id: str
    sujet: str
    lecture: str


_AGENTS = ("Élise Carpentier", "Marc-Antoine de La Rochebrochard", "Yasmina Boulanger", "Noël Abgrall")
_ETATS = (
    ("VALIDE", "Validé", Decimal("3720.00")),
    ("INCOMPLET", "Incomplet", None),
    ("HORS_GARANTIE", "Hors garantie", Decimal("-1250.50")),
    ("EN_CONTROLE", "En contrôle", Decimal("412.37")),
    ("CLOS", "Clos", Decimal(0)),
)
# Un code de chaque ton, avec le libellé que montrent les écrans.
ETATS_PAR_TON = (
    (
        "Neutre",
        (("BROUILLON", "Brouillon"), ("CLOS", "Clos"), ("ANNULE", "Annulé"), ("REMPLACE", "Remplacé")),
    ),
    ("Information", (("DECLARE", "Déclaré"), ("EN_CONTROLE", "En contrôle"), ("TRANSMIS", "Transmis"))),
    ("Attention", (("INCOMPLET", "Incomplet"), ("EN_RETARD", "En retard"), ("A_CONTROLER", "À contrôler"))),
    ("Succès", (("VALIDE", "Validé"), ("REGLEE", "Réglée"), ("TERMINE", "Terminé"))),
    ("Danger", (("HORS_GARANTIE", "Hors garantie"), ("REFUSE", "Refusé"), ("FORCLOS", "Forclos"))),
)
PAR_PAGE = 5
TRIS = {"numero": lambda s: s.numero, "agent": lambda s: (s.agent, s.numero)}


def _sinistres() -> list[SinistreExemple]:
    return [
        SinistreExemple(
            f"S-2025-{rang:04}",
            _AGENTS[rang % len(_AGENTS)],
            *_ETATS[rang % len(_ETATS)][:2],
            datetime.date(2025, 1, 6) + datetime.timedelta(days=3 * rang),
            _ETATS[rang % len(_ETATS)][2],
        )
        for rang in range(1, 33)
    ]


def _liste(parametres: Mapping[str, str]) -> dict[str, Any]:
    """La liste d'exemple : recherche, tri et page sont lus dans l'adresse, comme dans les vraies listes."""
    recherche, tri = parametres.get("q", "").strip().casefold(), parametres.get("tri", "numero")
    cle = TRIS.get(tri.removeprefix("-"), TRIS["numero"])
    trouves = [s for s in _sinistres() if recherche in f"{s.numero} {s.agent}".casefold()]
    trouves.sort(key=cle, reverse=tri.startswith("-"))
    form = FiltreExemple(parametres)
    page = Paginator(trouves, PAR_PAGE).get_page(parametres.get("page"))
    total = sum((s.montant for s in page if s.montant is not None), Decimal(0))
    return {"form": form, "tri": tri, "page": page, "total": total}


def _faits() -> tuple[FaitExemple, ...]:
    jour = datetime.date
    return (
        FaitExemple(
            jour(2026, 6, 15), "Dossier requalifié en congé de longue maladie", "Camille Aubert", "info",
            "Avis du conseil médical du 10 juin 2026.", ("Franchise : 30 jours, puis aucune.",),
        ),
        FaitExemple(jour(2026, 6, 2), "Dossier déclaré", "Nadia Ferrand"),
    )  # fmt: skip


def icones() -> list[str]:
    """Le nom de chaque icône du jeu."""
    jeu = (settings.RACINE / "static" / "img" / "icones.svg").read_text("utf-8")
    return re.findall(r'symbol id="([a-z-]+)"', jeu)


def _saisies(maintenant: datetime.datetime) -> dict[str, FormulaireExemple]:
    """Un formulaire par état de la saisie gardée, et celui qui avertit d'un doublon."""
    brouillon = BrouillonExemple(UUID(int=0), maintenant)
    saisies = {}
    for reprise in ("attente", "brouillon", "session"):
        saisies[reprise] = FormulaireExemple(prefix=reprise)
        saisies[reprise].gardee = GardeeExemple(brouillon, "" if reprise == "attente" else reprise)  # type: ignore[attr-defined]
    saisies["doublon"] = FormulaireExemple(prefix="doublon")
    message = "Élise Carpentier, née le 04/05/1981, est déjà enregistrée dans cette collectivité."
    saisies["doublon"].avertir([Avertissement("homonyme", message, "#formulaire", "Voir sa fiche")])
    return saisies


@register.simple_tag(takes_context=True)
def donnees_de_galerie(context):
    """Tout ce que montre la galerie : formulaires, liste, page, bande, dates et montants."""
    saisie = {"survenance": "31/02/2026", "siret": "123 456 789 00011", "tiers": "on"}
    erreur_generale = FormulaireExemple(saisie, prefix="")
    erreur_generale.add_error(None, "La date de reprise précède le premier jour d'arrêt.")
    request = context["request"]
    return {
        "liste": _liste(request.GET),
        "faits": _faits(),
        "icones": icones(),
        "etats": ETATS_PAR_TON,
        "maintenant": datetime.datetime(2026, 6, 15, 14, 5),
        "saisies": _saisies(datetime.datetime(2026, 6, 15, 14, 5)),
        "par_nature": [
            ("Maladie ordinaire", 1240),
            ("Accident de service", 318),
            ("Longue maladie", 96),
            ("Maternité", 0),
        ],
        "annees": ["2023", "2024", "2025", "2026"],
        "par_annee": [
            ("Maladie ordinaire", [980, 1100, 1240, 610]),
            ("Accident de service", [402, 350, 318, 90]),
        ],
        "interpretations": [
            InterpretationExemple(
                "INT-07",
                "Franchise et rechute",
                "la rechute reprend le décompte de la franchise où il s'est arrêté.",
            )
        ],
        "formulaire": FormulaireExemple(prefix="vierge"),
        "formulaire_en_erreur": erreur_generale,
        "page": page_de(request, range(312), parametre="autre"),
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
