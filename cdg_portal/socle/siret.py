"""Numéro SIRET d'un établissement : normalisation et contrôle de la clé (La Poste comprise)."""

from __future__ import annotations

from stdnum.exceptions import InvalidFormat, InvalidLength, ValidationError
from stdnum.fr import siret

from cdg_portal.socle.erreurs import ErreurMetier


class SiretInvalide(ErreurMetier):
    """Le texte n'est pas un SIRET."""

    def __init__(self, message: str) -> None:
        super().__init__("siret-invalide", message, champ="siret")


def normaliser_siret(texte: str) -> str:
    """Rend les 14 chiffres du SIRET (espaces, insécables et points retirés).

    Lève `SiretInvalide` : caractères, longueur ou clé. Les établissements de La Poste suivent leur
    propre règle de clé (somme des chiffres multiple de 5).
    """
    propre = "".join(texte.split())
    try:
        return str(siret.validate(propre))
    except InvalidLength:
        raise SiretInvalide("Un SIRET compte 14 chiffres.") from None
    except InvalidFormat:
        raise SiretInvalide("Un SIRET ne contient que des chiffres.") from None
    except ValidationError:
        raise SiretInvalide("La clé de ce SIRET est fausse : vérifiez la saisie.") from None
