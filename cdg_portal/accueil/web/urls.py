"""Adresses de l'accueil, des simulateurs et de l'aide."""

from django.urls import path

from cdg_portal.accueil.web import aide, simulateurs, tableau_de_bord

app_name = "accueil"
urlpatterns = [
    path("", tableau_de_bord.accueil, name="accueil"),
    path("simulateurs/", simulateurs.index, name="simulateurs"),
    path("simulateurs/<slug:calcul>/", simulateurs.simuler, name="simuler"),
    path("aide/", aide.sommaire, name="aide"),
    path("aide/articles/", aide.articles, name="articles"),
    path("aide/articles/export.csv", aide.articles_csv, name="articles_csv"),
    path("aide/baremes/", aide.baremes, name="baremes"),
    path("aide/baremes/export.csv", aide.baremes_csv, name="baremes_csv"),
    path("aide/interpretations/", aide.interpretations, name="interpretations"),
    path("aide/interpretations/export.csv", aide.interpretations_csv, name="interpretations_csv"),
    path("aide/regles/", aide.regles, name="regles"),
]
