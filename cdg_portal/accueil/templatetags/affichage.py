"""Filtres d'affichage français (montants, dates, nombres) et balises de formulaire.

Les montants s'écrivent comme partout ailleurs (`socle.montant.en_francais`). Une valeur absente
(None ou chaîne vide) s'affiche vide ; un flottant est refusé.
"""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html

from cdg_portal.perimetres.listes import TAILLES, taille_choisie
from cdg_portal.socle.montant import INSECABLE, en_francais
from cdg_portal.socle.nir import EFFACE

register = template.Library()
_AVANT, _APRES = re.compile(r" (?=[:;?!»])"), re.compile(r"(?<=«) ")

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
TONS = {
    "neutre": ("BROUILLON", "PROJET", "CLOS", "ANNULE", "RESILIEE", "INSCRIT", "REMPLACE"),
    "info": ("DECLARE", "DECLAREE", "EN_CONTROLE", "SOUMISE", "EMIS", "EN_COURS", "TRANSMIS", "TRANSMISE"),
    "attention": ("INCOMPLET", "RETOURNEE", "EN_ATTENTE", "EN_RETARD", "EN_EXTINCTION", "A_CONTROLER"),
    "succes": (
        "VALIDE",
        "VALIDEE",
        "CONTROLEE",
        "VERIFIE",
        "VERIFIEE",
        "REGLEE",
        "ACTIVE",
        "TERMINE",
        "REUSSI",
    ),
    "danger": ("HORS_GARANTIE", "REFUSE", "ECHEC", "ECHOUE", "FORCLOS"),
}
TON_PAR_NIVEAU = {"success": "succes", "warning": "attention", "error": "danger", "debug": "neutre"}
TON_PAR_ETAT = {etat: ton for ton, etats in TONS.items() for etat in etats}


def _exact(valeur: object) -> Decimal:
    if not isinstance(valeur, int | Decimal):
        raise TypeError(f"un nombre exact est attendu, pas {type(valeur).__name__}")
    return Decimal(valeur)


def _grouper(valeur: object, decimales: int) -> str:
    """Écrit un nombre exact à la française : « 1 234,50 » (demi-supérieur au rang demandé)."""
    quantum = Decimal(1).scaleb(-decimales)
    arrondie = _exact(valeur).quantize(quantum, rounding=ROUND_HALF_UP)
    return f"{arrondie:,.{decimales}f}".replace(",", INSECABLE).replace(".", ",")


def _absente(valeur: object) -> bool:
    return valeur is None or valeur == ""


@register.filter(is_safe=True)
def insecables(texte):
    """Un texte écrit d'un bloc : la ligne ne se coupe ni devant « : ; ? ! » », ni après « « »."""
    return _APRES.sub(INSECABLE, _AVANT.sub(INSECABLE, texte))


@register.filter
def en_liste(texte):
    """« TIB NBI » → « TIB, NBI »."""
    return ", ".join(texte.split())


@register.filter
def coupable(adresse):
    """Une adresse électronique ne se coupe qu'avant son « @ »."""
    return format_html("{}<wbr>@{}", *adresse.split("@", 1)) if "@" in adresse else adresse


@register.filter
def euros(valeur):
    """1234 → « 1 234,00 € »."""
    return "" if _absente(valeur) else en_francais(_exact(valeur))


@register.filter
def euros_signes(valeur):
    """Comme `euros`, avec « + » devant un complément : « +1 482,30 € »."""
    if _absente(valeur):
        return ""
    return f"+{euros(valeur)}" if valeur > 0 else euros(valeur)


@register.filter
def nombre_fr(valeur, decimales=None):
    """1234567 → « 1 234 567 » ; sans rang demandé, garde les décimales significatives du nombre."""
    if _absente(valeur):
        return ""
    if decimales is None:
        exposant = Decimal(valeur).normalize().as_tuple().exponent if isinstance(valeur, Decimal) else 0
        decimales = max(0, -int(exposant))
    return _grouper(valeur, int(decimales))


@register.filter
def pourcent_fr(valeur, decimales=2):
    """Decimal('5.75') (déjà en pour cent) → « 5,75 % »."""
    return "" if _absente(valeur) else f"{_grouper(valeur, int(decimales))}{INSECABLE}%"


def _jour(valeur: datetime.date | datetime.datetime) -> datetime.date:
    if isinstance(valeur, datetime.datetime):
        return timezone.localtime(valeur).date() if timezone.is_aware(valeur) else valeur.date()
    return valeur


@register.filter
def date_fr(valeur):
    """15/06/2026."""
    return "" if _absente(valeur) else f"{_jour(valeur):%d/%m/%Y}"


