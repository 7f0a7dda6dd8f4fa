"""Un travail d'essai qui prend un numéro, l'écrit, et laisse le temps d'être tué entre les deux."""

import time
from datetime import date
from typing import Any

from cdg_portal.documents.numeros import numeroter
from cdg_portal.journal.services import consigner
from cdg_portal.perimetres.models import Collectivite
from cdg_portal.travaux.models import Travail
from cdg_portal.travaux.registre import travail

EMISSION = "essais.emission"
PRISE = "ESSAI"


@travail(EMISSION)
def emettre(parametres: dict[str, Any], travail_: Travail) -> str:
    """Prend un numéro et le consigne au journal de la collectivité."""
    collectivite = Collectivite.objects.get(pk=parametres["collectivite"])
    numero = numeroter(PRISE, le=date(2026, 6, 15))
    time.sleep(0.3)
    consigner(objet=collectivite, action="essai", libelle=numero, le=date(2026, 6, 15))
    return numero
