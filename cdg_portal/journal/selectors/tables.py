"""Les tables chaînées : toutes celles que l'application ne fait qu'allonger, sauf la chaîne elle-même."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from cdg_portal.cloisonnement.modeles import ModeleCloisonne
from cdg_portal.journal.models import Feuille, Maillon, Scellement

DE_LA_CHAINE = (Maillon, Feuille, Scellement)


@dataclass(frozen=True, slots=True)
class TableChainee:
    """Une table, sa clé (`id`, ou `pgh_id` d'un historique) ; `commune` : ses lignes n'ont pas de collectivité."""

    nom: str
    cle: str
    commune: bool

    @property
    def collectivite(self) -> str:
        """Expression SQL de la collectivité d'une ligne `l` ; 0 pour une ligne commune, que seul le CDG écrit."""
        return "0" if self.commune else "l.collectivite_id"

    @property
    def fonction(self) -> str:
        """La fonction de son déclencheur."""
        return f"journal_enchainer_{'commun' if self.commune else self.cle}"


def tables_chainees() -> list[TableChainee]:
    """Toutes, par nom."""
    modeles = [m for m in apps.get_models() if getattr(m, "AJOUT_SEUL", False) and m not in DE_LA_CHAINE]
    trouvees = [
        TableChainee(m._meta.db_table, str(m._meta.pk.column), not issubclass(m, ModeleCloisonne))
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
