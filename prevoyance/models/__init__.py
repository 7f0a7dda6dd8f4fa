"""Prévoyance de l'agent : il adhère, cotise et reçoit ; l'employeur n'est que l'intermédiaire."""

from prevoyance.models.adhesion import AdhesionAgent
from prevoyance.models.cotisation import CotisationAgent
from prevoyance.models.prestation import Prestation

__all__ = ["AdhesionAgent", "CotisationAgent", "Prestation"]
