"""Forme d'une entrée ou d'un résultat, déclarée une fois : lecture stricte, écriture, schéma, formulaire.

La lecture note toutes les erreurs d'un objet, chacune au lieu de son champ ; rien de ce qui est lu n'est
utilisable avant que `Erreurs.verifier` ait réussi.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from cdg_portal.socle.natures import Nature, Schema
from cdg_portal.socle.refus import RACINE, EntreeRefusee, Erreur, Erreurs, Lieu


@dataclass(frozen=True, slots=True)
class Si:
    """Condition : le champ `cle` du même objet, lu avant, a l'une de ces valeurs."""

    cle: str
    valeurs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Champ:
    """Un champ d'un objet.

    `obligatoire` : toujours, jamais, ou `Si` une condition est remplie. `ignore_sinon` : hors de cette
    condition le champ est admis sans être lu. `defaut` : valeur d'un champ facultatif absent ou null.
    `nom` : nom de l'argument qui reçoit la valeur (par défaut la clé, en minuscules).
    `aide` et `exemple` servent au schéma et aux écrans.
    """

    cle: str
    libelle: str
    nature: Nature
    obligatoire: bool | Si = True
    ignore_sinon: bool = False
    defaut: Any = None
    nom: str = ""
    aide: str = ""
    exemple: Any = None

    def schema(self) -> Schema:
        """Schéma du champ ; facultatif, il peut aussi valoir null, ce qui revient à l'omettre."""
        schema = self.nature.schema()
        dit = [self.libelle, self.aide, schema.get("description", "")]
        schema["description"] = ". ".join(morceau.rstrip(".") for morceau in dit if morceau) + "."
        if self.exemple is not None:
            schema["examples"] = [self.exemple]
        if self.obligatoire is True:
            return schema
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
        return {**schema, "type": [schema["type"], "null"]}


class Ici:
    """Un objet déjà lu et son lieu, pour les contrôles qui croisent ses champs."""

    __slots__ = ("erreurs", "lieu")

    def __init__(self, lieu: Lieu, erreurs: Erreurs) -> None:
        self.lieu, self.erreurs = lieu, erreurs

    def sain(self, *cles: str) -> bool:
        """Vrai si ni l'objet ni ces champs ne portent d'erreur."""
        return self.erreurs.vide or self.erreurs.sain(self.lieu, *((self.lieu, cle) for cle in cles))

    def refuser(self, cle: str, code: str, message: str) -> None:
        """Note une erreur sur un champ de l'objet (vide : sur l'objet lui-même)."""
        self.erreurs.ajouter((self.lieu, cle) if cle else self.lieu, code, message)


Controle = Callable[[Any, Ici], None]
# Une date ou une classe n'est pas du JSON : elle ne doit pas passer pour la chaîne qui l'écrit.
SEULEMENT_DU_JSON = (
    orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS
)


