"""Les adresses concrètes d'un motif : pour les objets d'une collectivité, ou pour des objets qui n'existent pas."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import UUID

from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import perimetre
from sinistres.models import Sinistre
from sinistres.web.catalogue import ACTES
from tests.cloisonnement.matrice import DOCUMENT, MATRICE, SANS_NOM, TRAVAIL
from tests.cloisonnement.monde import CDG, Locataire, Monde

UID_ABSENT = UUID("0192f0c4-dead-7000-8000-00000000dead")
PK_ABSENT = 999_999_999
# Un document ou un travail de chaque sorte ; ailleurs, le premier objet suffit.
TOUS = (DOCUMENT, TRAVAIL)


def _dossier(objet: Any) -> Any:
    return objet.sinistre if hasattr(objet, "sinistre") else objet.arret.sinistre


class Adresses:
    """Fabrique d'adresses pour un monde ; `lettre` None : objets absents."""

    def __init__(self, monde: Monde, globaux: dict[str, tuple[int, Any]]) -> None:
        self.monde, self.globaux = monde, globaux
        with perimetre(CDG):
            self._possibles = {cle: dict(self._actes(loc)) for cle, loc in monde.locataires.items()}

    def _objets(self, modele: str, lettre: str | None, *, tous: bool = False) -> list[Any]:
        par_pk = modele.startswith("pk:")
        modele = modele.removeprefix("pk:")
        if modele in self.globaux:
            return [self.globaux[modele][0 if par_pk else 1]]
        if lettre is None:
            return [PK_ABSENT if par_pk else UID_ABSENT]
        lignes = self.monde.locataires[lettre].objets.get(modele, [])
        if modele not in TOUS and not tous:
            lignes = lignes[:1]
        return [pk if par_pk else uid for pk, uid in lignes]

    def de(self, nom: str, lettre: str | None, *, tous: bool = False) -> Iterator[str]:
        """Chaque adresse de ce motif pour les objets de cette collectivité (None : des objets absents).

        `tous` : chaque objet, et non le premier ; pour trouver celui sur lequel une écriture aboutit.
        """
        if nom in SANS_NOM:
            yield from self._sans_nom(nom, lettre)
        elif nom in ("sinistres:acte", "sinistres:acte_sur"):
            yield from (
                self._actes_sur_tout(nom, lettre) if tous and lettre else self._pages_d_actes(nom, lettre)
            )
        else:
            ligne = MATRICE[nom]
            choix = {p: self._objets(m, lettre, tous=tous) for p, m in ligne.objets.items()} | dict(
                ligne.mots
            )
            for valeurs in product(*choix.values()):
                yield reverse(nom, kwargs=dict(zip(choix, valeurs, strict=True)))

    def _sans_nom(self, forme: str, lettre: str | None) -> Iterator[str]:
        modele = SANS_NOM[forme]
        if not modele:
            yield "/admin/page-inconnue/"
            return
        for pk in self._objets(modele, lettre):
            yield "/" + forme.replace("<path:object_id>", str(pk))

    def _actes(self, locataire: Locataire) -> Iterator[tuple[str, tuple[Any, Any]]]:
        """Pour chaque acte, un dossier et un objet où il est possible (à défaut, le premier)."""
        dossiers = list(Sinistre.objects.filter(collectivite=locataire.collectivite).order_by("pk"))
        for cle, acte in ACTES.items():
            if acte.cible is Sinistre:
                choisi = next((s for s in dossiers if acte.possible(s)), dossiers[0])
                yield cle, (choisi.uid, None)
                continue
            objets = list(acte.cible.objects.filter(collectivite=locataire.collectivite).order_by("pk"))
            objet = next((o for o in objets if acte.possible(o)), objets[0])
            yield cle, (_dossier(objet).uid, objet.uid)

    def _actes_sur_tout(self, nom: str, lettre: str) -> Iterator[str]:
        """Chaque acte sur chaque dossier, ou sur chaque objet de dossier, de cette collectivité."""
        siens = {"collectivite": self.monde.locataires[lettre].collectivite}
        with perimetre(CDG):
            for cle, acte in ACTES.items():
                sur_objet = acte.cible is not Sinistre
                if sur_objet != (nom == "sinistres:acte_sur"):
                    continue
                for objet in acte.cible.objects.filter(**siens).order_by("pk"):
                    reste = [_dossier(objet).uid, cle, objet.uid] if sur_objet else [objet.uid, cle]
                    yield reverse(nom, args=reste)

    def _pages_d_actes(self, nom: str, lettre: str | None) -> Iterator[str]:
        """Chaque acte du catalogue ; chez autrui, aussi le dossier d'ici avec l'objet de là-bas."""
        for cle, acte in ACTES.items():
            sur_objet = acte.cible is not Sinistre
            if sur_objet != (nom == "sinistres:acte_sur"):
                continue
            dossier, objet = self._possibles[lettre][cle] if lettre else (UID_ABSENT, UID_ABSENT)
            yield reverse(nom, args=[dossier, cle, objet] if sur_objet else [dossier, cle])

    def croisees(self, chez_soi: str, autrui: str) -> Iterator[str]:
        """Chaque acte sur un dossier d'ici, avec un objet d'autrui."""
        for cle, acte in ACTES.items():
            if acte.cible is not Sinistre:
                dossier, _ = self._possibles[chez_soi][cle]
                yield reverse("sinistres:acte_sur", args=[dossier, cle, self._possibles[autrui][cle][1]])

    def identifiants(self, lettre: str, par_uid: bool) -> dict[str, Any]:
        """Ce qu'un formulaire trafiqué enverrait : les identifiants d'autrui, sous tous les noms de champ."""
        objets = self.monde.locataires[lettre].objets
        trouves: dict[str, Any] = {}
        for modele, lignes in objets.items():
            if lignes:
                nom = modele.split(".")[1].lower()
                valeur = str(lignes[0][1]) if par_uid else str(lignes[0][0])
                trouves |= {nom: valeur, f"{nom}_id": valeur, f"{nom}_uid": valeur}
        trouves |= {"origine": trouves["sinistre"], "delegant": trouves["compte"], "objet": trouves["agent"]}
        return trouves


__all__ = ["Adresses"]
