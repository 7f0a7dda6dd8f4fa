"""Les tables chaînées : toutes celles que l'application ne fait qu'allonger, sauf la chaîne elle-même."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from cdg_portal.cloisonnement.modeles import ModeleCloisonne
from cdg_portal.journal.models import Feuille, Maillon, Scellement

DE_LA_CHAINE = (Maillon, Feuille, Scellement)


@dataclass(frozen=True, slots=True)
class TableChainee:
    """Une table, sa clé (`id`, ou `pgh_id` d'un historique) ; `commune` : ses lignes n'ont pas de collectivité.

    `de_compte` : commune aussi, mais elle parle d'une personne et s'écrit sans périmètre.
    """

    nom: str
    cle: str
    commune: bool
    de_compte: bool

    @property
    def collectivite(self) -> str:
        """Expression SQL de la collectivité d'une ligne `l` ; 0 pour une ligne commune, que seul le CDG écrit."""
        return "0" if self.commune else "l.collectivite_id"

    @property
    def fonction(self) -> str:
        """La fonction de son déclencheur."""
        forme = "compte" if self.de_compte else "commun" if self.commune else self.cle
        return f"journal_enchainer_{forme}"


def tables_chainees() -> list[TableChainee]:
    """Toutes, par nom."""
    modeles = [m for m in apps.get_models() if getattr(m, "AJOUT_SEUL", False) and m not in DE_LA_CHAINE]
    trouvees = [
        TableChainee(
            nom=m._meta.db_table,
            cle=str(m._meta.pk.column),
            commune=not issubclass(m, ModeleCloisonne),
            de_compte=getattr(m, "DE_COMPTE", False),
        )
        for m in modeles
    ]
    return sorted(trouvees, key=lambda t: t.nom)


def colonnes_de(c: Any, table: str) -> list[str]:
    """Les colonnes de la table, dans leur ordre de création (celui de son texte)."""
    c.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " ORDER BY attnum",
        [f'"{table}"'],
    )
    return [nom for (nom,) in c.fetchall()]