class Objet(Nature):
    """Objet JSON à champs connus ; `construire` reçoit les valeurs par nom (par défaut, un dictionnaire).

    `controle` croise les champs une fois l'objet construit. `retenir` garde ce nombre de valeurs déjà lues
    sans erreur : un flux de calculs répète le même contrat pour des milliers d'agents. L'objet est alors
    partagé entre les entrées, et ne doit jamais être modifié.
    """

    def __init__(
        self,
        *champs: Champ,
        construire: Callable[..., Any] = dict,
        controle: Controle | None = None,
        retenir: int = 0,
    ) -> None:
        self.champs, self.construire, self.controle = champs, construire, controle
        self.retenir = retenir
        self._retenus: dict[bytes, Any] = {}
        self._noms = {c.cle: c.nom or c.cle.lower() for c in champs}
        # Un champ conditionnel se lit après les autres, dont il dépend.
        self._conditionnels = {c.cle: c for c in champs if isinstance(c.obligatoire, Si)}
        directs = [c for c in champs if c.cle not in self._conditionnels]
        self._lectures = {c.cle: (self._noms[c.cle], c.nature.connues, c.nature.lire) for c in directs}
        self._defauts = {self._noms[c.cle]: c.defaut for c in directs if not c.obligatoire}

    @property
    def neutre(self) -> Any:
        """Objet dont chaque champ obligatoire est neutre et chaque facultatif à son défaut."""
        valeurs = {self._noms[c.cle]: c.nature.neutre if c.obligatoire else c.defaut for c in self.champs}
        return self.construire(**valeurs)

    def lire_entree(self, valeur: object) -> Any:
        """Lit une entrée entière ; lève `EntreeRefusee` avec toutes ses erreurs."""
        if not isinstance(valeur, dict):
            raise EntreeRefusee([Erreur("", "json-invalide", "L'entrée doit être un objet JSON.")])
        erreurs = Erreurs()
        lu = self.lire(valeur, RACINE, erreurs)
        erreurs.verifier()
        return lu

    def lire(self, valeur: object, lieu: Lieu, erreurs: Erreurs) -> Any:
        """Objet construit ; `type-invalide`, `champ-manquant`, `champ-inconnu` et les erreurs des champs."""
        if type(valeur) is not dict:
            return self._refuser(lieu, erreurs, "type-invalide", "Un objet est attendu.")
        if not self.retenir:
            return self._lire(valeur, lieu, erreurs)
        try:
            cle = orjson.dumps(valeur, option=SEULEMENT_DU_JSON)
        except TypeError:  # une valeur qui n'est pas du JSON : la lecture la refusera
            return self._lire(valeur, lieu, erreurs)
        retenu = self._retenus.get(cle)
        if retenu is not None:
            return retenu
        deja = len(erreurs)
        lu = self._lire(valeur, lieu, erreurs)
        if len(erreurs) == deja:
            if len(self._retenus) >= self.retenir:
                self._retenus.clear()
            self._retenus[cle] = lu
        return lu

    def _lire(self, valeur: dict[str, Any], lieu: Lieu, erreurs: Erreurs) -> Any:
        lus = self._defauts.copy()
        for cle, brut in valeur.items():
            lecture = self._lectures.get(cle)
            if lecture is None:
                if cle not in self._conditionnels:
                    erreurs.ajouter((lieu, str(cle)), "champ-inconnu", "Ce champ n'existe pas.")
                continue
            nom, connues, lire = lecture
            connue = connues.get(brut) if type(brut) is str else None
            if connue is not None:
                lus[nom] = connue
            elif brut is not None:
                lus[nom] = lire(brut, (lieu, cle), erreurs)
        if len(lus) != len(self._lectures):
            self._noter_les_manquants(lus, lieu, erreurs)
        for cle, champ in self._conditionnels.items():
            lus[self._noms[cle]] = self._lire_si(champ, valeur.get(cle), lus, lieu, erreurs)
        objet = self.construire(**lus)
        if self.controle is not None:
            self.controle(objet, Ici(lieu, erreurs))
        return objet

    def _noter_les_manquants(self, lus: dict[str, Any], lieu: Lieu, erreurs: Erreurs) -> None:
        for champ in self.champs:
            nom = self._noms[champ.cle]
            if champ.obligatoire is True and nom not in lus:
                erreurs.ajouter((lieu, champ.cle), "champ-manquant", "Ce champ est obligatoire.")
                lus[nom] = champ.nature.neutre

    def _lire_si(
        self, champ: Champ, brut: object, lus: Mapping[str, Any], lieu: Lieu, erreurs: Erreurs
    ) -> Any:
        """Champ exigé si sa condition est remplie ; sinon facultatif, ou ignoré."""
        si = champ.obligatoire
        assert isinstance(si, Si)
        rempli = erreurs.sain((lieu, si.cle)) and lus[self._noms[si.cle]] in si.valeurs
        if brut is not None and (rempli or not champ.ignore_sinon):
            return champ.nature.lire(brut, (lieu, champ.cle), erreurs)
        if rempli:
            erreurs.ajouter((lieu, champ.cle), "champ-manquant", "Ce champ est obligatoire.")
            return champ.nature.neutre
        return champ.defaut

    def ecrire(self, valeur: Any) -> Any:
        """Dictionnaire des champs, lus dans un dictionnaire (par nom) ou sur les attributs d'un objet."""
        if valeur is None:
            return None
        return {c.cle: c.nature.ecrire(_attribut(valeur, self._noms[c.cle])) for c in self.champs}

    def schema(self) -> Schema:
        """Objet sans champ inconnu, conditions comprises."""
        proprietes = {c.cle: {} if c.ignore_sinon else c.schema() for c in self.champs}
        schema: Schema = {
            "type": "object",
            "additionalProperties": False,
            "required": [c.cle for c in self.champs if c.obligatoire is True],
            "properties": proprietes,
        }
        conditions = [_condition(c, c.obligatoire) for c in self.champs if isinstance(c.obligatoire, Si)]
        return {**schema, "allOf": conditions} if conditions else schema


