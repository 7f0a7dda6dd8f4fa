"""Une valeur du résultat, écrite à la française selon sa nature."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.simulateurs.valeurs import date_tapee, grouper
from cdg_portal.accueil.templatetags.affichage import nombre_fr, pourcent_fr
from cdg_portal.socle.formes import Champ, Liste
from cdg_portal.socle.montant import INSECABLE, en_francais
from cdg_portal.socle.natures import Choix, Entier, Jour, Nombre, OuiNon
from sinistres.selectors.explication import RAISONS

MOTIFS = {**RAISONS, "requalification": "nature issue d'une requalification"}
DITS_PAR_LE_DROIT = ("carence", "droits-epuises", "attente-decision")
# Des parts entre 0 et 1, montrées en pour cent.
PARTS = {"proportion"}


def ecrire_valeur(champ: Champ, valeur: Any) -> str:
    """La valeur d'un champ, à la française."""
    nature = champ.nature
    if valeur is None:
        return ""
    if isinstance(nature, Jour):
        return date_tapee(str(valeur))
    if isinstance(nature, OuiNon):
        return "Oui" if valeur else "Non"
    if isinstance(nature, Choix):
        libelle = nature.libelles.get(valeur, str(valeur)).split(",")[0]
        return libelle[:1].upper() + libelle[1:]
    if isinstance(nature, Liste):
        return " ; ".join(motifs_en_clair(valeur))
    if isinstance(nature, Nombre):
        return _ecrire_nombre(champ.cle, nature, Decimal(valeur))
    if isinstance(nature, Entier):
        return nombre_fr(valeur) + (f"{INSECABLE}{nature.unite}" if nature.unite else "")
    return str(valeur)


def _ecrire_nombre(cle: str, nature: Nombre, valeur: Decimal) -> str:
    if cle in PARTS:
        return str(pourcent_fr(valeur * 100, 0))
    if nature.unite == "€" and valeur == valeur.quantize(Decimal("0.01")):
        return en_francais(valeur)
    nombre = grouper(format(valeur, "f"))
    return f"{nombre}{INSECABLE}{nature.unite}" if nature.unite else nombre


def motifs_en_clair(valeurs: Iterable[Any]) -> list[str]:
    """Les motifs en clair ; ceux que le droit dit déjà sont tus."""
    return [MOTIFS.get(v, str(v)) for v in valeurs if v not in DITS_PAR_LE_DROIT]
