"""Écoute ce que les pages ont à redire : console, exceptions, politique de contenu, réponses en erreur."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Error, Page, Response

POLICE_TARDIVE = ".woff2 was preloaded using link preload but not used"
# Ce que htmx dit d'une demande qu'une frappe de plus a remplacée (hx-sync). Une demande échouée (htmx:sendError) ou
# refusée (htmx:responseError) reste une faute.
ABANDONS = ("htmx:sendAbort,", "htmx:afterRequest,")


@dataclass
class Surveillance:
    """Les fautes constatées ; `admettre` annonce une réponse en erreur voulue."""

    fautes: list[str] = field(default_factory=list)
    _admises: set[tuple[int, str]] = field(default_factory=set)

    def suivre(self, page: Page) -> None:
        """Écoute cette page."""
        page.on("console", self._console)
        page.on("pageerror", self._exception)
        page.on("response", self._reponse)

    def admettre(self, statut: int, adresse: str) -> None:
        """Cette adresse peut répondre ce statut."""
        self._admises.add((statut, adresse))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        # Une réponse en erreur est aussi dite à la console ; `_reponse` en juge. Une police demandée d'avance et
        # arrivée trop tard reste pour la page suivante (« font-display: optional ») : ce n'est qu'une lenteur.
        tolere = (
            message.text.startswith(("Failed to load resource", *ABANDONS)) or POLICE_TARDIVE in message.text
        )
        if not tolere:
            self.fautes.append(
                f"console ({message.type}) : {message.text} [{message.location.get('url', '')}]"
            )

    def _exception(self, erreur: Error) -> None:
        self.fautes.append(f"exception : {erreur}")

    def _reponse(self, reponse: Response) -> None:
        if reponse.status >= 400 and (reponse.status, reponse.url) not in self._admises:
            self.fautes.append(f"réponse {reponse.status} : {reponse.request.method} {reponse.url}")
