"""Adresses des collectivités, des adhésions et des agents."""

from django.urls import path

from adhesions.web import adhesions, agents, collectivites

app_name = "adhesions"
urlpatterns = [
    path("collectivites/", collectivites.liste, name="collectivites"),
    path("collectivites/export.csv", collectivites.export, name="collectivites_csv"),
    path("collectivites/<uuid:uid>/", collectivites.fiche, name="collectivite"),
    path("adhesions/", adhesions.liste, name="adhesions"),
    path("adhesions/export.csv", adhesions.export, name="adhesions_csv"),
    path("adhesions/<uuid:uid>/", adhesions.fiche, name="adhesion"),
    path("adhesions/<uuid:uid>/certificat/", adhesions.certificat, name="certificat"),
    path("agents/", agents.liste, name="agents"),
    path("agents/export.csv", agents.export, name="agents_csv"),
    path("agents/<uuid:uid>/", agents.fiche, name="agent"),
]
