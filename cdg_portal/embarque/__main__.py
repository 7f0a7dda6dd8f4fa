"""`python -m cdg_portal.embarque reset` : arrête les services sans usager et efface les données locales."""

import shutil
import sys

from cdg_portal.embarque import services
from cdg_portal.embarque.chemins import dossier_var


def effacer() -> None:
    """Refuse tant qu'un autre processus se sert des données."""
    var = dossier_var()
    if not var.exists():
        print("Rien à effacer.")
        return
    postgres, redis = services()
    for service in (postgres, redis):
        if not service.arreter_si_libre():
            raise SystemExit(
                f"{service.nom} sert encore à un autre processus de cette copie (make demo ?) : "
                "arrêtez-le d'abord."
            )
    for dossier in {postgres.socket, redis.socket.parent, var}:
        shutil.rmtree(dossier, ignore_errors=dossier != var)
    print(f"Données locales effacées ({var}).")


if __name__ == "__main__":
    if sys.argv[1:] != ["reset"]:
        raise SystemExit("Usage : python -m cdg_portal.embarque reset")
    effacer()
