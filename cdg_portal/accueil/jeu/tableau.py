"""Le tableau attendu / obtenu : l'attendu vient de cas.toml, l'obtenu de la base et du texte des PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cdg_portal.accueil.demonstration.types import Cas, DonneesDemonstration, LigneAttendue, SinistreDeCas
from cdg_portal.accueil.jeu.edition import Pdf
from cdg_portal.accueil.jeu.retrouver import (
    appel_des_cas,
    bordereaux_des_cas,
    decomptes_des_cas,
    sinistre_du_cas,
)
from cdg_portal.socle.montant import en_francais
from cotisations.selectors import participation_de
from prevention.selectors import indicateurs
from sinistres.selectors.calcul import decomptes_de
from sinistres.selectors.delais import est_en_retard

SANS_OBJET = "–"


@dataclass(frozen=True, slots=True)
class Ligne:
    """Une ligne du tableau ; `pdf` vaut None quand le chiffre ne s'imprime pas."""

    cas: str
    libelle: str
    attendu: str
    base: str
    pdf: str | None

    @property
    def tenue(self) -> bool:
        """L'attendu est obtenu partout où il doit l'être."""
        return self.attendu == self.base and self.pdf in (None, self.attendu)


def comparer(donnees: DonneesDemonstration, collectivites: dict[str, Any], pdf: Pdf) -> list[Ligne]:
    """Toutes les lignes : contribution de l'établissement, cas chiffrés, bordereaux, absentéisme."""
    return [
        *_contribution(donnees, collectivites, pdf),
        *(
            ligne
            for cas in donnees.cas
            for attendu in cas.sinistres
            for ligne in _sinistre(donnees, cas, attendu, collectivites, pdf)
        ),
        *_bordereaux(donnees, collectivites, pdf),
        *_absenteisme(donnees),
    ]


def _ligne(cas: str, libelle: str, attendu: Decimal, base: Decimal | None, pdf: Decimal | None) -> Ligne:
    return Ligne(cas, libelle, en_francais(attendu), _ecrit(base), _ecrit(pdf))


def _ecrit(valeur: Decimal | None) -> str:
    return "absent" if valeur is None else en_francais(valeur)


def _contribution(donnees: DonneesDemonstration, collectivites: dict[str, Any], pdf: Pdf) -> Iterator[Ligne]:
    attendu = donnees.contribution
    appel = appel_des_cas(donnees, collectivites)
    effectif = appel.adhesion.effectif
    imprime = f"{attendu.effectif} agents CNRACL"
    yield Ligne(
        "D-46",
        "Agents CNRACL figés au premier jour",
        str(attendu.effectif),
        str(effectif.nb_cnracl),
        str(attendu.effectif) if imprime in pdf.texte(appel.adhesion) else "absent",
    )
    participation: Any = participation_de(adhesion=appel.adhesion, exercice=attendu.exercice)
    libelle = f"{participation.nb_agents} agents × {en_francais(participation.montant_unitaire)}".replace(
        "\xa0", " "
    )
    yield _ligne(
        "D-46",
        "Participation au Centre de gestion",
        attendu.participation,
        participation.montant,
        pdf.montant(appel, libelle),
    )
    yield _ligne(
        "D-47",
        "Appel provisionnel de cotisation",
        attendu.appel,
        appel.total,
        pdf.montant(appel, f"Cotisation de l'exercice {attendu.exercice}"),
    )
    echeances = list(appel.echeances.order_by("rang"))
    for rang, montant in enumerate(attendu.echeances, 1):
        obtenue = echeances[rang - 1].montant if rang <= len(echeances) else None
        imprimee = pdf.montant(appel, f"{rang} sur {len(attendu.echeances)}")
        yield _ligne("D-47", f"Échéance {rang} sur {len(attendu.echeances)}", montant, obtenue, imprimee)


def _sinistre(
    donnees: DonneesDemonstration, cas: Cas, attendu: SinistreDeCas, collectivites: dict[str, Any], pdf: Pdf
) -> Iterator[Ligne]:
    nom = f"{cas.id} {attendu.sinistre.reference}" if len(cas.sinistres) > 1 else cas.id
    decomptes = decomptes_de(sinistre_du_cas(cas, attendu, collectivites))
    if not decomptes:
        yield _ligne(nom, "Total du dossier", attendu.total, None, None)
        return
    premier, dernier = decomptes[0], decomptes[-1]
    if attendu.sinistre.requalifications:
        yield _ligne(
            nom, "Total avant requalification", attendu.avant, premier.total, pdf.montant(premier, "Total dû")
        )
    yield _ligne(nom, "Total du dossier", attendu.total, dernier.total, pdf.montant(dernier, "Total dû"))
    if attendu.sinistre.requalifications:
        solde = "Complément" if attendu.solde > 0 else "Indu"
        yield _ligne(
            nom, f"{solde} après requalification", attendu.solde, dernier.solde, _solde_imprime(pdf, dernier)
        )
    for ligne in attendu.lignes:
        yield _segment(nom, ligne, dernier, pdf)
    retard = est_en_retard(sinistre=dernier.sinistre, au=donnees.date_de_reference)
    yield Ligne(nom, "Remboursement en retard", _oui(attendu.en_retard), _oui(retard), None)


