"""Impression du tableau et des indicateurs à l'écran de la commande `demo`."""

from typing import Any

from cdg_portal.accueil.demonstration.types import DonneesDemonstration
from cdg_portal.accueil.jeu.tableau import SANS_OBJET, Ligne
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


def imprimer_indicateurs(donnees: DonneesDemonstration, sortie: Any) -> None:
    """Absentéisme des douze mois qui précèdent la date de référence, toutes collectivités."""
    au = donnees.date_de_reference
    resultat = indicateurs(du=au.replace(year=au.year - 1), au=au)
    if resultat.decision is None:
        sortie.write("Aucun agent présent : pas d'indicateur.")
        return
    v = resultat.decision.valeur
    sortie.write(
        f"\nAbsentéisme du {resultat.du:%d/%m/%Y} au {au:%d/%m/%Y}, {resultat.effectif} agents présents :"
        f" taux {_fr(v.taux_calendaire)} %, gravité {_fr(v.gravite)} jours par arrêt,"
        f" fréquence {_fr(v.frequence)} arrêts pour 100 agents, exposition {_fr(v.exposition)} %."
    )
    for nature in resultat.par_nature:
        i = nature.indicateurs
        sortie.write(
            f"  {nature.libelle:<45} {nature.jours:>6} jours  taux {_fr(i.taux_calendaire):>5} %"
            f"  gravité {_fr(i.gravite):>7}  fréquence {_fr(i.frequence):>6}  exposition {_fr(i.exposition):>6} %"
        )


def _fr(valeur: Any) -> str:
    return SANS_OBJET if valeur is None else f"{valeur}".replace(".", ",")
