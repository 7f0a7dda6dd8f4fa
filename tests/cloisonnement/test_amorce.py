"""La base d'essai cloisonne vraiment, et les essais tournent sous le rôle applicatif."""

from django.db import connection

from cdg_portal.cloisonnement.controles import fautes


def test_role_applicatif_et_aucune_faute(db):
    with connection.cursor() as c:
        c.execute("SELECT session_user")
        assert c.fetchone()[0] == "cdg_app"
    assert fautes() == []
