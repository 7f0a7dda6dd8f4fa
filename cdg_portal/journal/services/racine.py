"""Porter la racine du journal hors de la base : c'est elle qui montrera une fin de chaîne coupée."""

from contextlib import suppress
from datetime import date

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.comptes.courriels import composer
from cdg_portal.journal.models import Evenement
from cdg_portal.journal.selectors.etat import OBJET_RACINE, derniere_racine
from cdg_portal.perimetres.selectors import organisme_gestionnaire


def racine_envoyer(*, le: date) -> str:
    """Envoie la dernière racine à DPO_COURRIEL, le consigne et la rend ; vide si aucune adresse ou rien de scellé."""
    racine = derniere_racine()
    if not racine or not settings.DPO_COURRIEL:
        return ""
    # Envoyé tout de suite : un serveur de courriel muet doit faire échouer la tâche, qui sera reprise.
    composer(settings.DPO_COURRIEL, "racine_du_journal", {"le": le, "racine": racine}).send()
    # Amorçage : tant que le Centre de gestion n'est pas enregistré, rien ne garde ses actes.
    with suppress(ObjectDoesNotExist), hors_perimetre("consigner l'envoi de la racine du journal"):
        Evenement.objects.create(
            collectivite_id=organisme_gestionnaire().pk,
            le=le,
            action="racine-envoyee",
            objet_type="journal.scellement",
            objet_uid=OBJET_RACINE,
            libelle=f"Racine du journal envoyée au-dehors : scellement {racine.partition(':')[0]}",
        )
    return racine
