"""Où vivent les services embarqués : données, sockets et binaires des roues (trouvés, jamais importés)."""

import importlib.util
import os
import pwd
import stat
import tempfile
from hashlib import sha256
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
LONGUEUR_MAX = 100  # sun_path compte 107 octets ; la marge couvre le suffixe `.lock` de PostgreSQL


class EmbarqueAbsent(RuntimeError):
    """Un service embarqué manque ou ne démarre pas ; le message dit quoi faire."""


def dossier_var() -> Path:
    """Dossier des données locales : `var/` de la copie de travail, ou STATUTAIRE_VAR."""
    return Path(os.environ.get("STATUTAIRE_VAR") or RACINE / "var").resolve()


def binaire(paquet: str, *parties: str) -> str:
    """Chemin d'un exécutable livré dans une roue, sans importer la roue."""
    trouve = importlib.util.find_spec(paquet)
    lieux = list(trouve.submodule_search_locations or []) if trouve else []
    chemin = Path(lieux[0], *parties) if lieux else None
    if chemin is None or not chemin.exists():
        raise EmbarqueAbsent(
            f"Le paquet « {paquet} » (extra `embarque`) est absent : lancez `make installer`, "
            "ou indiquez DATABASE_URL et REDIS_URL."
        )
    return str(chemin)


def dossier_socket(var: Path, nom: str, fichier: str) -> Path:
    """Un dossier de socket par copie de travail : deux copies ne se rencontrent jamais."""
    proche = var / nom
    if len(os.fsencode(proche / fichier)) + len(".lock") < LONGUEUR_MAX:
        return proche
    empreinte = sha256(os.fsencode(var / nom)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"cdg-{empreinte}"


def creer_prive(dossier: Path, uid: int, gid: int) -> None:
    """Crée un dossier 0700 pour ce compte ; refuse celui qu'un autre compte aurait posé là."""
    dossier.parent.mkdir(parents=True, exist_ok=True)
    try:
        dossier.mkdir(mode=0o700)
    except FileExistsError:
        infos = dossier.lstat()
        if not stat.S_ISDIR(infos.st_mode) or infos.st_uid not in {uid, os.geteuid()}:
            raise EmbarqueAbsent(f"« {dossier} » appartient à un autre compte : supprimez-le.") from None
    if os.geteuid() == 0:
        os.chown(dossier, uid, gid)
    dossier.chmod(0o700)


def compte_sans_privilege() -> pwd.struct_passwd:
    """Le compte sous lequel tourne PostgreSQL quand on est root (il refuse l'uid 0)."""
    return pwd.getpwnam("nobody")


def laisser_traverser(chemin: Path) -> None:
    """Donne `o+x` (traverser, jamais lire) aux dossiers parents qui ne l'ont pas."""
    for parent in chemin.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
