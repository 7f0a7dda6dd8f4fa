"""Les fiches récemment ouvertes par un compte : un identifiant opaque et une heure ; le nom se relit chaque fois."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from cdg_portal.accueil.files import Regard
from cdg_portal.accueil.models import Consultation
from cdg_portal.accueil.recherche.genres import GENRES, Resultat

GARDEES = 10
# Quelques-unes de plus : un droit perdu en cache, sans vider la liste.
_EN_RESERVE = 2 * GARDEES
_GENRE_DE_PAGE = {genre.page: genre.cle for genre in GENRES if genre.page}


def fiche_de_page(page: str) -> str:
    """Le genre de fiche que montre cette adresse nommée, ou une chaîne vide."""
    return _GENRE_DE_PAGE.get(page, "")


def consultation_noter(*, compte_id: int, genre: str, objet_uid: UUID, instant: datetime) -> None:
    """Note l'ouverture d'une fiche, et oublie les plus anciennes du même compte."""
    Consultation.objects.bulk_create(
        [Consultation(compte_id=compte_id, genre=genre, objet_uid=objet_uid, vue_a=instant)],
        update_conflicts=True,
        unique_fields=["compte", "genre", "objet_uid"],
        update_fields=["vue_a"],
    )
    siennes = Consultation.objects.filter(compte_id=compte_id)
    anciennes = list(siennes.order_by("-vue_a", "-id").values_list("pk", flat=True)[_EN_RESERVE:])
    if anciennes:
        siennes.filter(pk__in=anciennes).delete()


def consultations_recentes(regard: Regard, *, combien: int = GARDEES) -> list[Resultat]:
    """Les dernières fiches ouvertes, la plus récente d'abord : une requête par genre, sous le périmètre ouvert."""
    vues = list(
        Consultation.objects.filter(compte_id=regard.compte_id)
        .order_by("-vue_a", "-id")
        .values_list("genre", "objet_uid")[:_EN_RESERVE]
    )
    par_genre: dict[str, set[UUID]] = defaultdict(set)
    for genre, uid in vues:
        par_genre[genre].add(uid)
    lues = {g.cle: g.relire(regard, par_genre[g.cle]) for g in GENRES if g.cle in par_genre}
    trouvees = (lues.get(genre, {}).get(uid) for genre, uid in vues)
    return [t for t in trouvees if t is not None][:combien]
