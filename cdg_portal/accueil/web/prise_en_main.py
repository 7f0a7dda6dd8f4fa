"""Les prises en main et l'aide de chaque écran. Ces pages ne lisent aucune table."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cdg_portal.accueil.aide.lecture import guides, sections
from cdg_portal.perimetres.acces import requiert
from cdg_portal.perimetres.roles import roles_tenus


@require_safe
@requiert("aide.lire")
def ecrans(request: HttpRequest) -> HttpResponse:
    """À quoi sert chaque écran ; l'en-tête des pages y renvoie, à la bonne section."""
    return render(request, "aide/ecrans.html", {"sections": sections()})


@require_safe
@requiert("aide.lire")
def liste(request: HttpRequest) -> HttpResponse:
    """Les prises en main, celles des rôles de la personne d'abord."""
    tenus = roles_tenus(request)
    classes = sorted(guides().values(), key=lambda g: not tenus & set(g.roles))
    return render(
        request, "aide/prises_en_main.html", {"guides": [(g, bool(tenus & set(g.roles))) for g in classes]}
    )


@require_safe
@requiert("aide.lire")
def guide(request: HttpRequest, nom: str) -> HttpResponse:
    """Une prise en main, pas à pas."""
    trouve = guides().get(nom)
    if trouve is None:
        raise Http404
    images = [(etape, f"img/aide/{etape.image}.webp") for etape in trouve.etapes]
    return render(request, "aide/prise_en_main.html", {"guide": trouve, "etapes": images})
