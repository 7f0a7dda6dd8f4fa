"""Le journal : actes, accès, chaîne et scellements. Tout y est en ajout seul."""

from cdg_portal.journal.models.acces import Acces
from cdg_portal.journal.models.acte import Evenement
from cdg_portal.journal.models.sceau import Effacement, Feuille, Maillon, Scellement

__all__ = ["Acces", "Effacement", "Evenement", "Feuille", "Maillon", "Scellement"]
