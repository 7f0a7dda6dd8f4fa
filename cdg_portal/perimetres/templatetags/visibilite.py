"""Balises de visibilité : un gabarit n'écrit une valeur de la table champ × rôle qu'à travers elles.

{% selon_visibilite "identite_agent" sinistre.collectivite_id %}{{ sinistre.agent }}{% finselon %}
{% voit "dates_arret" bordereau.collectivite_id as dates %}{% if dates %}<c-entete>Période</c-entete>{% endif %}
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cdg_portal.perimetres import visibilite

register = template.Library()


@register.simple_tag(takes_context=True)
def voit(context: template.Context, champ: str, collectivite_id: int | None = None) -> bool:
    """Vrai si la personne connectée voit ce champ sur cette collectivité (aucune : quelque part)."""
    return visibilite.voit(context["request"], champ, collectivite_id)


@register.simple_tag(takes_context=True)
def montre(context: template.Context, champ: str, collectivite_id: int | None = None) -> bool:
    """Vrai s'il y a quelque chose à montrer, valeur ou « masqué » : une colonne entière en dépend."""
    return visibilite.visibilite_sur(context["request"], champ, collectivite_id) is not visibilite.ABSENT


class _Selon(template.Node):
    def __init__(self, champ: FilterExpression, ou: FilterExpression | None, contenu: NodeList) -> None:
        self.champ, self.ou, self.contenu = champ, ou, contenu

    def render(self, context: template.Context) -> SafeString:
        """La valeur, la mention « masqué », ou rien."""
        ou: Any = self.ou.resolve(context) if self.ou else None
        if self.ou and ou is None:
            raise template.TemplateSyntaxError(f"{self.ou} ne désigne aucune collectivité.")
        niveau = visibilite.visibilite_sur(context["request"], self.champ.resolve(context), ou)
        if niveau is visibilite.VISIBLE:
            return self.contenu.render(context)
        if niveau is visibilite.MASQUE:
            return format_html('<span class="st-absent">{}</span>', visibilite.TEXTE_MASQUE)
        return SafeString("")


@register.tag
def selon_visibilite(parser: Parser, token: Token) -> _Selon:
    """`{% selon_visibilite champ collectivite_id %}valeur{% finselon %}` : la valeur, « masqué… », ou rien."""
    _, champ, *ou = token.split_contents()
    if len(ou) > 1:
        raise template.TemplateSyntaxError("selon_visibilite attend un champ et, au plus, une collectivité.")
    contenu = parser.parse(("finselon",))
    parser.delete_first_token()
    return _Selon(parser.compile_filter(champ), parser.compile_filter(ou[0]) if ou else None, contenu)
