"""Ce qui ne peut pas être, dit en français, et la traduction des contraintes de la base."""

from collections.abc import Iterator
from contextlib import contextmanager

from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.socle.erreurs import ErreurMetier


class ArretNonGaranti(ErreurMetier):
    """La garantie de ce motif n'est pas souscrite."""

    def __init__(self, garantie: str, collectivite: str) -> None:
        super().__init__(
            "garantie-non-souscrite",
            f"La garantie « {garantie} » n'est pas souscrite par {collectivite}. Si une requalification est "
            "possible, cochez « Déclarer à titre conservatoire » pour préserver les délais.",
            ("CCTP-CNRACL-2025 II.a",),
            "motif",
        )


class EvenementHorsContrat(ErreurMetier):
    """Aucune adhésion ne couvre la date de l'évènement."""

    def __init__(self, detail: str) -> None:
        super().__init__("evenement-hors-contrat", detail, ("CCTP-CNRACL-2025 II.a",), "survenance")


@contextmanager
def contraintes_du_dossier() -> Iterator[None]:
    """Contraintes des certificats et de la saisie, traduites."""
    with traduire_contraintes(
        {
            "certificat_sans_chevauchement": (
                "chevauchement",
                "Cet agent a déjà un certificat sur une partie de ces jours : corrigez les dates ou annulez l'autre.",
                "debut",
            ),
            "certificat_ordre": ("dates-inversees", "Le dernier jour précède le premier jour.", "fin"),
            "periode_indemnisee_une_fois": (
                "jour-deja-indemnise",
                "Un de ces jours est déjà indemnisé pour cet agent dans un autre dossier.",
                "",
            ),
            "demande_une_en_cours": (
                "demande-en-cours",
                "Une demande de remboursement est déjà en cours pour ce dossier.",
                "",
            ),
        }
    ):
        yield
