"""ProConnect, le protocole : OpenID Connect par code, avec PKCE ; rien n'est cru qui ne soit signé.

Les deux jetons (identité et `userinfo`) sont vérifiés avec les clés publiées : algorithme choisi par nous, émetteur,
destinataire, échéance, `nonce`, même personne. Aucune règle sur les comptes ici (voir services.proconnect).
"""

import base64
import hashlib
import hmac
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from redis import RedisError

from cdg_portal.socle.erreurs import ErreurMetier

ALGORITHMES = ("RS256", "ES256")
FAMILLES = {"RS256": "RSA", "ES256": "EC"}
DUREE_DU_CACHE = 600  # secondes : configuration et clés publiées
REPOS_DES_CLES = 60  # secondes entre deux relectures pour une clé inconnue
TOLERANCE = 30  # secondes d'écart entre les horloges
DUREE_D_ATTENTE = 600  # secondes pour s'identifier chez ProConnect
# Clés de session : ce que le retour devra prouver ; le jeton que demandera la déconnexion, chiffré.
ATTENTE, JETON = "proconnect_attente", "proconnect_jeton"
PORTEE = "openid given_name usual_name email siret organizational_unit"
OBLIGATOIRES = ("exp", "iat", "iss", "aud", "sub")
ADRESSES = (
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "end_session_endpoint",
)
LONGUEUR_DU_SUB, LONGUEUR_DE_L_ADRESSE = 255, 254
AUTREMENT = "Recommencez, ou connectez-vous avec votre adresse électronique et votre mot de passe."


class RefusProConnect(ErreurMetier):
    """La connexion par ProConnect n'aboutit pas ; le message dit quoi faire, jamais ce que contenait un jeton."""


@dataclass(frozen=True, slots=True)
class Identite:
    """Ce que ProConnect affirme d'une personne. `niveaux` : acr et amr réunis."""

    sub: str
    email: str
    prenom: str
    nom: str
    siret: str
    organisation: str
    niveaux: frozenset[str]
    jeton: str


def est_regle() -> bool:
    """Vrai si cette installation propose ProConnect."""
    return bool(settings.PROCONNECT_URL and settings.PROCONNECT_CLIENT_ID)


def demarrer(*, retour: str, instant: float) -> tuple[str, dict[str, Any]]:
    """L'adresse où envoyer la personne, et ce que sa session doit retenir jusqu'au retour. Lève RefusProConnect."""
    attente: dict[str, Any] = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifieur": secrets.token_urlsafe(64),
        "instant": instant,
    }
    defi = base64.urlsafe_b64encode(hashlib.sha256(attente["verifieur"].encode()).digest())
    parametres = {
        "response_type": "code",
        "client_id": settings.PROCONNECT_CLIENT_ID,
        "redirect_uri": retour,
        "scope": PORTEE,
        "state": attente["state"],
        "nonce": attente["nonce"],
        "code_challenge": defi.decode().rstrip("="),
        "code_challenge_method": "S256",
        "acr_values": settings.PROCONNECT_ACR_VALUES,
        "claims": json.dumps({"id_token": {"amr": None}}),
    }
    return f"{_configuration()['authorization_endpoint']}?{urlencode(parametres)}", attente


