"""La tournée : un profil ouvre toutes ses adresses, et chaque squelette nouveau est examiné dans tous ses états."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from playwright.sync_api import Error, Locator, Page, TimeoutError

from cdg_portal.calculs.registre import CALCULS
from tests.cloisonnement.adresses import Adresses
from tests.cloisonnement.matrice import MATRICE, PORTAIL
from tests.navigateur.examen import Examen
from tests.navigateur.squelette import squelette

# Ce que la tournée n'ouvre pas, et pourquoi.
SANS_PAGE = "rend un fichier, des données ou une simple réponse, pas une page"
COMPTES = "examinée avec ses erreurs dans test_comptes.test_chaque_page_des_comptes_est_accessible"
AILLEURS: dict[str, str] = {
    "sante": SANS_PAGE, "pret": SANS_PAGE, "accueil:actions_csv": SANS_PAGE, "accueil:calendrier_ics": SANS_PAGE,
    "accueil:articles_csv": SANS_PAGE, "accueil:baremes_csv": SANS_PAGE,
    "accueil:interpretations_csv": SANS_PAGE, "perimetres:acces_csv": SANS_PAGE,
    "adhesions:collectivites_csv": SANS_PAGE, "adhesions:adhesions_csv": SANS_PAGE, "adhesions:agents_csv": SANS_PAGE,
    "sinistres:export": SANS_PAGE, "sinistres:bordereaux_export": SANS_PAGE, "sinistres:echeances_export": SANS_PAGE,
    "cotisations:appels_csv": SANS_PAGE, "documents:telecharger": SANS_PAGE,
    "comptes:proconnect_retour": "renvoie à l'accueil, ou à la page d'erreur de connexion",
    "account_login": "la page de comptes:connexion", "account_reset_password_from_key": COMPTES,
    "account_reset_password_done": COMPTES, "mfa_authenticate": COMPTES, "mfa_login_webauthn": SANS_PAGE,
    "account_reauthenticate": COMPTES, "mfa_activate_totp": COMPTES, "mfa_deactivate_totp": COMPTES,
    "mfa_add_webauthn": COMPTES, "mfa_edit_webauthn": COMPTES, "mfa_remove_webauthn": COMPTES,
    "mfa_view_recovery_codes": COMPTES, "mfa_generate_recovery_codes": COMPTES, "mfa_reauthenticate": COMPTES,
    "mfa_reauthenticate_webauthn": COMPTES,
    "perimetres:invitation": "examinée dans test_accessibilite.test_les_acces",
    "perimetres:invitation_accepter": "ne s'ouvre qu'avec une invitation lue : renvoie à l'accueil sans elle",
    "api:documentation": "interface de Swagger, produit d'un tiers : déclarée non évaluée",
}  # fmt: skip
INTROUVABLE = "zzz-introuvable"
CHAMPS = ":is(input:not([type=hidden]), textarea, select)"
DE_TRAVERS = """(f, faux) => {
  f.noValidate = true;
  for (const e of f.elements) {
    if (e.matches("input[type=checkbox], input[type=radio]")) e.checked = false;
    else if (e.matches("select")) e.selectedIndex = 0;
    else if (e.matches("textarea")) e.value = "";
    else if (e.matches("input:not([type=hidden], [type=submit], [type=file])"))
      e.value = e.type in faux ? faux[e.type] : "?!";
  }
}"""
FAUX = {"date": "2026-02-31", "number": "-1", "email": "pas une adresse", "tel": "abc"}


def a_ouvrir() -> list[str]:
    """Les adresses de page du portail, hors administration (interface de Django) et API (données)."""
    return [nom for nom, ligne in PORTAIL.items() if "GET" in ligne.methodes and nom not in AILLEURS]


@dataclass
class Bilan:
    """Ce que la tournée a vu."""

    pages: int = 0
    etats: int = 0
    roles: set[str] = field(default_factory=set)
    connus: set[str] = field(default_factory=set)
    ouvertes: set[str] = field(default_factory=set)
    fautes: list[str] = field(default_factory=list)


class Tournee:
    """Les pages d'un profil après l'autre ; un squelette déjà examiné ne l'est pas deux fois."""

    def __init__(self, examen: Callable[[Page], Examen], de_plus: dict[str, str] | None = None) -> None:
        """`de_plus` : nom → une adresse que la matrice ne peut pas connaître (un jeton valable)."""
        self._examen, self._de_plus = examen, de_plus or {}
        self.bilan = Bilan()

    def de(self, profil: str, page: Page, noms: list[str], adresses: Adresses) -> None:
        """Ouvre chaque adresse comme ce profil."""
        self.page, self.examen, self.profil, self.adresses = page, self._examen(page), profil, adresses
        self.bilan.roles.add(profil)
        for nom in noms:
            for adresse in self._adresses(nom):
                try:
                    self._ouvrir(nom, adresse)
                except Error as panne:  # dite avec les autres fautes : la tournée va au bout
                    self.bilan.fautes.append(f"{profil}, {adresse} : {str(panne)[:300]}")
                    print(f"  {self.bilan.fautes[-1]}", flush=True)
        self.bilan.fautes += self.examen.fautes

    def _adresses(self, nom: str) -> Iterator[str]:
        if nom == "accueil:simuler":
            for calcul in CALCULS:
                adresse = reverse(nom, args=[calcul])
                yield adresse
                yield f"{adresse}?exemple"
            return
        if nom in self._de_plus:
            yield self._de_plus[nom]
        for adresse in self.adresses.de(nom, "A"):
            yield adresse
            if "q" in MATRICE[nom].filtres:
                yield f"{adresse}?q={INTROUVABLE}"

    def _ouvrir(self, nom: str, adresse: str) -> None:
        # Lue sans être montrée : la plupart des pages ont un squelette déjà vu.
        reponse = self.page.request.get(adresse, fail_on_status_code=False)
        if not reponse.headers.get("content-type", "").startswith("text/html"):
            return
        if reponse.status == 200:
            self.bilan.ouvertes.add(nom)
        self.bilan.pages += 1
        vu = squelette(reponse.text())
        self.bilan.fautes += [f"{self.profil}, {adresse} : {faute}" for faute in vu.fautes]
        autre_contenu = any(p.startswith("main") for p in vu.parties - self.bilan.connus)
        if not self._neuf(vu.parties):
            return
        self._aller(adresse)
        self._relever(f"{self.profil}, {nom} ({adresse})")
        if reponse.status == 200 and autre_contenu:
            self._etats(nom, adresse)

    def _neuf(self, parties: frozenset[str]) -> bool:
        neuves = parties - self.bilan.connus
        self.bilan.connus |= neuves
        return bool(neuves)

    def _aller(self, adresse: str) -> None:
        self.page.goto(adresse)
        self._calme()

    def _calme(self) -> None:
        try:
            self.page.wait_for_load_state("networkidle", timeout=5000)
        except TimeoutError:  # une page qui s'interroge sans fin (avancement d'un travail)
            return

    def _relever(self, nom: str) -> None:
        self.bilan.etats += 1
        deja = len(self.examen.fautes)
        self.examen.relever(nom)
        print(f"  {nom}", *self.examen.fautes[deja:], sep="\n    ", flush=True)

    def _relever_si_neuf(self, nom: str) -> None:
        vivant = squelette(self.page.content()).parties
        if self._neuf(frozenset(f"vivant {partie}" for partie in vivant if partie.startswith("main"))):
            self._relever(nom)

    def _etats(self, nom: str, adresse: str) -> None:
        """Fenêtres ouvertes, blocs dépliés, fragment rechargé, formulaires en erreur."""
        ici = f"{self.profil}, {nom}"
        squelette_du_repos = squelette(self.page.content()).parties
        self.bilan.connus |= {f"vivant {partie}" for partie in squelette_du_repos}
        for rang in range(self.page.locator("main dialog").count()):
            self._fenetre(ici, rang)
        replies = self.page.locator("main details:not([open])").count()
        if replies:
            self.page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true; })")
            self._relever_si_neuf(f"{ici}, déplié")
        recherche = self.page.locator("main form[hx-get] input[type=search]")
        if recherche.count() and recherche.first.is_visible():
            recherche.first.fill(INTROUVABLE)
            self.page.wait_for_timeout(600)
            self._calme()
            self._relever_si_neuf(f"{ici}, fragment chargé")
        if adresse.endswith("?exemple"):
            self._aller(adresse)
            self.page.get_by_role("button", name="Calculer").first.click()
            self._calme()
            self._relever_si_neuf(f"{ici}, résultat")
        self._erreurs(ici, adresse)

    def _fenetre(self, ici: str, rang: int) -> None:
        fenetre = self.page.locator("main dialog").nth(rang)
        fenetre.evaluate("(d) => d.showModal()")
        self._relever_si_neuf(f"{ici}, fenêtre {rang + 1}")
        fenetre.evaluate("(d) => d.close()")

    def _erreurs(self, ici: str, adresse: str) -> None:
        """Chaque formulaire, filtres compris, rempli de travers puis envoyé."""
        for methode in ("post", "get"):
            choix = f"main form[method={methode}]:not(dialog form):has({CHAMPS})"
            for rang in range(self.page.locator(choix).count()):
                self._aller(adresse)
                formulaire = self.page.locator(choix).nth(rang)
                if formulaire.count():  # un envoi précédent a pu le faire disparaître
                    self._envoyer(formulaire, f"{ici}, formulaire {methode} {rang + 1}")

    def _envoyer(self, formulaire: Locator, ou: str) -> None:
        envoi = formulaire.locator("button[type=submit]:visible, button:not([type]):visible").last
        if not envoi.count():
            return
        formulaire.evaluate(DE_TRAVERS, FAUX)
        avant = self.page.url
        envoi.click()
        # L'envoi a le temps de partir : « calme » se dirait de la page quittée.
        self.page.wait_for_timeout(300)
        self._calme()
        suite = "en erreur" if self.page.url.split("#")[0] == avant.split("#")[0] else "après envoi"
        self._relever_si_neuf(f"{ou}, {suite}")
