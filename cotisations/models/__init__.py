"""Ce qui est dû : base déclarée, appels, participation du CDG."""

from cotisations.models.appel import Appel, BaseDeclaree, Echeance, LigneAppel
from cotisations.models.participation import Encaissement, Participation

__all__ = ["Appel", "BaseDeclaree", "Echeance", "Encaissement", "LigneAppel", "Participation"]
