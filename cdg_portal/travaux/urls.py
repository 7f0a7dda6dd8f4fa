"""Adresses des travaux."""

from django.urls import path

from cdg_portal.travaux import views

app_name = "travaux"
urlpatterns = [
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/relancer/", views.relancer, name="relancer"),
]
