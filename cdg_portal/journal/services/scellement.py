"""Sceller : toutes les cinq minutes, les maillons validés depuis le scellement précédent."""

from datetime import UTC, datetime

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.journal.models import Scellement
from cdg_portal.journal.regles.merkle import VIDE, Entete, authentifier, racine_chainee, racine_de_merkle
from cdg_portal.journal.selectors.chaine import fixer_les_formes, maillons_a_sceller
from cdg_portal.journal.selectors.cles import cle_courante

PAR_SCELLEMENT = 50_000
VERROU = 727_004


def sceller_tout(*, maintenant: datetime) -> list[Scellement]:
    """Scelle tout ce qui est validé, par lots ; rien à sceller, ou un autre s'en charge : liste vide."""
    faits: list[Scellement] = []
    while (scelle := sceller(maintenant=maintenant)) is not None:
        faits.append(scelle)
        if scelle.nombre < PAR_SCELLEMENT:
            break
    return faits


def sceller(*, maintenant: datetime, limite: int = PAR_SCELLEMENT) -> Scellement | None:
    """Scelle au plus `limite` maillons ; None s'il n'y en a pas, ou si un autre scelleur tient le verrou.

    Tout le CDG : la chaîne est une, ses maillons sont de toutes les collectivités. Lève ImproperlyConfigured si la clé
    manque alors que le scellement précédent en a une : la chaîne ne perd pas son authentification en silence.
    """
    with transaction.atomic(), hors_perimetre("sceller le journal"), connection.cursor() as c:
        c.execute("SELECT pg_try_advisory_xact_lock(%s)", [VERROU])
        if not c.fetchone()[0]:
            return None
        fixer_les_formes()
        precedent = Scellement.objects.order_by("-n").first()
        if precedent and bytes(precedent.hmac) and not cle_courante():
            raise ImproperlyConfigured("CLE_DE_SCELLEMENT manque : le scellement précédent est authentifié.")
        pris, horizon = maillons_a_sceller(horizon=precedent.horizon if precedent else 0, limite=limite)
        if not pris:
            return None
        scelle = _composer(precedent, pris, horizon, maintenant)
        scelle.save(force_insert=True)
        c.execute(
            "INSERT INTO journal_feuille (maillon_id, scellement_id, rang, empreinte)"
            " SELECT m, %s, r - 1, e FROM unnest(%s::bigint[], %s::bytea[]) WITH ORDINALITY AS t(m, e, r)",
            [scelle.n, [maillon for maillon, _ in pris], [feuille for _, feuille in pris]],
        )
    return scelle


def _composer(
    precedent: Scellement | None, pris: list[tuple[int, bytes]], horizon: int, maintenant: datetime
) -> Scellement:
    # Une horloge remise en arrière ne fait pas reculer la chaîne.
    instant = max(maintenant, precedent.instant) if precedent else maintenant
    entete = Entete(
        n=precedent.n + 1 if precedent else 1,
        instant=instant.astimezone(UTC).isoformat(),
        premier=pris[0][0],
        dernier=pris[-1][0],
        nombre=len(pris),
        horizon=horizon,
    )
    avant = bytes(precedent.racine) if precedent else VIDE
    arbre = racine_de_merkle(feuille for _, feuille in pris)
    racine = racine_chainee(avant, arbre, entete)
    return Scellement(
        n=entete.n,
        instant=instant,
        premier=entete.premier,
        dernier=entete.dernier,
        nombre=entete.nombre,
        horizon=horizon,
        arbre=arbre,
        precedent=avant,
        racine=racine,
        hmac=authentifier(cle_courante(), racine),
    )
