"""Le formulaire d'un calcul : ce qui est tapé, l'entrée qu'on en tire, les refus rendus à leur champ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict

from cdg_portal.accueil.simulateurs.arbre import (
    LIGNES,
    Depliage,
    Feuille,
    Groupe,
    Noeud,
    Repetition,
    case_seule,
    nom_de,
)
from cdg_portal.accueil.simulateurs.personnel import MESSAGE
from cdg_portal.accueil.simulateurs.valeurs import NON, OUI, ecrire, phrase_des_bornes
from cdg_portal.calculs.formes import Calcul, Reponse
from cdg_portal.calculs.registre import executer
from cdg_portal.formulaires import Formulaire as Socle
from cdg_portal.socle.formes import Liste
from cdg_portal.socle.natures import Choix, Entier, Jour, Nature, Nombre, OuiNon, Texte
from cdg_portal.socle.nir import contient_un_nir
from cdg_portal.socle.refus import EntreeRefusee, Erreur

PREFIXE = "c-"
EN_BOUTONS = 4
OBLIGATOIRE = "Ce champ est obligatoire."
TROP_DE_CHAMPS = "Cette simulation a trop de lignes pour un écran : l'API du portail n'a pas cette limite."
# Codes dont le message parle à une machine.
_DE_MACHINE = {"type-invalide", "date-invalide", "nombre-invalide", "valeur-interdite"}


class _Champs(Socle):
    """Champs tirés de la déclaration ; les erreurs viennent de la règle, pas de Django."""

    use_required_attribute = False

    def __init__(
        self, tapes: QueryDict, champs: dict[str, forms.Field], erreurs: dict[str, list[str]]
    ) -> None:
        super().__init__(tapes, auto_id=f"{PREFIXE}%s", label_suffix="")
        self.fields = champs
        self._refus = erreurs

    def full_clean(self) -> None:
        """Rien à relire : les refus sont ceux du calcul."""
        self._errors = ErrorDict({nom: ErrorList(messages) for nom, messages in self._refus.items()})
        self.cleaned_data = {}


@dataclass(frozen=True, slots=True)
class LienVersErreur:
    """Une ligne du récapitulatif : où aller, et ce qu'il faut corriger."""

    label: str
    id_for_label: str
    errors: list[str]


