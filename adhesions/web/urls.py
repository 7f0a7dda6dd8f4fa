"""Adresses des collectivités, des adhésions et des agents."""

from django.urls import path

from adhesions.web import (
    adhesions,
    agents,
    collectivites,
    saisir_adhesion,
    saisir_agent,
    saisir_collectivite,
)

app_name = "adhesions"
urlpatterns = [
    path("collectivites/", collectivites.liste, name="collectivites"),
    path("collectivites/export.csv", collectivites.export, name="collectivites_csv"),
    path("collectivites/creer/", saisir_collectivite.creer, name="creer_collectivite"),
    path("collectivites/<uuid:uid>/", collectivites.fiche, name="collectivite"),
    path("collectivites/<uuid:uid>/mandat/", saisir_collectivite.mandat, name="mandat"),
    path("collectivites/<uuid:uid>/adherer/", saisir_adhesion.preparer, name="preparer"),
    path("collectivites/<uuid:uid>/adherer/<uuid:lot_uid>/", saisir_adhesion.composer, name="composer"),
    path("collectivites/<uuid:uid>/agents/nouveau/", saisir_agent.enregistrer, name="enregistrer_agent"),
    path("adhesions/", adhesions.liste, name="adhesions"),
    path("adhesions/export.csv", adhesions.export, name="adhesions_csv"),
    path("adhesions/<uuid:uid>/", adhesions.fiche, name="adhesion"),
    path("adhesions/<uuid:uid>/certificat/", adhesions.certificat, name="certificat"),
    path("adhesions/<uuid:uid>/activer/", saisir_adhesion.activer, name="activer"),
    path("adhesions/<uuid:uid>/resilier/", saisir_adhesion.resilier, name="resilier"),
    path("agents/", agents.liste, name="agents"),
    path("agents/export.csv", agents.export, name="agents_csv"),
    path("agents/<uuid:uid>/", agents.fiche, name="agent"),
    path("agents/<uuid:uid>/revaloriser/", saisir_agent.revaloriser, name="revaloriser"),
    path("agents/<uuid:uid>/depart/", saisir_agent.sortir, name="sortir"),
    path("agents/<uuid:uid>/retraite/", saisir_agent.retraiter, name="retraiter"),
    path("agents/<uuid:uid>/prolongation/", saisir_agent.prolonger, name="prolonger"),
]
