"""Frais médicaux imputables au service : pris en charge en entier, contrôlés selon leur prix."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cdg_portal.socle.decision import Decision, Etape
from cdg_portal.socle.ecriture import au_centime, euros, nombre, valeur_exacte
from cdg_portal.socle.montant import arrondi
from sinistres.regles.parametres_dates import parametre

Controle = Literal["MATERIEL", "UTILITE"]
CONTROLES: dict[Controle, str] = {
    "MATERIEL": "Contrôle matériel de la facture",
    "UTILITE": "Preuve de l'utilité des soins",
}
ARTICLES = ("CGFP L.822-24", "R-CIT-04")


@dataclass(frozen=True, slots=True)
class FraisMedicaux:
    """Montant pris en charge (€) et contrôle que son prix appelle."""

    pris_en_charge: Decimal
    controle: Controle


def frais_medicaux(*, facture: Decimal, tarif_securite_sociale: Decimal) -> Decision[FraisMedicaux]:
    """La facture (€) est due en entier, sans plafond ; sous 170 % du tarif (€), un contrôle matériel suffit.

    Le seuil n'est pas arrondi ; l'entrée n'étant pas datée, c'est le dernier connu. Source : CGFP L.822-24,
    guide de la DGAFP.
    """
    multiple = parametre("frais_medicaux_seuil").derniere
    seuil = Fraction(tarif_securite_sociale) * Fraction(multiple)
    controle: Controle = "MATERIEL" if facture < seuil else "UTILITE"
    compare = "sous le seuil" if controle == "MATERIEL" else "le seuil est atteint"
    pris = arrondi(facture)
    calcul = f"{euros(tarif_securite_sociale)} × {nombre(multiple, 2)} = {euros(seuil)}"
    etapes = (
        Etape(f"Seuil du contrôle : {calcul}", ARTICLES, valeur_exacte(seuil)),
        Etape(f"Facture de {euros(facture)}, {compare} : {CONTROLES[controle].lower()}", ARTICLES, controle),
        Etape(f"Prise en charge, la facture entière : {au_centime(Fraction(facture))}", ARTICLES, str(pris)),
    )
    return Decision(FraisMedicaux(pris, controle), etapes)