class Formulaire:
    """Un calcul et ce qui a été tapé.

    `racine` est l'arbre à montrer ; `reponse` est là quand tout est juste. `visible_fields`, `errors` et
    `non_field_errors` sont ceux qu'attend le récapitulatif des erreurs.
    """

    def __init__(self, calcul: Calcul, tapes: QueryDict, *, executer_le_calcul: bool = False) -> None:
        self.calcul, self.tapes = calcul, tapes
        self._effacer_les_nir()
        self.depliage = Depliage(calcul.entree, tapes)
        self.generales: list[str] = []
        self.reponse: Reponse | None = None
        self.entree: dict[str, Any] = {}
        self._erreurs: dict[str, list[str]] = {}
        if executer_le_calcul:
            self._executer()
        for nom in self._nirs:
            self._erreurs[nom] = [MESSAGE]
        self._habiller()

    @property
    def racine(self) -> Groupe:
        """Le premier niveau du formulaire."""
        return self.depliage.racine

    @property
    def lignes(self) -> list[tuple[str, int]]:
        """Nom et valeur des champs cachés qui comptent les lignes."""
        return [
            (f"{n.nom}{LIGNES}", len(n.lignes)) for n in self.depliage.noeuds() if isinstance(n, Repetition)
        ]

    # ------------------------------------------------------------ calculer

    def _effacer_les_nir(self) -> None:
        self._nirs = []
        for nom, valeurs in list(self.tapes.lists()):
            if any(contient_un_nir(str(v)) for v in valeurs):
                self._nirs.append(nom)
                self.tapes.setlist(nom, [""])

    def _executer(self) -> None:
        if self.depliage.deborde:
            self.generales.append(TROP_DE_CHAMPS)
            return
        self.entree, fautes = self.depliage.comprendre()
        try:
            reponse = executer(self.calcul.nom, self.entree)
        except EntreeRefusee as refus:
            for erreur in refus.erreurs:
                self._poser(erreur, fautes)
        else:
            if not fautes and not self._nirs:
                self.reponse = reponse
        for chemin, message in fautes.items():
            if nom_de(chemin) not in self._erreurs:
                self._erreurs[nom_de(chemin)] = [message]

    def _poser(self, erreur: Erreur, fautes: dict[str, str]) -> None:
        """Le refus, au champ de son chemin ou à celui qui le contient."""
        noeud = self._noeud_de(erreur.champ)
        if noeud is None:
            self.generales.append(erreur.message)
            return
        message = fautes.get(noeud.chemin) or _en_clair(erreur, noeud)
        messages = self._erreurs.setdefault(noeud.nom, [])
        if message not in messages:
            messages.append(message)

    def _noeud_de(self, chemin: str) -> Noeud | None:
        noeuds = {n.chemin: n for n in self.depliage.noeuds() if n.chemin}
        while chemin and chemin not in noeuds:
            chemin = chemin.rpartition("[" if chemin.endswith("]") else ".")[0]
        return noeuds.get(chemin)

    # ------------------------------------------------------------ montrer

    def _habiller(self) -> None:
        """Rattache à chaque nœud son champ HTML et ses erreurs."""
        feuilles = list(self.depliage.feuilles())
        champs = {f.nom: _champ(f) for f in feuilles}
        formulaire = _Champs(self.tapes, champs, self._erreurs)
        for feuille in feuilles:
            feuille.champ = formulaire[feuille.nom]
            feuille.exemple, feuille.suffixe = _exemple(feuille), str(getattr(feuille.nature, "unite", ""))
            feuille.large = feuille.champ.field.widget.use_fieldset
        for noeud in self.depliage.noeuds():
            if not isinstance(noeud, Feuille):
                noeud.erreurs = self._erreurs.get(noeud.nom, [])
        for noeud in self.depliage.noeuds():
            if isinstance(noeud, Groupe) and noeud.options:
                noeud.ouvert = any(self._a_montrer(o) for o in noeud.options)

    def viser(self, ligne: str) -> None:
        """Donne le focus au premier champ de cette ligne."""
        for feuille in self.depliage.feuilles():
            if feuille.nom == ligne or feuille.nom.startswith(f"{ligne}-"):
                feuille.champ.field.widget.attrs["autofocus"] = True
                return

    def _a_montrer(self, option: Noeud) -> bool:
        """Vrai si ce champ facultatif porte une erreur ou autre chose que son défaut."""
        for noeud in self.depliage.noeuds(option):
            if noeud.nom in self._erreurs:
                return True
            if isinstance(noeud, Repetition) and noeud.lignes:
                return True
            if isinstance(noeud, Feuille):
                tape = self.tapes.get(noeud.nom, "")
                defaut = noeud.declare.defaut
                if tape and tape not in ("", _ecrit(noeud.nature, defaut)):
                    return True
        return False

    # ------------------------------------------------------------ récapitulatif

    @property
    def errors(self) -> bool:
        """Vrai s'il y a quelque chose à corriger."""
        return bool(self.generales or self._erreurs)

    def non_field_errors(self) -> Sequence[str]:
        """Refus qui ne visent aucun champ."""
        return self.generales

    def visible_fields(self) -> Iterator[LienVersErreur]:
        """Les champs et groupes fautifs, dans l'ordre de la page."""
        for noeud in self.depliage.noeuds():
            if messages := self._erreurs.get(noeud.nom):
                lieu = " · ".join((*_lieu(noeud), noeud.libelle))
                yield LienVersErreur(lieu, _cible(noeud), messages)

    def hidden_fields(self) -> Sequence[Any]:
        """Aucun : les champs cachés ne font que compter."""
        return ()


def _lieu(noeud: Noeud) -> tuple[str, ...]:
    contexte = noeud.contexte
    return contexte[:-1] if contexte and contexte[-1] == noeud.libelle else contexte


