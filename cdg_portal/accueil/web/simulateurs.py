"""Les simulateurs : un calcul du registre, essayé avec ses propres chiffres. Aucune table n'est lue ni écrite.

Tout ce qui est tapé voyage dans le corps de la requête : ni l'adresse ni les journaux n'en gardent rien.
"""

from dataclasses import replace

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cdg_portal.accueil.simulateurs import bande_imprimee, catalogue, partage
from cdg_portal.accueil.simulateurs.exemples import exemple_de
from cdg_portal.accueil.simulateurs.formulaire import TROP_DE_CHAMPS, Formulaire
from cdg_portal.accueil.simulateurs.recapitulatif import recapituler
from cdg_portal.accueil.simulateurs.remplissage import ajouter_ligne, initiales, retirer_ligne, taper
from cdg_portal.accueil.simulateurs.resultat import Resultat, a_imprimer, presenter
from cdg_portal.calculs.formes import Calcul
from cdg_portal.cloisonnement.perimetre import imposer_la_lecture
from cdg_portal.documents.rendu import rendre
from cdg_portal.formulaires import Formulaire as Socle
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import requiert
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.nir import contient_un_nir

# Ce que le formulaire envoie sans que personne ne l'ait tapé.
_ACTES = ("csrfmiddlewaretoken", "ajouter", "retirer", "pdf", "code")


class Recherche(Socle):
    """Mots à chercher parmi les simulateurs."""

    q = forms.CharField(label="Rechercher", required=False, max_length=100, widget=forms.SearchInput)


class Reprise(Socle):
    """Le code d'une simulation partagée."""

    use_required_attribute = False
    code = forms.CharField(
        label="Code ou lien",
        help_text="Collez ici le lien qu'on vous a donné, ou seulement ce qui suit « #s= ».",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Collez le code ou le lien."},
    )


