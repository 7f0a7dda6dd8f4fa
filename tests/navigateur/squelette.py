"""Le squelette d'une page : balises, classes et attributs d'accessibilité, sans les textes ni les identifiants.

L'ordre des entrées du menu n'y compte pas non plus.

Deux pages au même squelette donnent les mêmes constats : on n'en examine qu'une. Des frères identiques qui se suivent
(les lignes d'un tableau, les entrées d'un menu) n'y comptent qu'une fois.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser

VIDES = frozenset("area base br col embed hr img input link meta source track wbr".split())
GARDES = (
    "role",
    "type",
    "scope",
    "tabindex",
    "open",
    "disabled",
    "required",
    "hidden",
    "alt",
    "autocomplete",
)
IGNORES = frozenset(("script", "style", "path", "use"))


@dataclass
class _Noeud:
    balise: str
    marque: str = ""
    enfants: list[str] = field(default_factory=list)
    texte: bool = False

    def rendu(self, ordre: bool = True) -> str:
        enfants = self.enfants if ordre else sorted(set(self.enfants))
        return f"<{self.marque}{'*' if self.texte else ''}{''.join(enfants)}>"


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pile = [_Noeud("")]
        self.parties: dict[str, str] = {}
        self.identifiants: list[str] = []
        self.titres = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        donnes = dict(attrs)
        if tag == "h1":
            self.titres += 1
        if donnes.get("id"):
            self.identifiants.append(str(donnes["id"]))
        classes = " ".join(sorted((donnes.get("class") or "").split()))
        autres = [
            f"{nom}={'' if nom in ('aria-controls', 'aria-labelledby', 'aria-describedby', 'aria-label') else valeur}"
            for nom, valeur in sorted(donnes.items())
            if nom.startswith("aria-") or nom in GARDES
        ]
        noeud = _Noeud(tag, " ".join([tag, classes, *autres]))
        if tag in VIDES:
            self._poser(noeud)
        else:
            self.pile.append(noeud)

    def handle_endtag(self, tag: str) -> None:
        if tag in VIDES or not any(n.balise == tag for n in self.pile[1:]):
            return
        while (noeud := self.pile.pop()).balise != tag:
            self._poser(noeud)
        self._poser(noeud)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.pile[-1].texte = True

    def _poser(self, noeud: _Noeud) -> None:
        if noeud.balise in IGNORES:
            return
        # Dans l'en-tête, la place de la page courante parmi les entrées du menu n'est pas une autre structure.
        rendu = noeud.rendu(ordre=noeud.balise != "ul" or not any(n.balise == "header" for n in self.pile))
        # Le cadre commun et le contenu sont comptés à part : un menu d'un autre rôle n'est pas une autre page.
        if noeud.balise in ("header", "main", "footer", "aside") and self.pile[-1].balise == "body":
            self.parties[noeud.balise] = rendu
            return
        enfants = self.pile[-1].enfants
        if not enfants or enfants[-1] != rendu:
            enfants.append(rendu)


@dataclass(frozen=True)
class Squelette:
    """Empreintes des parties de la page, et ce qui se vérifie sans la montrer."""

    parties: frozenset[str]
    fautes: tuple[str, ...]


def squelette(html: str) -> Squelette:
    """Lit une page entière."""
    lecteur = _Lecteur()
    lecteur.feed(html)
    parties = frozenset(
        f"{nom}:{sha256(rendu.encode()).hexdigest()[:16]}" for nom, rendu in lecteur.parties.items()
    )
    doublons = {i for i in lecteur.identifiants if lecteur.identifiants.count(i) > 1}
    fautes = [f"identifiant en double : {i}" for i in sorted(doublons)]
    if lecteur.titres != 1:
        fautes.append(f"{lecteur.titres} titres h1")
    return Squelette(parties, tuple(fautes))
