"""Couche 1 : gestionnaires qui échouent fermés au moment où le SQL s'écrit, et la base de tout objet cloisonné."""

from typing import Any

from django.core.exceptions import FullResultSet
from django.db import models

from cdg_portal.cloisonnement.perimetre import perimetre_courant


class DansPerimetre(models.Func):
    """Condition « cette collectivité est dans le périmètre », lue quand la requête est compilée."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, colonne: str, verifier_seulement: bool = False, **extra: Any) -> None:
        super().__init__(models.F(colonne) if isinstance(colonne, str) else colonne, **extra)
        self.verifier_seulement = verifier_seulement

    def as_sql(self, compiler: Any, connection: Any, **kw: Any) -> Any:  # type: ignore[override]
        """SQL de la condition ; lève PerimetreAbsent sans périmètre ouvert."""
        p = perimetre_courant()
        if p.cdg or self.verifier_seulement:
            raise FullResultSet
        sql, params = compiler.compile(self.source_expressions[0])
        return f"{sql} = ANY(%s)", (*params, list(p.collectivites))


def _cle(modele: Any) -> str:
    return str(modele.CLE_PERIMETRE)


class GestionnaireCloisonne(models.Manager):
    """Ne voit que le périmètre courant."""

    def get_queryset(self) -> Any:
        """Toutes les lignes du périmètre."""
        return super().get_queryset().filter(DansPerimetre(_cle(self.model)))


class GestionnaireDeBase(models.Manager):
    """Enregistrement, clés étrangères, suppressions : non filtré (Django l'interdit) mais refuse sans périmètre."""

    def get_queryset(self) -> Any:
        """Toutes les lignes que la couche 2 laisse voir."""
        return super().get_queryset().filter(DansPerimetre(_cle(self.model), verifier_seulement=True))


class ModeleCloisonne(models.Model):
    """Table dont chaque ligne appartient à une collectivité."""

    CLE_PERIMETRE = "collectivite_id"
    # Liens qui désignent à dessein une ligne d'une autre collectivité : aucune clé composée n'y est exigée.
    HORS_CLOISON: tuple[str, ...] = ()
    objects = GestionnaireCloisonne()
    base = GestionnaireDeBase()

    class Meta:
        abstract = True
        base_manager_name = "base"
        default_manager_name = "objects"


def collectivite() -> models.ForeignKey:
    """La clé de cloisonnement : indexée par l'unicité (collectivite_id, id), jamais seule."""
    return models.ForeignKey(
        "perimetres.Collectivite",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name="collectivité",
    )


def lien(cible: str, *, on_delete: Any = models.PROTECT, **options: Any) -> models.ForeignKey:
    """Clé étrangère vers un objet de la même collectivité : la contrainte composée est posée par `CleComposee`."""
    return models.ForeignKey(cible, on_delete=on_delete, db_constraint=False, **options)