def _condition(champ: Champ, si: Si) -> Schema:
    """Le champ, non null, est exigé quand la condition est remplie."""
    exige = {**champ.nature.schema(), "description": f"{champ.libelle}."}
    remplie = {"properties": {si.cle: {"enum": list(si.valeurs)}}, "required": [si.cle]}
    return {"if": remplie, "then": {"properties": {champ.cle: exige}, "required": [champ.cle]}}


def _attribut(objet: Any, nom: str) -> Any:
    return objet[nom] if isinstance(objet, Mapping) else getattr(objet, nom)


class Liste(Nature):
    """Liste de valeurs de même nature.

    `minimum` à zéro l'admet vide. `sans_doublon` : attribut qui ne se répète pas d'un objet à l'autre, ou
    « » pour des valeurs simples ; l'erreur vise le second.
    """

    neutre = ()

    def __init__(
        self,
        element: Nature,
        *,
        minimum: int = 1,
        maximum: int | None = None,
        sans_doublon: str | None = None,
    ) -> None:
        self.element, self.minimum, self.maximum = element, minimum, maximum
        self.sans_doublon = sans_doublon

    def lire(self, valeur: object, lieu: Lieu, erreurs: Erreurs) -> Any:
        """Valeurs lues ; `type-invalide`, `liste-vide`, `hors-bornes`, `doublon` et leurs propres erreurs."""
        if type(valeur) is not list:
            return self._refuser(lieu, erreurs, "type-invalide", "Une liste est attendue.")
        if not valeur and self.minimum:
            return self._refuser(lieu, erreurs, "liste-vide", "La liste ne peut pas être vide.")
        if len(valeur) < self.minimum or (self.maximum is not None and len(valeur) > self.maximum):
            erreurs.ajouter(lieu, "hors-bornes", self._phrase())
        lire = self.element.lire
        lus = tuple([lire(brut, (lieu, rang), erreurs) for rang, brut in enumerate(valeur)])
        if self.sans_doublon is not None and len(lus) > 1:
            self._doublons(lus, lieu, erreurs)
        return lus

    def _doublons(self, lus: Sequence[Any], lieu: Lieu, erreurs: Erreurs) -> None:
        vues: set[Hashable] = set()
        for rang, lu in enumerate(lus):
            ici: Lieu = (lieu, rang)
            cle = lu
            if self.sans_doublon:
                ici, cle = (ici, self.sans_doublon), _attribut(lu, self.sans_doublon)
            if not erreurs.sain((lieu, rang), ici):
                continue
            if cle in vues:
                erreurs.ajouter(ici, "doublon", "Cette valeur est déjà employée plus haut.")
            vues.add(cle)

    def _phrase(self) -> str:
        if self.minimum == self.maximum:
            return f"{self.minimum} valeurs sont attendues."
        return f"Entre {self.minimum} et {self.maximum} valeurs sont attendues."

    def ecrire(self, valeur: Any) -> Any:
        """Liste des valeurs écrites."""
        return [self.element.ecrire(v) for v in valeur]

    def schema(self) -> Schema:
        """Tableau borné."""
        bornes = {} if self.maximum is None else {"maxItems": self.maximum}
        return {"type": "array", "items": self.element.schema(), "minItems": self.minimum, **bornes}
