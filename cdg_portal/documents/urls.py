"""Adresses des documents."""

from django.urls import path

from cdg_portal.documents import views

app_name = "documents"
urlpatterns = [path("<uuid:uid>/", views.telecharger, name="telecharger")]
