"""Impression du tableau et des indicateurs à l'écran de la commande `demo`."""

from typing import Any

from cdg_portal.accueil.demonstration.types import DonneesDemonstration
from cdg_portal.accueil.jeu.tableau import SANS_OBJET, Ligne, en_virgule
from prevention.selectors import indicateurs

LARGEURS = (18, 50, 17, 17, 17)


def imprimer(lignes: list[Ligne], sortie: Any) -> int:
    """Écrit le tableau ; rend le nombre de lignes non tenues."""
    entetes = ("Cas", "Chiffre", "Attendu", "Obtenu (base)", "Obtenu (PDF)")
    sortie.write("\n" + _rangee(entetes) + "  ")
    sortie.write("-" * (sum(LARGEURS) + 2 * len(LARGEURS) + 2))
    for ligne in lignes:
        pdf = SANS_OBJET if ligne.pdf is None else ligne.pdf
        rangee = _rangee((ligne.cas, ligne.libelle, ligne.attendu, ligne.base, pdf))
        sortie.write(rangee + ("  ok" if ligne.tenue else "  ÉCART"))
    manquants = sum(not ligne.tenue for ligne in lignes)
    sortie.write(
        f"\n{len(lignes)} chiffres comparés, {manquants} écart(s)."
        + ("" if manquants else " Tout est obtenu au centime.")
    )
    return manquants


def _rangee(valeurs: tuple[str, ...]) -> str:
    cellules = []
    for i, (valeur, largeur) in enumerate(zip(valeurs, LARGEURS, strict=True)):
        texte = valeur if len(valeur) <= largeur else valeur[: largeur - 1] + "…"
        cellules.append(texte.rjust(largeur) if i >= 2 else texte.ljust(largeur))
    return "  ".join(cellules)


def imprimer_natures(donnees: DonneesDemonstration, sortie: Any) -> None:
    """Détail par nature des absences de la période du tableau."""
    attendu = donnees.absenteisme
    resultat = indicateurs(du=attendu.du, au=attendu.au)
    sortie.write(f"\nAbsentéisme par nature, du {attendu.du:%d/%m/%Y} au {attendu.au:%d/%m/%Y} :")
    for nature in resultat.par_nature:
        i = nature.indicateurs
        sortie.write(
            f"  {nature.libelle:<45} {nature.jours:>6} jours  taux {en_virgule(i.taux_calendaire):>5} %"
            f"  gravité {en_virgule(i.gravite):>7}  fréquence {en_virgule(i.frequence):>6}"
            f"  exposition {en_virgule(i.exposition):>6} %"
        )
