"""Base de tous les formulaires du portail : saisie libre, NIR refusé, avertissements à confirmer, brouillon.

Toute classe de formulaire en hérite (un essai d'architecture le vérifie) : un formulaire nouveau a tout cela sans y
penser. Les règles de lecture sont pures et vivent dans `socle`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any, NotRequired, Protocol, TypedDict, TypeVar, Unpack

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorList
from django.http import HttpRequest, HttpResponse

from cdg_portal.horloge import aujourdhui
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.nir import EFFACE, contient_un_nir
from cdg_portal.socle.nir import MESSAGE as NIR_REFUSE
from cdg_portal.socle.saisie import lire_date, lire_montant, verifier_jour
from cdg_portal.socle.siret import normaliser_siret

AIDE_DATE = "Jour, mois, année : 3/2/26, 03/02/2026 ou 3 février 2026."
CONFIRMES = "_confirme"
_TAUX = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")


Vue = TypeVar("Vue", bound=Callable[..., HttpResponse])


# ---------------------------------------------------------------- saisies gardées


class PageDeSaisie(TypedDict):
    """Ce que dit la vue de sa page, pour que la saisie s'y garde.

    `collectivite` : celle où elle s'enregistrera ; `titre` : du brouillon ; `action` : la permission demandée ;
    `parametres` : ceux de l'adresse sans lesquels la page ne se remontre pas.
    """

    collectivite: Any
    titre: str
    action: str
    parametres: NotRequired[Sequence[str]]


class Gardien(Protocol):
    """Ce qui garde les saisies et rend les envois uniques ; `saisies` s'en charge, et s'inscrit au démarrage.

    Les écrans des accès sont sous `saisies` : ils passent par ici comme tous les autres.
    """

    def proposer(self, request: HttpRequest, form: Any, **page: Unpack[PageDeSaisie]) -> None:
        """Attache au formulaire son jeton et son brouillon."""

    def jouer_une_fois(self, request: HttpRequest, suite: Callable[[], HttpResponse]) -> HttpResponse:
        """Joue l'envoi, ou mène au résultat du même envoi déjà joué."""


_gardiens: list[Gardien] = []


def confier_la_garde(gardien: Gardien) -> None:
    """Inscrit qui garde les saisies (un seul)."""
    _gardiens[:] = [gardien]


def proposer(request: HttpRequest, form: Any, **page: Unpack[PageDeSaisie]) -> None:
    """À appeler avant de rendre un formulaire de saisie."""
    for gardien in _gardiens:
        gardien.proposer(request, form, **page)


SANS_EFFET = "saisie_sans_effet"


def sans_effet(request: HttpRequest) -> None:
    """La vue redirige sans avoir rien enregistré (un collègue est passé avant) : ce qui était tapé reste gardé."""
    setattr(request, SANS_EFFET, True)


def tenter(request: HttpRequest, form: Any, acte: Callable[[dict[str, Any]], Any], fait: str) -> Any | None:
    """Joue l'acte si la saisie est lisible ; rend son résultat, ou None (les refus sont alors dans le formulaire)."""
    if not form.is_valid() or form.avertissements:
        return None
    form.saisie = dict(form.cleaned_data)  # un champ refusé quitte cleaned_data
    try:
        resultat = acte(form.cleaned_data)
    except ErreurMetier as refus:
        form.refus = refus
        reporter(form, refus)
        return None
    messages.success(request, fait)
    return resultat


def recu(request: HttpRequest) -> Any:
    """Ce qui est envoyé, ou None si la page est seulement ouverte."""
    return request.POST if request.method == "POST" else None


