"""Calculs des adhésions."""

from __future__ import annotations

from adhesions.regles.participation import FORFAIT_AGENT, MODES, POURCENTAGE, participation_cdg
from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.formes import Champ, Objet, Si
from cdg_portal.socle.natures import MONTANT, POUR_CENT_LIBRE, Choix, Entier

_FORFAIT, _POURCENTAGE = Si("mode", (FORFAIT_AGENT,)), Si("mode", (POURCENTAGE,))

CALCULS = (
    Calcul(
        "participation-cdg",
        "Participation due au centre de gestion",
        Objet(
            Champ(
                "mode",
                "Mode de calcul",
                Choix(MODES),
                aide="Celui de l'adhésion ; les champs de l'autre mode sont ignorés",
                exemple=FORFAIT_AGENT,
            ),
            Champ(
                "agents",
                "Agents CNRACL au premier jour de l'adhésion",
                Entier(unite="agents"),
                _FORFAIT,
                True,
                aide="Titulaires et stagiaires ; ce nombre ne change plus ensuite",
                exemple=124,
            ),
            Champ("montant_unitaire", "Montant par agent", MONTANT, _FORFAIT, True, exemple="70.00"),
            Champ(
                "assiette",
                "Assiette de cotisation annuelle",
                MONTANT,
                _POURCENTAGE,
                True,
                aide="Somme des rémunérations annuelles assurées",
                exemple="3198033.00",
            ),
            Champ("taux", "Taux appliqué à l'assiette", POUR_CENT_LIBRE, _POURCENTAGE, True, exemple="0.20"),
        ),
        Objet(Champ("montant", "Participation due", MONTANT)),
        participation_cdg,
    ),
)
