"""Adresses des accès."""

from django.urls import path

from cdg_portal.perimetres.web import acces, demandes, droits, invitations, mes_acces, permissions

app_name = "perimetres"
urlpatterns = [
    path("acces/", acces.liste, name="acces"),
    path("acces/export.csv", acces.export, name="acces_csv"),
    path("acces/collectivites/<uuid:uid>/", acces.de_collectivite, name="acces_collectivite"),
    path("acces/collectivites/<uuid:uid>/inviter/", invitations.inviter, name="inviter"),
    path("acces/invitations/<uuid:uid>/renvoyer/", invitations.renvoyer, name="renvoyer"),
    path("acces/invitations/<uuid:uid>/retirer/", invitations.retirer, name="retirer"),
    path("acces/droits/<uuid:uid>/fin/", droits.finir, name="finir"),
    path("acces/demandes/<uuid:uid>/", demandes.decider, name="demande"),
    path("mes-acces/", mes_acces.voir, name="mes_acces"),
    path("mes-acces/collectivite/", mes_acces.choisir, name="choisir"),
    path("mes-acces/deleguer/", droits.deleguer, name="deleguer"),
    path("mes-acces/delegations/<uuid:uid>/terminer/", droits.terminer, name="terminer"),
    path("permissions/", permissions.table, name="permissions"),
    path("invitations/accepter/", invitations.accepter, name="invitation_accepter"),
    path("invitations/<str:jeton>/", invitations.lire, name="invitation"),
]
