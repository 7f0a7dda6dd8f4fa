"""Recherche par préfixe, indexable sous une politique de ligne : LIKE n'est pas « leakproof », ceci l'est."""

from typing import Any

from django.db.models import CharField, Lookup, TextField


@CharField.register_lookup
@TextField.register_lookup
class CommencePar(Lookup):
    """`champ__commence_par="dup"` : utilise un index text_pattern_ops / varchar_pattern_ops."""

    lookup_name = "commence_par"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """`col ~>=~ 'x' AND col ~<~ 'x' || U+10FFFF`."""
        gauche, params_gauche = self.process_lhs(compiler, connection)
        prefixe = str(self.rhs)
        return (
            f"({gauche} ~>=~ %s AND {gauche} ~<~ %s)",
            (*params_gauche, prefixe, *params_gauche, prefixe + "\U0010ffff"),
        )
