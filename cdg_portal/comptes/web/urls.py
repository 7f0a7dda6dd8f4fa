"""Adresses de connexion."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from cdg_portal.comptes.web import views

app_name = "comptes"
urlpatterns = [
    path("connexion/", views.Connexion.as_view(), name="connexion"),
    path("deconnexion/", LogoutView.as_view(), name="deconnexion"),
    path("connexion/lien/<str:jeton>/", views.Lien.as_view(), name="lien"),
]
