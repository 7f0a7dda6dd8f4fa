"""Calculs des cotisations."""

from __future__ import annotations

from cdg_portal.calculs.formes import Calcul
from cdg_portal.socle.formes import Champ, Liste, Objet
from cdg_portal.socle.natures import MONTANT, POUR_CENT_LIBRE, Choix, Entier, Texte
from cotisations.regles.cotisation import ELEMENTS, TauxGarantie, cotisation

FRACTIONS_MAXIMALES = 366

_EXEMPLES = {"TIB": "2697159.00", "NBI": "17132.00"}
_TAUX = Objet(
    Champ("garantie", "Garantie", Texte(), aide="Nom ou code, une seule fois", exemple="CITIS"),
    Champ("taux", "Taux de cotisation", POUR_CENT_LIBRE, aide="De l'assiette retenue", exemple="1.50"),
    construire=TauxGarantie,
)
_LIGNE = Objet(
    Champ("garantie", "Garantie", Texte()),
    Champ("assiette", "Assiette retenue", MONTANT),
    Champ("taux", "Taux", POUR_CENT_LIBRE),
    Champ("montant", "Cotisation", MONTANT),
)


def _assiette(**montants: object) -> dict[str, object]:
    """Masses déclarées seulement."""
    return {element: montant for element, montant in montants.items() if montant is not None}


CALCULS = (
    Calcul(
        "cotisation",
        "Cotisation annuelle et échéances",
        Objet(
            Champ(
                "assiette",
                "Masses annuelles déclarées",
                Objet(
                    *(
                        Champ(cle, libelle, MONTANT, False, nom=cle, exemple=_EXEMPLES.get(cle))
                        for cle, libelle in ELEMENTS.items()
                    ),
                    construire=_assiette,
                ),
                aide="Total de l'année pour tous les agents ; un élément non déclaré compte pour zéro",
            ),
            Champ(
                "elements",
                "Éléments assurés",
                Liste(Choix(ELEMENTS), sans_doublon=""),
                aide="Ceux que la collectivité a choisis : eux seuls entrent dans l'assiette",
                exemple=["TIB", "NBI"],
            ),
            Champ("taux", "Taux par garantie", Liste(_TAUX, sans_doublon="garantie")),
            Champ(
                "fractions",
                "Nombre d'échéances",
                Entier(1, FRACTIONS_MAXIMALES),
                aide="Payer en plusieurs fois ne change pas le total ; le reliquat va sur la dernière",
                exemple=4,
            ),
        ),
        Objet(
            Champ("lignes", "Cotisation par garantie", Liste(_LIGNE)),
            Champ("total", "Cotisation annuelle", MONTANT),
            Champ("echeances", "Échéances, le reliquat sur la dernière", Liste(MONTANT)),
        ),
        cotisation,
    ),
)
