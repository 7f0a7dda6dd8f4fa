"""Adresses des brouillons."""

from django.urls import path

from cdg_portal.saisies.web import vues

app_name = "saisies"
urlpatterns = [
    path("saisies/garder/", vues.garder, name="garder"),
    path("saisies/<uuid:uid>/abandonner/", vues.abandonner, name="abandonner"),
]
