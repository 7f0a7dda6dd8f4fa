"""Calcul de l'indemnisation : ce que l'assureur doit pour les arrêts d'un agent."""

from __future__ import annotations

from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.formes import Champ, Liste, Objet
from cdg_portal.socle.natures import MONTANT, Choix, Entier, Jour, Nombre, OuiNon, Texte
from sinistres.regles.articles import DROITS
from sinistres.regles.contrat_json import decider, ecrire
from sinistres.regles.entree import NATURES
from sinistres.regles.forme_entree import ENTREE

LIGNE = Objet(
    Champ("du", "Premier jour", Jour()),
    Champ("au", "Dernier jour, inclus", Jour()),
    Champ("jours", "Jours calendaires", Entier()),
    Champ("nature", "Nature des jours", Choix(NATURES)),
    Champ("droit", "Droit de l'agent", Choix(DROITS)),
    Champ("franchise", "Jours en franchise", OuiNon()),
    Champ("couvert", "Jours couverts par le contrat", OuiNon()),
    Champ("ij", "Indemnité d'un jour pour ce droit, remboursée à 100 %", MONTANT),
    Champ("proportion", "Part du traitement maintenue", Nombre(unite="")),
    Champ("montant", "Montant dû", MONTANT),
    Champ("motifs", "Ce qui a pesé sur ces jours", Liste(Texte(), minimum=0)),
)
SINISTRE = Objet(
    Champ("reference", "Référence du sinistre", Texte()),
    Champ("lignes", "Segments de jours", Liste(LIGNE, minimum=0)),
    Champ("avant_requalification", "Total sans les requalifications du sinistre", MONTANT),
    Champ("total", "Total dû", MONTANT),
    Champ("solde", "Solde : complément, ou indu s'il est négatif", MONTANT),
)
CALCULS = (
    Calcul(
        "indemnisation",
        "Ce que l'assureur doit pour les arrêts d'un agent",
        ENTREE,
        Objet(
            Champ("sinistres", "Résultat de chaque sinistre", Liste(SINISTRE)),
            Champ("total", "Total de l'agent", MONTANT),
        ),
        decider,
        ecrire,
    ),
)
