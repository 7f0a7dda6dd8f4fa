"""Adresses de l'accueil, des simulateurs et de l'aide."""

from django.urls import path

from cdg_portal.accueil.web import (
    accessibilite,
    actions,
    aide,
    assistance,
    brouillons,
    calendrier,
    galerie,
    prise_en_main,
    recherche,
    simulateurs,
    tableau_de_bord,
)

app_name = "accueil"
urlpatterns = [
    path("", tableau_de_bord.accueil, name="accueil"),
    path("actions/", actions.actions, name="actions"),
    path("actions/export.csv", actions.export, name="actions_csv"),
    path("calendrier/", calendrier.calendrier, name="calendrier"),
    path("calendrier/abonnement/", calendrier.abonnement, name="calendrier_abonnement"),
    path("calendrier/<str:jeton>/echeances.ics", calendrier.ics, name="calendrier_ics"),
    path("recherche/", recherche.recherche, name="recherche"),
    path("recherche/propositions/", recherche.suggestions, name="suggestions"),
    path("assistance/terminer/", assistance.terminer, name="assistance_terminer"),
    path("assistance/<uuid:uid>/", assistance.assister, name="assister"),
    path("brouillons/", brouillons.brouillons, name="brouillons"),
    path("simulateurs/", simulateurs.index, name="simulateurs"),
    path("simulateurs/<slug:calcul>/", simulateurs.simuler, name="simuler"),
    path("accessibilite/", accessibilite.declaration, name="accessibilite"),
    path("aide/", aide.sommaire, name="aide"),
    path("aide/ecrans/", prise_en_main.ecrans, name="aide_ecrans"),
    path("aide/prise-en-main/", prise_en_main.liste, name="prises_en_main"),
    path("aide/prise-en-main/<slug:nom>/", prise_en_main.guide, name="prise_en_main"),
    path("aide/articles/", aide.articles, name="articles"),
    path("aide/articles/export.csv", aide.articles_csv, name="articles_csv"),
    path("aide/baremes/", aide.baremes, name="baremes"),
    path("aide/baremes/export.csv", aide.baremes_csv, name="baremes_csv"),
    path("aide/glossaire/", aide.glossaire, name="glossaire"),
    path("aide/interpretations/", aide.interpretations, name="interpretations"),
    path("aide/interpretations/export.csv", aide.interpretations_csv, name="interpretations_csv"),
    path("galerie/", galerie.galerie, name="galerie"),
    path("aide/regles/", aide.regles, name="regles"),
]
