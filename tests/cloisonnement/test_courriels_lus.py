"""Le robot lit chaque endroit d'un courriel où un nom peut se glisser."""

import io
import zipfile
from email.mime.text import MIMEText

import pytest
from django.core.mail import EmailMultiAlternatives

from tests.cloisonnement.canaris import aplatir
from tests.cloisonnement.courriels import lire_courriel

CANARI = "Quorvalin"


def _archive() -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr("agents.csv", CANARI)
    return tampon.getvalue()


@pytest.mark.parametrize("ou", ["subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "headers"])
def test_chaque_champ_est_lu(ou):
    adresse = f"{CANARI}@exemple.fr"
    valeur = {"subject": CANARI, "body": CANARI, "from_email": adresse, "headers": {"X-Objet": CANARI}}
    message = EmailMultiAlternatives(**{ou: valeur.get(ou, [adresse])})
    assert aplatir(CANARI) in aplatir(lire_courriel(message))


@pytest.mark.parametrize(
    "ajouter",
    [
        lambda m: m.attach_alternative(f"<p>{CANARI}</p>", "text/html"),
        lambda m: m.attach(f"{CANARI}.txt", "rien", "text/plain"),
        lambda m: m.attach("a.txt", CANARI, "text/plain"),
        lambda m: m.attach("a.zip", _archive(), "application/zip"),
        lambda m: m.attach(MIMEText(CANARI, "plain", "utf-8")),
    ],
    ids=["version HTML", "nom de la pièce", "texte joint", "archive jointe", "partie MIME"],
)
def test_versions_et_pieces_jointes_sont_lues(ajouter):
    message = EmailMultiAlternatives("Objet", "Corps", None, ["a@exemple.fr"])
    ajouter(message)
    assert aplatir(CANARI) in aplatir(lire_courriel(message))
