"""Adresses de l'API."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from cdg_portal.accueil.api import vues
from cdg_portal.calculs.registre import CALCULS

app_name = "api"
urlpatterns = [
    path("", login_not_required(RedirectView.as_view(pattern_name="api:documentation")), name="racine"),
    path("schema/", vues.Schema.as_view(), name="schema"),
    path("documentation/", vues.Documentation.as_view(), name="documentation"),
    path("v1/calculs/", vues.ListeDesCalculs.as_view(), name="calculs"),
    *(
        path(f"v1/calculs/{calcul.nom}", vues.vue_de(calcul).as_view(), name=f"calcul-{calcul.nom}")
        for calcul in CALCULS.values()
    ),
]
