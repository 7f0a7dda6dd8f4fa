"""Adresse de l'accueil."""

from django.urls import path

from cdg_portal.accueil.web import tableau_de_bord

app_name = "accueil"
urlpatterns = [path("", tableau_de_bord.accueil, name="accueil")]
