"""Un terme du glossaire, pour <c-terme>."""

from django import template

from cdg_portal.socle.glossaire import Terme, terme

register = template.Library()


@register.simple_tag
def terme_du_glossaire(mot: str) -> Terme:
    """Le terme ; un mot absent du glossaire est une faute de gabarit."""
    return terme(mot)