def identifier(
    *, code: str, state: str, attente: dict[str, Any] | None, retour: str, instant: float
) -> Identite:
    """Échange le code contre une identité vérifiée. `attente` ne doit servir qu'une fois. Lève RefusProConnect."""
    if not attente or not hmac.compare_digest(attente["state"].encode(), state.encode()):
        raise _refus(
            "state", "Cette réponse de ProConnect ne correspond à aucune demande de votre navigateur."
        )
    if instant - attente["instant"] > DUREE_D_ATTENTE:
        raise _refus("tard", "La connexion par ProConnect a pris plus de dix minutes : elle est abandonnée.")
    configuration = _configuration()
    jetons = _objet(
        "POST",
        configuration["token_endpoint"],
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": retour,
            "client_id": settings.PROCONNECT_CLIENT_ID,
            "client_secret": settings.PROCONNECT_CLIENT_SECRET,
            "code_verifier": attente["verifieur"],
        },
    )
    identite = _verifier(jetons.get("id_token"), configuration)
    if not hmac.compare_digest(str(identite.get("nonce", "")).encode(), attente["nonce"].encode()):
        raise _refus("nonce", "Cette réponse de ProConnect a déjà servi, ou ne vous était pas destinée.")
    entetes = {"Authorization": f"Bearer {jetons.get('access_token', '')}"}
    affirme = _verifier(_lire("GET", configuration["userinfo_endpoint"], headers=entetes).text, configuration)
    if affirme["sub"] != identite["sub"]:
        raise _refus("sub", "Les deux réponses de ProConnect ne désignent pas la même personne.")
    return _identite(identite, affirme, jetons["id_token"])


def adresse_de_sortie(*, jeton: str, retour: str) -> str:
    """L'adresse où finir la déconnexion chez ProConnect. Lève RefusProConnect s'il ne répond pas."""
    parametres = {
        "id_token_hint": jeton,
        "post_logout_redirect_uri": retour,
        "state": secrets.token_urlsafe(32),
    }
    return f"{_configuration()['end_session_endpoint']}?{urlencode(parametres)}"


def _refus(code: str, message: str) -> RefusProConnect:
    return RefusProConnect(f"proconnect-{code}", f"{message} {AUTREMENT}")


def _lire(methode: str, adresse: str, **options: Any) -> requests.Response:
    """Une requête, sans suivre de redirection : un secret ou un jeton n'ira pas ailleurs."""
    try:
        reponse = requests.request(
            methode, adresse, timeout=settings.PROCONNECT_DELAI, allow_redirects=False, **options
        )
    except requests.RequestException as panne:
        raise _refus("muet", "ProConnect ne répond pas.") from panne
    if reponse.status_code != 200:
        raise _refus("muet", "ProConnect a répondu par une erreur.")
    return reponse


def _objet(methode: str, adresse: str, **options: Any) -> dict[str, Any]:
    try:
        contenu = _lire(methode, adresse, **options).json()
    except ValueError as faute:
        raise _refus("muet", "ProConnect a répondu autre chose que ce qui était attendu.") from faute
    if not isinstance(contenu, dict):
        raise _refus("muet", "ProConnect a répondu autre chose que ce qui était attendu.")
    return contenu


def _configuration() -> dict[str, Any]:
    """Ce que publie le fournisseur, gardé dix minutes ; aucune de ses adresses n'est moins protégée que la sienne."""
    adresse = f"{settings.PROCONNECT_URL}/.well-known/openid-configuration"
    gardee = _du_cache(adresse)
    if gardee is not None:
        return gardee
    configuration = _objet("GET", adresse)
    emetteur = str(configuration.get("issuer", ""))
    adresses = [str(configuration.get(nom, "")) for nom in ADRESSES]
    schema = settings.PROCONNECT_URL.split(":", 1)[0]
    if emetteur.rstrip("/") != settings.PROCONNECT_URL or any(
        not adresse.startswith(f"{schema}://") for adresse in adresses
    ):
        raise _refus("configuration", "La configuration publiée par ProConnect n'est pas celle attendue.")
    _au_cache(adresse, configuration)
    return configuration


def _cles(adresse: str, *, neuves: bool) -> list[dict[str, Any]]:
    """Les clés de signature publiées, gardées dix minutes ; une clé faite pour autre chose n'en est pas."""
    gardees = None if neuves else _du_cache(adresse)
    if gardees is None:
        gardees = _objet("GET", adresse)
        _au_cache(adresse, gardees)
    return [c for c in gardees.get("keys") or [] if c.get("use", "sig") == "sig"]