def une_seule_fois(vue: Vue) -> Vue:
    """Décorateur : un double clic, un rechargement ou un rejeu ne refait rien. Se place sous celui du droit."""

    @wraps(vue)
    def enveloppe(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not _gardiens:
            return vue(request, *args, **kwargs)
        return _gardiens[0].jouer_une_fois(request, lambda: vue(request, *args, **kwargs))

    return enveloppe  # type: ignore[return-value]


# ---------------------------------------------------------------- champs


class ChampMontant(forms.CharField):
    """Montant en euros ; ce qui a été tapé est rendu tel quel en cas d'erreur."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Écrit une valeur initiale à la française, sans le signe euro."""
        return en_francais(value)[:-2] if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """Decimal, ou None si le champ est vide."""
        texte = super().to_python(value)
        if not texte:
            return None
        try:
            return lire_montant(texte)
        except ErreurMetier as refus:
            raise forms.ValidationError(refus.message, code=refus.code) from refus


class ChampMontantSigne(ChampMontant):
    """Montant reçu, ou rendu s'il est précédé d'un signe moins."""

    def to_python(self, value: Any) -> Any:
        """Decimal signé, ou None."""
        texte = str(value or "").strip()
        if texte.startswith(("-", "−")):
            montant = super().to_python(texte[1:])
            return None if montant is None else -montant
        return super().to_python(texte)


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


class ChampDate(forms.CharField):
    """Date tapée librement. `passee` : « 12/03/71 » est de 1971 (une naissance n'est pas à venir)."""

    def __init__(self, *, passee: bool = False, **options: Any) -> None:
        self.passee = passee
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Écrit une valeur initiale à la française."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> Any:
        """date, ou None si le champ est vide."""
        texte = super().to_python(value)
        if not texte:
            return None
        try:
            return lire_date(texte, au_plus=aujourdhui() if self.passee else None)
        except ErreurMetier as refus:
            raise forms.ValidationError(refus.message, code=refus.code) from refus


class ChampSiret(forms.CharField):
    """SIRET collé avec ou sans espaces ; rend ses quatorze chiffres."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 30)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """Les quatorze chiffres, ou une chaîne vide."""
        texte = super().to_python(value)
        if not texte:
            return texte
        try:
            return normaliser_siret(texte)
        except ErreurMetier as refus:
            raise forms.ValidationError(refus.message, code=refus.code) from refus


def jour_plausible(jour: date) -> None:
    """Validateur d'un champ de date de Django : de 1900 à 2100."""
    try:
        verifier_jour(jour)
    except ErreurMetier as refus:
        raise forms.ValidationError(refus.message, code=refus.code) from refus


# ---------------------------------------------------------------- formulaires


@dataclass(frozen=True, slots=True)
class Avertissement:
    """Ce qui mérite un second regard avant d'enregistrer : on peut confirmer. `lien` : où le vérifier."""

    code: str
    message: str
    lien: str = ""
    libelle_du_lien: str = ""


class SansNir:
    """Un NIR collé dans un champ en est effacé : il n'est ni gardé, ni journalisé, ni réécrit à l'écran."""

    def _clean_fields(self) -> None:
        fautifs = effacer_les_nir(self)
        super()._clean_fields()  # type: ignore[misc]
        for nom in fautifs:
            self._errors[nom] = ErrorList([NIR_REFUSE])  # type: ignore[attr-defined]
            self.cleaned_data.pop(nom, None)  # type: ignore[attr-defined]


def effacer_les_nir(formulaire: Any) -> list[str]:
    """Vide les champs où se lit un NIR ; rend leurs noms, et ceux que l'adresse dit déjà vidés."""
    donnees: Any = formulaire.data
    fautifs: list[str] = [nom for nom in _tapees(donnees, EFFACE) if nom in formulaire.fields]
    for nom, champ in formulaire.fields.items():
        if isinstance(champ.widget, forms.PasswordInput):
            continue
        cle = formulaire.add_prefix(nom)
        if any(contient_un_nir(str(v)) for v in _tapees(donnees, cle)):
            donnees = donnees.copy()
            donnees[cle] = ""
            fautifs.append(nom)
    formulaire.data = donnees
    return fautifs


def _tapees(donnees: Any, cle: str) -> Sequence[Any]:
    if hasattr(donnees, "getlist"):
        return list(donnees.getlist(cle))
    valeur = donnees.get(cle)
    return valeur if isinstance(valeur, list | tuple) else [] if valeur is None else [valeur]


class FormulaireDeModele(SansNir, forms.ModelForm):
    """Formulaire de l'administration, adossé à un modèle."""


class Formulaire(SansNir, forms.Form):
    """Étiquettes sans deux-points, largeurs, groupes.

    `GROUPES` : (titre, noms des champs) ; un seul groupe sans titre par défaut. `gardee` : ce que `saisies` en garde.
    """

    GROUPES: Sequence[tuple[str, Sequence[str]]] = ()
    # Champ → terme du glossaire expliqué sous son aide.
    TERMES: Mapping[str, str] = {}
    gardee: Any = None

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.avertissements: list[Avertissement] = []
        for nom, champ in self.fields.items():
            champ.terme = self.TERMES.get(nom, "")  # type: ignore[attr-defined]
            courte = isinstance(champ, ChampDate | ChampMontant | ChampTaux | forms.IntegerField)
            champ.largeur = "courte" if courte else getattr(champ, "largeur", "")  # type: ignore[attr-defined]
            champ.suffixe = _suffixe(champ)  # type: ignore[attr-defined]
            if isinstance(champ, ChampDate):
                champ.widget.attrs.setdefault("autocomplete", "off")

    def champs(self) -> list[Any]:
        """Les champs visibles, dans l'ordre."""
        return self.visible_fields()

    def groupes(self) -> list[tuple[str, list[Any]]]:
        """Les champs à montrer, groupe par groupe."""
        groupes = self.GROUPES or (("", tuple(self.fields)),)
        return [(titre, [self[nom] for nom in noms if nom in self.fields]) for titre, noms in groupes]

    @property
    def confirmes(self) -> list[str]:
        """Les avertissements déjà confirmés : ils le restent si autre chose est à corriger."""
        return [str(c) for c in _tapees(self.data, CONFIRMES)] if self.is_bound else []

    def avertir(self, avertissements: Iterable[Avertissement]) -> bool:
        """Montre ce qui n'est pas encore confirmé ; vrai si rien ne retient l'enregistrement."""
        self.avertissements = [a for a in avertissements if a.code not in self.confirmes]
        return not self.avertissements

    def reprendre(self, contenu: Mapping[str, Sequence[str]]) -> None:
        """Remet dans un formulaire vierge ce qui avait été tapé, tel quel, juste ou non."""
        for nom, champ in self.fields.items():
            if isinstance(champ.widget, forms.PasswordInput | forms.HiddenInput):
                continue
            valeurs = contenu.get(self.add_prefix(nom))
            if isinstance(champ, forms.BooleanField):
                self.initial[nom] = bool(valeurs)
            elif valeurs is not None:
                self.initial[nom] = list(valeurs) if _plusieurs(champ) else (valeurs[0] if valeurs else "")
            elif _plusieurs(champ):
                self.initial[nom] = []


class Filtre(Formulaire):
    """Recherche et critères d'une liste, lus dans l'adresse ; une valeur fausse ne filtre pas."""

    def lus(self) -> dict[str, Any]:
        """Les valeurs valides, vides sinon."""
        self.is_valid()
        return {nom: self.cleaned_data.get(nom) or "" for nom in self.fields}


def reporter(formulaire: forms.BaseForm, refus: ErreurMetier) -> None:
    """Montre un refus métier sur son champ s'il est à l'écran, sinon en tête du formulaire."""
    champ = refus.champ if refus.champ in formulaire.fields else None
    formulaire.add_error(champ, refus.message)


def _suffixe(champ: forms.Field) -> str:
    if isinstance(champ, ChampMontant):
        return "€"
    return "%" if isinstance(champ, ChampTaux) else ""


def _plusieurs(champ: forms.Field) -> bool:
    return isinstance(champ, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
