"""Table des adresses."""

from django.contrib import admin
from django.urls import include, path

from cdg_portal.accueil.web import erreurs, sante

urlpatterns = [
    path("sante", sante.vivant, name="sante"),
    path("pret", sante.pret, name="pret"),
    path("admin/", admin.site.urls),
    path("problemes/<slug:code>", erreurs.expliquer, name="probleme"),
    path("api/", include("cdg_portal.accueil.api.urls")),
    path("", include("cdg_portal.accueil.web.urls")),
    path("", include("cdg_portal.comptes.web.urls")),
    path("", include("cdg_portal.perimetres.web.urls")),
    path("", include("cdg_portal.saisies.web.urls")),
    path("", include("adhesions.web.urls")),
    path("", include("sinistres.web.urls")),
    path("", include("cotisations.web.urls")),
    path("", include("prevention.web.urls")),
    path("documents/", include("cdg_portal.documents.urls")),
    path("travaux/", include("cdg_portal.travaux.urls")),
]

handler400 = "cdg_portal.accueil.web.erreurs.requete_invalide"
handler403 = "cdg_portal.accueil.web.erreurs.acces_refuse"
handler404 = "cdg_portal.accueil.web.erreurs.introuvable"
handler500 = "cdg_portal.accueil.web.erreurs.erreur_interne"
