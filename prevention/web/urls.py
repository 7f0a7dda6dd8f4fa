"""Adresses de la prévention."""

from django.urls import path

from prevention.web import views

app_name = "prevention"
urlpatterns = [path("statistiques/", views.statistiques, name="statistiques")]