def _cible(noeud: Noeud) -> str:
    """Identifiant à viser : le premier choix d'un groupe de cases, le cadre d'un groupe."""
    ident = f"{PREFIXE}{noeud.nom}"
    en_choix = isinstance(noeud, Feuille) and noeud.champ.field.widget.use_fieldset
    return f"{ident}_0" if en_choix else ident


def _en_clair(erreur: Erreur, noeud: Noeud) -> str:
    """Le message d'un refus, pour qui a tapé dans un formulaire."""
    if isinstance(noeud, Repetition):
        return f"Ajoutez au moins {noeud.un}." if erreur.code == "liste-vide" else erreur.message
    if isinstance(noeud, Groupe):
        return erreur.message
    if erreur.code == "liste-vide":
        return "Cochez au moins une case."
    if erreur.code == "champ-manquant":
        return "Choisissez une réponse." if isinstance(noeud.nature, OuiNon | Choix) else OBLIGATOIRE
    if erreur.code == "hors-bornes" and erreur.message.startswith(("Valeur attendue", "Date attendue entre")):
        return phrase_des_bornes(noeud.nature) or erreur.message
    if erreur.code in _DE_MACHINE and isinstance(noeud.nature, Choix) and erreur.message.startswith("Valeur"):
        return "Choisissez une réponse de la liste."
    return erreur.message


def _ecrit(nature: Nature, defaut: Any) -> str:
    if isinstance(defaut, Decimal):
        return ecrire(nature, format(defaut, "f"))
    return ecrire(nature, defaut) if defaut is not None and not isinstance(defaut, tuple) else ""


# ---------------------------------------------------------------- champs


def _champ(feuille: Feuille) -> forms.Field:
    """Le champ HTML d'une nature."""
    nature = feuille.nature
    communs: dict[str, Any] = {
        "label": feuille.libelle,
        "required": feuille.exige,
        "help_text": feuille.aide,
    }
    if isinstance(nature, Liste) and isinstance(nature.element, Choix):
        return forms.MultipleChoiceField(
            choices=list(nature.element.libelles.items()), widget=forms.CheckboxSelectMultiple, **communs
        )
    if case_seule(feuille):
        return forms.BooleanField(**communs)
    if isinstance(nature, OuiNon):
        choix = [(OUI, "Oui"), (NON, "Non")]
        if not feuille.exige:
            choix.append(("", "Sans objet"))
        return forms.ChoiceField(choices=choix, widget=forms.RadioSelect, **communs)
    if isinstance(nature, Choix):
        return _champ_de_choix(feuille, nature, communs)
    return forms.CharField(widget=forms.TextInput(attrs=_attributs(nature)), **communs)


def _champ_de_choix(feuille: Feuille, nature: Choix, communs: dict[str, Any]) -> forms.Field:
    choix = list(nature.libelles.items())
    en_boutons = len(choix) <= EN_BOUTONS and not feuille.en_ligne and feuille.exige
    if en_boutons:
        return forms.ChoiceField(choices=choix, widget=forms.RadioSelect, **communs)
    impose = feuille.declare.defaut in nature.libelles or (feuille.exige and len(choix) == 1)
    vide = [] if impose else [("", "Choisir…" if feuille.exige else "Non précisé")]
    return forms.ChoiceField(choices=[*vide, *choix], **communs)


def _attributs(nature: Nature) -> dict[str, Any]:
    attributs: dict[str, Any] = {"autocomplete": "off"}
    if isinstance(nature, Jour):
        attributs["placeholder"] = "JJ/MM/AAAA"
    elif isinstance(nature, Nombre):
        attributs["inputmode"] = "decimal"
    elif isinstance(nature, Entier):
        attributs["inputmode"] = "numeric"
    return attributs


def _exemple(feuille: Feuille) -> str:
    """Exemple, à la française ; celui d'une date va de soi."""
    donne = feuille.declare.exemple
    if donne is None or isinstance(feuille.nature, Jour | Choix | OuiNon | Liste | Texte):
        return ""
    return ecrire(feuille.nature, donne)
