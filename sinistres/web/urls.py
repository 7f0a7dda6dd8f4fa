"""Adresses des dossiers, des bordereaux et des délais."""

from django.urls import path

from sinistres.web import actes, bordereaux, declaration, dossier, echeances, liste, requalification

app_name = "sinistres"
urlpatterns = [
    path("sinistres/", liste.liste, name="liste"),
    path("sinistres/export/", liste.export, name="export"),
    path("sinistres/agent/<uuid:uid>/", liste.de_agent, name="de_agent"),
    path("sinistres/declarer/", declaration.agent, name="declarer"),
    path("sinistres/declarer/<uuid:uid>/agent/", declaration.agent, name="declarer_agent"),
    path("sinistres/declarer/<uuid:uid>/abandonner/", declaration.abandonner, name="declarer_abandonner"),
    path("sinistres/declarer/<uuid:uid>/<slug:nom>/", declaration.etape, name="declarer_etape"),
    path("sinistres/decomptes/<uuid:uid>/", dossier.decompte, name="decompte"),
    path("sinistres/decomptes/<uuid:uid>/pdf/", dossier.decompte_pdf, name="decompte_pdf"),
    path("sinistres/<uuid:uid>/", dossier.dossier, name="dossier"),
    path("sinistres/<uuid:uid>/requalifier/", requalification.requalifier, name="requalifier"),
    path("sinistres/<uuid:uid>/<slug:cle>/", actes.acte, name="acte"),
    path("sinistres/<uuid:uid>/<slug:cle>/<uuid:objet>/", actes.acte, name="acte_sur"),
    path("bordereaux/", bordereaux.liste, name="bordereaux"),
    path("bordereaux/export/", bordereaux.export, name="bordereaux_export"),
    path("bordereaux/emettre/<uuid:adhesion>/", bordereaux.emettre, name="bordereau_emettre"),
    path("bordereaux/<uuid:uid>/", bordereaux.bordereau, name="bordereau"),
    path("bordereaux/<uuid:uid>/pdf/", bordereaux.pdf, name="bordereau_pdf"),
    path("echeances/", echeances.echeances, name="echeances"),
    path("echeances/export/", echeances.export, name="echeances_export"),
]