def _cle(adresse: str, *, kid: str | None, famille: str) -> dict[str, Any]:
    """La clé de ce nom ; inconnue, les clés sont relues, une fois par minute au plus. Lève InvalidKeyError."""
    for neuves in (False, True):
        if neuves and not _relecture_permise(adresse):
            break
        for cle in _cles(adresse, neuves=neuves):
            if cle.get("kid") == kid and cle.get("kty") == famille:
                return cle
    raise jwt.InvalidKeyError


def _au_nom_de(adresse: str) -> str:
    return f"proconnect.{hashlib.sha256(adresse.encode()).hexdigest()}"


def _du_cache(adresse: str) -> dict[str, Any] | None:
    """Un cache arrêté ne retient personne : on relit à la source."""
    try:
        garde: dict[str, Any] | None = cache.get(_au_nom_de(adresse))
    except RedisError:
        return None
    return garde


def _au_cache(adresse: str, contenu: dict[str, Any]) -> None:
    with suppress(RedisError):
        cache.set(_au_nom_de(adresse), contenu, DUREE_DU_CACHE)


def _relecture_permise(adresse: str) -> bool:
    """Faux si les clés viennent d'être relues, ou si le cache est arrêté (elles viennent alors d'être lues)."""
    try:
        return bool(cache.add(f"{_au_nom_de(adresse)}.relues", True, REPOS_DES_CLES))
    except RedisError:
        return False


def _verifier(jeton: Any, configuration: dict[str, Any]) -> dict[str, Any]:
    """Le contenu d'un jeton signé par une clé publiée, avec l'un de nos deux algorithmes. Lève RefusProConnect."""
    try:
        entete = jwt.get_unverified_header(jeton)
        algorithme = entete.get("alg")
        if algorithme not in ALGORITHMES:
            raise jwt.InvalidAlgorithmError(algorithme)
        cle = _cle(configuration["jwks_uri"], kid=entete.get("kid"), famille=FAMILLES[algorithme])
        contenu: dict[str, Any] = jwt.decode(
            jeton,
            key=jwt.PyJWK(cle, algorithm=algorithme).key,
            algorithms=[algorithme],
            audience=settings.PROCONNECT_CLIENT_ID,
            issuer=configuration["issuer"],  # tel qu'il est publié, barre finale comprise
            leeway=TOLERANCE,
            options={"require": list(OBLIGATOIRES)},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as faute:
        raise _refus(
            "jeton", "ProConnect a rendu une identité que le portail ne peut pas vérifier."
        ) from faute
    if isinstance(contenu["aud"], list) and len(contenu["aud"]) > 1:
        raise _refus("jeton", "ProConnect a rendu une identité destinée aussi à un autre service.")
    return contenu


def _texte(affirme: object) -> str:
    """Un texte affirmé, sans caractère nul (PostgreSQL le refuse) ; vide s'il manque."""
    return str(affirme or "").replace("\0", "").strip()


def _identite(identite: dict[str, Any], affirme: dict[str, Any], jeton: str) -> Identite:
    """ProConnect n'affirme que des adresses vérifiées ; il peut toutefois dire expressément le contraire."""
    email = str(affirme.get("email", "")).strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    sub = str(identite["sub"])
    if len(sub) > LONGUEUR_DU_SUB or "\0" in sub:
        raise _refus("identite", "ProConnect a rendu un identifiant que le portail ne peut pas garder.")
    if not email or len(email) > LONGUEUR_DE_L_ADRESSE or affirme.get("email_verified", True) is not True:
        raise _refus("adresse", "ProConnect n'a pas donné d'adresse électronique vérifiée.")
    amr = identite.get("amr") or []
    return Identite(
        sub=sub,
        email=email,
        prenom=_texte(affirme.get("given_name")),
        nom=_texte(affirme.get("usual_name")),
        siret=_texte(affirme.get("siret")),
        organisation=_texte(affirme.get("organizational_unit")),
        niveaux=frozenset({str(identite.get("acr", "")), *(str(n) for n in amr)} - {""}),
        jeton=jeton,
    )