def _solde_imprime(pdf: Pdf, decompte: Any) -> Decimal | None:
    """Le montant qui suit « Déjà décompté » et le sien : la ligne du solde."""
    suite = pdf.texte(decompte).partition("Déjà décompté")[2]
    montants = Pdf({decompte.uid: suite}).montants(decompte)
    return montants[1] if len(montants) > 1 else None


def _segment(nom: str, attendue: LigneAttendue, decompte: Any, pdf: Pdf) -> Ligne:
    """Une ligne de décompte : seuls les champs renseignés du fichier des cas se comparent."""
    voulu = {c: v for c in ("du", "au", "jours", "ij", "montant") if (v := getattr(attendue, c)) is not None}
    trouvee = next(
        (li for li in decompte.lignes.order_by("rang") if all(getattr(li, c) == v for c, v in voulu.items())),
        None,
    )
    libelle = "Ligne " + " ".join(_champ(c, v) for c, v in voulu.items() if c != "montant")
    ij, montant = _imprimes(pdf, decompte, trouvee)
    if attendue.montant is None:
        return Ligne(nom, libelle, "présente", _presente(trouvee is not None), _presente(ij == attendue.ij))
    return _ligne(nom, libelle, attendue.montant, trouvee.montant if trouvee else None, montant)


def _imprimes(pdf: Pdf, decompte: Any, ligne: Any) -> tuple[Decimal | None, Decimal | None]:
    """Indemnité et montant imprimés sur la rangée de cette ligne, reconnue à ses dates et à ses jours."""
    if ligne is None:
        return None, None
    rangee = f"{ligne.du:%d/%m/%Y} {ligne.au:%d/%m/%Y} {ligne.jours} "
    suite = pdf.texte(decompte).partition(rangee)[2]
    montants = Pdf({decompte.uid: suite}).montants(decompte)
    return (montants[0], montants[1]) if len(montants) > 1 else (None, None)


def _champ(champ: str, valeur: Any) -> str:
    if champ in ("du", "au"):
        return f"{champ} {valeur:%d/%m/%Y}"
    if champ == "jours":
        return f"{valeur} jour{'s' if valeur > 1 else ''}"
    return f"à {en_francais(valeur)} par jour"


def _presente(oui: bool) -> str:
    return "présente" if oui else "absente"


def _oui(valeur: bool) -> str:
    return "oui" if valeur else "non"


def _bordereaux(donnees: DonneesDemonstration, collectivites: dict[str, Any], pdf: Pdf) -> Iterator[Ligne]:
    """Les bordereaux des cas, reconnus à leur collectivité et à leur jour d'envoi."""
    envoyes = {
        (b.collectivite_id, b.transmis_le): b
        for b in bordereaux_des_cas(decomptes_des_cas(donnees, collectivites))
    }
    for attendu in donnees.bordereaux:
        bordereau = envoyes.pop((collectivites[attendu.collectivite].id, attendu.transmis_le), None)
        nom = bordereau.numero if bordereau else "bordereau"
        libelle = (
            f"Envoi du {attendu.transmis_le:%d/%m/%Y}, {collectivites[attendu.collectivite].denomination}"
        )
        yield _ligne(
            nom,
            libelle,
            attendu.total,
            bordereau.total if bordereau else None,
            pdf.montant(bordereau, "Total du bordereau") if bordereau else None,
        )
    for inattendu in envoyes.values():
        yield Ligne(inattendu.numero, "Bordereau que rien n'attendait", "aucun", "émis", None)


def _absenteisme(donnees: DonneesDemonstration) -> Iterator[Ligne]:
    attendu = donnees.absenteisme
    obtenu = indicateurs(du=attendu.du, au=attendu.au)
    comptes = (
        ("Agents présents", "effectif"),
        ("Jours d'arrêt", "jours"),
        ("Arrêts commencés", "arrets"),
        ("Agents absents", "agents_absents"),
    )
    for libelle, champ in comptes:
        yield Ligne("absentéisme", libelle, str(getattr(attendu, champ)), str(getattr(obtenu, champ)), None)
    taux = (
        ("Taux d'absentéisme (%)", "taux_calendaire"),
        ("Gravité (jours par arrêt)", "gravite"),
        ("Fréquence (arrêts pour 100 agents)", "frequence"),
        ("Exposition (%)", "exposition"),
    )
    for libelle, champ in taux:
        valeur = getattr(obtenu.decision.valeur, champ) if obtenu.decision else None
        yield Ligne("absentéisme", libelle, en_virgule(getattr(attendu, champ)), en_virgule(valeur), None)


def en_virgule(valeur: Decimal | None) -> str:
    """Nombre décimal à la française ; tiret s'il n'existe pas."""
    return SANS_OBJET if valeur is None else str(valeur).replace(".", ",")