@require_safe
@requiert("simulateurs.utiliser")
def index(request: HttpRequest) -> HttpResponse:
    """Tous les simulateurs, par thème."""
    cherche = request.GET.get("q", "")
    form = Recherche({"q": "" if contient_un_nir(cherche) else cherche}, label_suffix="")
    themes = catalogue.par_theme(form.cleaned_data["q"] if form.is_valid() else "")
    nombre = sum(len(simulateurs) for _, simulateurs in themes)
    return render(
        request, "accueil/simulateurs/index.html", {"form": form, "themes": themes, "nombre": nombre}
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@requiert("simulateurs.utiliser")
def simuler(request: HttpRequest, calcul: str) -> HttpResponse:
    """Un simulateur : son formulaire (GET), puis le même avec son résultat (POST)."""
    trouve = catalogue.simulateur_de(calcul)
    if trouve is None:
        raise Http404("Simulateur inconnu.")
    page = Page(request, *trouve)
    if request.method != "POST":
        return page.neuve()
    imposer_la_lecture()
    if "code" in request.POST:
        return page.reprendre()
    if "ajouter" in request.POST:
        return page.ajouter(request.POST["ajouter"])
    if "retirer" in request.POST:
        return page.retirer(request.POST["retirer"])
    return page.calculer()


class Page:
    """Ce que la page d'un simulateur sait faire de ce qu'on lui envoie."""

    def __init__(self, request: HttpRequest, simulateur: catalogue.Simulateur, calcul: Calcul) -> None:
        self.request, self.simulateur, self.calcul = request, simulateur, calcul
        self.adresse = reverse("accueil:simuler", args=[calcul.nom])

    def neuve(self) -> HttpResponse:
        """Un formulaire vide, ou rempli de son exemple."""
        vierge = "exemple" not in self.request.GET
        if vierge:
            tapes = initiales(self.calcul.entree)
        else:
            tapes = taper(self.calcul.entree, exemple_de(self.calcul))
        return self._rendre(Formulaire(self.calcul, tapes), vierge=vierge)

    def calculer(self) -> HttpResponse:
        """Le résultat, à l'écran ou en PDF ; 422 et les refus à leur champ sinon."""
        formulaire = Formulaire(self.calcul, self._tapes(), executer_le_calcul=True)
        if formulaire.reponse is not None and "pdf" in self.request.POST:
            return self._en_pdf(formulaire, presenter(self.calcul, formulaire.reponse, formulaire.entree))
        return self._rendre(formulaire)

    def ajouter(self, liste: str) -> HttpResponse:
        """Le même formulaire, une ligne de plus."""
        tapes = self._tapes()
        ligne = ajouter_ligne(self.calcul.entree, tapes, liste)
        formulaire = Formulaire(self.calcul, tapes)
        if ligne:
            formulaire.viser(ligne)
        else:
            formulaire.generales.append(TROP_DE_CHAMPS)
        return self._rendre(formulaire)

    def retirer(self, ligne: str) -> HttpResponse:
        """Le même formulaire, une ligne de moins."""
        tapes = self._tapes()
        liste = retirer_ligne(self.calcul.entree, tapes, ligne)
        return self._rendre(Formulaire(self.calcul, tapes), focus=liste)

    def reprendre(self) -> HttpResponse:
        """La simulation que porte un code, calculée ; le code est rendu avec son refus s'il n'est pas bon."""
        reprise = Reprise(self.request.POST, label_suffix="")
        if reprise.is_valid():
            try:
                code = reprise.cleaned_data["code"]
                entree = partage.decoder(self.calcul.nom, code, catalogue.titres())
            except ErreurMetier as refus:
                if refus.code == partage.CODE_PERSONNEL:
                    reprise.data = {"code": ""}  # jamais réécrit à l'écran
                reprise.add_error("code", refus.message)
            else:
                tapes = taper(self.calcul.entree, entree)
                return self._rendre(Formulaire(self.calcul, tapes, executer_le_calcul=True))
        return self._rendre(Formulaire(self.calcul, initiales(self.calcul.entree)), reprise=reprise)

    def _tapes(self) -> QueryDict:
        tapes = self.request.POST.copy()
        for acte in _ACTES:
            tapes.pop(acte, None)
        return tapes

    def _rendre(
        self,
        formulaire: Formulaire,
        *,
        reprise: Reprise | None = None,
        vierge: bool = False,
        focus: str = "",
    ) -> HttpResponse:
        """Le fragment pour htmx, la page entière sinon : la page inclut ce même fragment."""
        resultat = None
        if formulaire.reponse is not None:
            resultat = presenter(self.calcul, formulaire.reponse, formulaire.entree)
        contexte = {
            # Le titre de la page nomme le calcul, quand le simulateur en réunit plusieurs.
            "simulateur": replace(self.simulateur, titre=catalogue.titres()[self.calcul.nom]),
            "calcul": self.calcul,
            "adresse": self.adresse,
            "formulaire": formulaire,
            "reprise": reprise or Reprise(label_suffix=""),
            "resultat": resultat,
            "lien": self._lien(formulaire) if resultat else "",
            "vierge": vierge,
            "focus": focus,
        }
        fautif = formulaire.errors or (reprise is not None and bool(reprise.errors))
        fragment = bool(self.request.htmx)  # type: ignore[attr-defined]
        gabarit = "_simulateur" if fragment else "page"
        reponse = render(
            self.request, f"accueil/simulateurs/{gabarit}.html", contexte, status=422 if fautif else 200
        )
        patch_vary_headers(reponse, ["HX-Request"])
        return reponse

    def _lien(self, formulaire: Formulaire) -> str:
        """Adresse qui reprend la simulation : tout ce qui a été tapé est après le #, les références effacées."""
        if not partage.tient(formulaire.entree):
            return ""
        anonyme = partage.sans_reference(self.calcul.entree, formulaire.entree)
        code = partage.coder(self.calcul.nom, anonyme)
        return f"{self.request.build_absolute_uri(self.adresse)}#s={code}"

    def _en_pdf(self, formulaire: Formulaire, resultat: Resultat) -> HttpResponse:
        contexte = {
            "emetteur": settings.ORGANISME or "Statutaire",
            "document_type": "Simulation",
            "document_numero": "",
            "document_date": aujourdhui(),
            "date_de_reference": settings.DATE_DE_REFERENCE or None,
            "simulateur": self.simulateur,
            "calcul": self.calcul,
            "donnees": recapituler(formulaire.depliage),
            "resultat": a_imprimer(resultat),
            "images": bande_imprimee.images(resultat.bande) if resultat.bande else (),
            "legende": bande_imprimee.legende(resultat.bande) if resultat.bande else (),
        }
        contenu = rendre(render_to_string("pdf/simulateurs/simulation.html", contexte))
        nom = f"simulation-{self.calcul.nom}.pdf"
        entetes = {"Content-Disposition": f'attachment; filename="{nom}"', "Cache-Control": "no-store"}
        return HttpResponse(contenu, content_type="application/pdf", headers=entetes)