@register.filter
def date_longue(valeur):
    """15 juin 2026, 1er juillet 2026 (espaces insécables)."""
    if _absente(valeur):
        return ""
    jour = _jour(valeur)
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    return INSECABLE.join((quantieme, MOIS[jour.month - 1], str(jour.year)))


@register.filter
def instant_fr(valeur):
    """15/06/2026 à 14 h 05, à l'heure locale."""
    if _absente(valeur):
        return ""
    local = timezone.localtime(valeur) if timezone.is_aware(valeur) else valeur
    return f"{local:%d/%m/%Y}{INSECABLE}à{INSECABLE}{local.hour}{INSECABLE}h{INSECABLE}{local:%M}"


@register.filter
def date_iso(valeur):
    """Valeur de l'attribut datetime d'une balise <time>."""
    return "" if _absente(valeur) else valeur.isoformat()


@register.filter
def ton_etat(code):
    """Ton d'un code d'état : neutre, info, attention, succes ou danger (neutre par défaut)."""
    return TON_PAR_ETAT.get(str(code), "neutre")


@register.filter
def ton_de_notice(ton):
    """Ton d'une notice ; comprend aussi les niveaux de messages de Django."""
    return TON_PAR_NIVEAU.get(ton, ton or "info")


@register.filter
def attendus(entree):
    """Nombre d'actions attendues sous une entrée de menu (0 si elle n'en compte pas)."""
    return getattr(entree, "compteur", 0)


@register.simple_tag
def sens_du_tri(cle, tri):
    """Pour une colonne : prochaine valeur du paramètre `tri`, aria-sort et icône."""
    if tri == cle:
        return {"suivant": f"-{cle}", "aria": "ascending", "icone": "tri-croissant"}
    if tri == f"-{cle}":
        return {"suivant": cle, "aria": "descending", "icone": "tri-decroissant"}
    return {"suivant": cle, "aria": "", "icone": "tri"}


def _etat(context):
    """L'état de la liste que porte l'adresse, sans le refus qu'elle ne devait dire qu'une fois."""
    requete = context["request"].GET.copy()
    requete.pop(EFFACE, None)
    return requete


@register.simple_tag(takes_context=True)
def lien_page(context, parametre, numero):
    """Adresse de la page demandée, recherche et tri gardés."""
    requete = _etat(context)
    requete[parametre] = str(numero)
    return f"?{requete.urlencode()}"


@register.simple_tag(takes_context=True)
def tailles_de_page(context, page, parametre):
    """(nombre de lignes, adresse, est-ce le choix courant) ; rien si un seul choix montrerait la même chose."""
    if page.paginator.per_page not in TAILLES or page.paginator.count <= TAILLES[0]:
        return []
    choix = []
    for taille in TAILLES:
        requete = _etat(context)
        requete.pop(parametre, None)
        requete["par"] = str(taille)
        choix.append((taille, f"?{requete.urlencode()}", taille == page.paginator.per_page))
    return choix


@register.simple_tag(takes_context=True)
def taille_gardee(context):
    """Le nombre de lignes par page qu'un filtre doit garder, ou rien si c'est celui d'office."""
    taille = taille_choisie(context["request"])
    return "" if taille == TAILLES[0] else taille


@register.simple_tag
def pages_abregees(page):
    """Numéros de page à montrer autour de la page courante (1 … 4 5 6 … 12)."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


CLASSES = {"select": "form-select", "checkbox": "form-check-input"}


@register.simple_tag
def champ_formulaire(champ, autocomplete="", exemple=""):
    """Rend le contrôle d'un champ de formulaire, habillé et relié à son aide, son exemple et son erreur."""
    widget = champ.field.widget
    genre = getattr(widget, "input_type", "")
    classe = "st-option" if widget.use_fieldset else CLASSES.get(genre, "form-control")
    attributs = {"class": f"{widget.attrs.get('class', '')} {classe}".strip()}
    if champ.errors:
        attributs["class"] += " is-invalid"
    if autocomplete:
        attributs["autocomplete"] = autocomplete
    if exemple and not widget.use_fieldset:
        decrit_par = (champ.aria_describedby, f"{champ.auto_id}_exemple")
        attributs["aria-describedby"] = " ".join(ident for ident in decrit_par if ident)
    return champ.as_widget(attrs=attributs)


@register.filter
def natures_de_fichier(extensions):
    """« .pdf,.jpg » → « PDF, JPG »."""
    return ", ".join(e.strip().lstrip(".").upper() for e in extensions.split(","))


@register.filter
def genre_de_champ(champ):
    """« groupe » (fieldset), « case » (case seule) ou « simple » : choisit la mise en page du champ."""
    if champ.field.widget.use_fieldset:
        return "groupe"
    return "case" if getattr(champ.field.widget, "input_type", "") == "checkbox" else "simple"
