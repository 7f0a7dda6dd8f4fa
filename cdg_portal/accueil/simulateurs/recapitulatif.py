"""Les données d'une simulation, à relire : chaque groupe et ce qui y est renseigné."""

from __future__ import annotations

from dataclasses import dataclass, field

from cdg_portal.accueil.simulateurs.arbre import Depliage, Feuille, Groupe, Repetition, case_seule
from cdg_portal.accueil.simulateurs.valeurs import ecrire, lire
from cdg_portal.socle.formes import Liste
from cdg_portal.socle.montant import INSECABLE
from cdg_portal.socle.natures import Choix, OuiNon


@dataclass(slots=True)
class Donnees:
    """Un groupe de données, ou les lignes de même forme d'une liste."""

    titre: str
    valeurs: list[tuple[str, str]] = field(default_factory=list)
    colonnes: list[str] = field(default_factory=list)
    lignes: list[list[str]] = field(default_factory=list)


def recapituler(depliage: Depliage) -> list[Donnees]:
    """Groupes dans l'ordre de la page ; ce qui est vide, ou sans objet, n'y est pas."""
    groupes: list[Donnees] = []
    _parcourir(depliage, depliage.racine, "", groupes)
    return [g for g in groupes if g.valeurs or g.lignes]


def _parcourir(depliage: Depliage, noeud: Groupe, titre: str, groupes: list[Donnees]) -> None:
    ici = Donnees(titre)
    groupes.append(ici)
    for fils in noeud.noeuds:
        if depliage.sans_objet(fils):
            continue
        if isinstance(fils, Feuille):
            if texte := _texte(depliage, fils):
                ici.valeurs.append((fils.libelle, texte))
        elif isinstance(fils, Groupe):
            _parcourir(depliage, fils, _sous(titre, fils.titre), groupes)
        else:
            _lignes(depliage, fils, titre, ici, groupes)


def _lignes(depliage: Depliage, liste: Repetition, titre: str, ici: Donnees, groupes: list[Donnees]) -> None:
    simples = [ligne for ligne in liste.lignes if isinstance(ligne, Groupe) and _sans_groupe(ligne)]
    if simples and len(simples) == len(liste.lignes):
        groupes.append(_en_tableau(depliage, simples, _sous(titre, liste.titre)))
        return
    for ligne in liste.lignes:
        if isinstance(ligne, Groupe):
            _parcourir(depliage, ligne, _sous(titre, ligne.titre), groupes)
        elif texte := _texte(depliage, ligne):
            ici.valeurs.append((ligne.libelle, texte))


def _sans_groupe(groupe: Groupe) -> bool:
    return all(isinstance(n, Feuille) for n in groupe.noeuds)


def _en_tableau(depliage: Depliage, lignes: list[Groupe], titre: str) -> Donnees:
    """Les lignes d'une liste, une par rang ; les colonnes jamais remplies sont omises."""
    tous = [[_texte(depliage, n) for n in ligne.noeuds if isinstance(n, Feuille)] for ligne in lignes]
    gardees = [rang for rang in range(len(tous[0])) if any(textes[rang] for textes in tous)]
    return Donnees(
        titre,
        colonnes=[lignes[0].noeuds[rang].libelle for rang in gardees],
        lignes=[[textes[rang] for rang in gardees] for textes in tous] if gardees else [],
    )


def _sous(titre: str, fils: str) -> str:
    return f"{titre}, {fils[0].lower()}{fils[1:]}" if titre else fils


def _texte(depliage: Depliage, feuille: Feuille) -> str:
    nature, tapes = feuille.nature, depliage.tapes
    if isinstance(nature, Liste) and isinstance(nature.element, Choix):
        return ", ".join(nature.element.libelles.get(v, v) for v in tapes.getlist(feuille.nom))
    if case_seule(feuille):
        return "oui" if feuille.nom in tapes else ""
    texte = tapes.get(feuille.nom, "").strip()
    if not texte:
        return ""
    if isinstance(nature, Choix):
        return nature.libelles.get(texte, texte)
    if isinstance(nature, OuiNon):
        return texte
    ecrit = ecrire(nature, lire(nature, texte).valeur)
    unite = getattr(nature, "unite", "")
    return f"{ecrit}{INSECABLE}{unite}" if unite else ecrit
