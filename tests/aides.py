"""Petites aides communes des essais."""

import pytest

from cdg_portal.socle.erreurs import ErreurMetier


def code_et_champ(acte, /, **parametres):
    """Joue un acte qui doit être refusé ; rend le code et le champ du refus, dont le message n'est pas vide."""
    with pytest.raises(ErreurMetier) as refus:
        acte(**parametres)
    assert refus.value.message
    return refus.value.code, refus.value.champ
