"""Adresses des bases déclarées, des appels et des participations."""

from django.urls import path

from cotisations.web import appels, bases, participations

app_name = "cotisations"
urlpatterns = [
    path("appels/", appels.liste, name="appels"),
    path("appels/export.csv", appels.export, name="appels_csv"),
    path("appels/declarer/<uuid:adhesion_uid>/", bases.declarer, name="declarer"),
    path("appels/<uuid:uid>/", appels.fiche, name="appel"),
    path("appels/<uuid:uid>/verifier/", appels.verifier, name="verifier"),
    path("appels/<uuid:uid>/valider/", appels.valider, name="valider"),
    path("appels/<uuid:uid>/pdf/", appels.editer, name="editer"),
    path("appels/bases/", bases.liste, name="bases"),
    path("appels/bases/<uuid:uid>/", bases.fiche, name="base"),
    path("appels/bases/<uuid:uid>/controler/", bases.controler, name="controler"),
    path("appels/bases/<uuid:uid>/appeler/", bases.appeler, name="appeler"),
    path("appels/participations/", participations.liste, name="participations"),
    path("appels/participations/<uuid:adhesion_uid>/", participations.emettre, name="emettre_participation"),
    path("adhesions/<uuid:uid>/cotisations/", participations.de_adhesion, name="de_adhesion"),
]
