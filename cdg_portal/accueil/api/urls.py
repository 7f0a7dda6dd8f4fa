"""Adresses de l'API."""

from django.contrib.auth.decorators import login_not_required
from django.db.transaction import non_atomic_requests
from django.urls import path
from django.views.generic import RedirectView

from cdg_portal.accueil.api import vues
from cdg_portal.calculs.registre import CALCULS

_documentation = RedirectView.as_view(pattern_name="api:documentation")

app_name = "api"
urlpatterns = [
    path("", non_atomic_requests(login_not_required(_documentation)), name="racine"),
    path("schema/", vues.Schema.as_view(), name="schema"),
    path("documentation/", vues.Documentation.as_view(), name="documentation"),
    path("v1/calculs/", vues.ListeDesCalculs.as_view(), name="calculs"),
    *(
        path(f"v1/calculs/{calcul.nom}", vues.vue_de(calcul).as_view(), name=f"calcul-{calcul.nom}")
        for calcul in CALCULS.values()
    ),
]
