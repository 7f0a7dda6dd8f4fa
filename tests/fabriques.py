"""Fabriques communes des essais : objets déterministes, posés dans le périmètre ouvert par l'essai.

Les états (adhésion active, appel validé) s'obtiennent par les services, jamais en écrivant l'état.
"""

from datetime import date
from decimal import Decimal

import factory
from stdnum import luhn

from adhesions.models import (
    Agent,
    ConditionsGenerales,
    Contrat,
    GarantieOfferte,
    Lot,
    Offre,
    Organisme,
    Remuneration,
    RoleContrat,
    Situation,
    Tarif,
)
from adhesions.services.adhesions import adhesion_activer, adhesion_preparer, adhesion_resilier
from cdg_portal.comptes.models import Compte
from cdg_portal.perimetres.models import Collectivite, Habilitation, Siret

EFFET = date(2025, 1, 1)
FIN = date(2028, 12, 31)


def siren_numero(n: int) -> str:
    """N-ième SIREN inventé, de clé juste."""
    radical = f"{20000000 + n:08d}"
    return radical + luhn.calc_check_digit(radical)


def siret_de_siren(siren: str, rang: int = 1) -> str:
    """SIRET du rang-ième établissement d'un SIREN, de clé juste."""
    radical = f"{siren}{rang:04d}"
    return radical + luhn.calc_check_digit(radical)


class CompteFactory(factory.django.DjangoModelFactory):
    """Compte sans mot de passe ; les essais se connectent par `force_login`."""

    class Meta:
        model = Compte

    email = factory.Sequence(lambda n: f"compte{n}@exemple.fr")
    prenom = factory.Sequence(lambda n: f"Camille{n}")
    nom = "Morvandieu"


class CollectiviteFactory(factory.django.DjangoModelFactory):
    """Commune inventée avec un SIRET valide ; trait `centre_de_gestion` pour le CDG (un seul)."""

    class Meta:
        model = Collectivite
        skip_postgeneration_save = True

    class Params:
        centre_de_gestion = factory.Trait(est_cdg=True, denomination="Centre de gestion du Val-d'Ombrée")

    siren = factory.Sequence(siren_numero)
    denomination = factory.Sequence(lambda n: f"Commune d'Étrelle-{n}")
    representant = "Mme Aude Corvelin, maire"

    @factory.post_generation
    def siret(self, create, extrait, **kwargs):
        if create:
            Siret.objects.create(
                collectivite=self, siret=extrait or siret_de_siren(self.siren), du=date(2020, 1, 1)
            )


class HabilitationFactory(factory.django.DjangoModelFactory):
    """Rôle d'un compte, gestionnaire du CDG par défaut, RH d'une collectivité avec le trait `rh`."""

    class Meta:
        model = Habilitation

    class Params:
        rh = factory.Trait(role="RH_VALIDEUR", collectivite=factory.SubFactory(CollectiviteFactory))

    compte = factory.SubFactory(CompteFactory)
    role = "GESTIONNAIRE_CDG"
    du = date(2020, 1, 1)

    @factory.lazy_attribute
    def collectivite(self):
        return centre_de_gestion()


def centre_de_gestion() -> Collectivite:
    """Le CDG de l'essai, créé au besoin."""
    return Collectivite.objects.filter(est_cdg=True).first() or CollectiviteFactory(centre_de_gestion=True)


class OrganismeFactory(factory.django.DjangoModelFactory):
    """Assureur, gestionnaire ou souscripteur inventé."""

    class Meta:
        model = Organisme

    siret = factory.Sequence(lambda n: siret_de_siren(siren_numero(5000 + n)))
    nom = factory.Sequence(lambda n: f"Organisme {n}")


class ContratFactory(factory.django.DjangoModelFactory):
    """Contrat groupe statutaire 2025-2028 en capitalisation, avec ses trois rôles ; trait `repartition`."""

    class Meta:
        model = Contrat
        skip_postgeneration_save = True

    class Params:
        repartition = factory.Trait(gestion="REPARTITION")

    reference = factory.Sequence(lambda n: f"CTR-{n:04d}")
    intitule = "Contrat groupe d'essai"
    effet = EFFET
    fin = FIN
    gestion = "CAPITALISATION"
    diviseur = "J365"
    franchise_par = "SINISTRE"
    age_cessation = 65
    delai_declaration = 6
    delai_declaration_unite = "MOIS"
    sanction_tardive = "AUCUNE"
    delai_remboursement_jours = 30
    delai_controle_heures = 48
    delai_paiement_jours = 30

    @factory.post_generation
    def roles_tenus(self, create, extrait, **kwargs):
        if create:
            for role in RoleContrat.Role.values:
                RoleContrat.objects.create(contrat=self, role=role, organisme=OrganismeFactory())


# Formule de base : risque → (type de franchise, jours, taux de cotisation en %).
GARANTIES = {
    "CMO": ("ABSOLUE", 30, Decimal("2.10")),
    "CLM": ("AUCUNE", None, Decimal("0")),
    "CLD": ("AUCUNE", None, Decimal("0")),
    "CITIS": ("ABSOLUE", 45, Decimal("1.50")),
    "DC": ("AUCUNE", None, Decimal("0.20")),
}


class LotFactory(factory.django.DjangoModelFactory):
    """Lot CNRACL d'un contrat, sans offre."""

    class Meta:
        model = Lot

    contrat = factory.SubFactory(ContratFactory)
    regime = "CNRACL"
    libelle = "Agents CNRACL"


class OffreFactory(factory.django.DjangoModelFactory):
    """Offre et ses garanties : `garanties={risque: (franchise, jours, taux de cotisation)}`."""

    class Meta:
        model = Offre
        skip_postgeneration_save = True

    lot = factory.SubFactory(LotFactory)
    code = "BASE"
    type = "BASE"
    libelle = "Formule de base"

    @factory.post_generation
    def garanties(self, create, extrait, **kwargs):
        if not create:
            return
        for risque, (franchise, jours, taux) in (GARANTIES if extrait is None else extrait).items():
            GarantieOfferte.objects.create(
                offre=self, risque=risque, franchise_type=franchise, franchise_jours=jours
            )
            Tarif.objects.create(offre=self, risque=risque, taux=taux, du=self.lot.contrat.effet)


class ConditionsFactory(factory.django.DjangoModelFactory):
    """Conditions générales du service."""

    class Meta:
        model = ConditionsGenerales
        django_get_or_create = ("version",)

    version = "2024-1"
    approuvees_le = date(2024, 9, 1)
    articles = factory.LazyFunction(lambda: [{"titre": "Objet", "paragraphes": ["Le service du CDG."]}])


class AgentFactory(factory.django.DjangoModelFactory):
    """Agent CNRACL titulaire, 24 000 € de traitement ; traits `stagiaire`, `contractuel`, `sorti`.

    `remuneration={rubrique: annuel}` remplace la paie (vide : aucune) ; `depuis` sa date.
    """

    class Meta:
        model = Agent
        skip_postgeneration_save = True

    class Params:
        stagiaire = factory.Trait(situation="STAGIAIRE")
        contractuel = factory.Trait(regime="RG_CONTRACT", situation="CONTRACTUEL")
        sorti = factory.Trait(sortie=date(2024, 6, 30))

    collectivite = factory.SubFactory(CollectiviteFactory)
    matricule = factory.Sequence(lambda n: f"A{n:05d}")
    nom = factory.Sequence(lambda n: f"Dupré{n}")
    prenom = "Élodie"
    naissance = date(1975, 3, 10)
    sexe = "F"
    regime = "CNRACL"
    entree = date(2015, 9, 1)

    @factory.post_generation
    def situation(self, create, extrait, **kwargs):
        if create:
            Situation.objects.create(
                collectivite=self.collectivite,
                agent=self,
                statut=extrait or "TITULAIRE",
                metier="Administratif",
                grade="Adjoint administratif",
                du=self.entree,
            )

    @factory.post_generation
    def remuneration(self, create, extrait, depuis=None, **kwargs):
        if not create:
            return
        paie = {"TIB": Decimal("24000.00")} if extrait is None else extrait
        for rubrique, annuel in paie.items():
            Remuneration.objects.create(
                collectivite=self.collectivite,
                agent=self,
                rubrique=rubrique,
                annuel=annuel,
                depuis=depuis or self.entree,
            )


def adhesion(
    *,
    collectivite=None,
    lot=None,
    effet=EFFET,
    offres=("BASE",),
    elements=("TIB",),
    etat="ACTIVE",
    resiliation=None,
    **options,
):
    """Adhésion dans l'état demandé (PROJET, ACTIVE, RESILIEE), obtenue par les services.

    Sans agent présent le jour d'effet, en crée un. Forfait de 70 € par agent, 4 fractions, RI SUIT.
    """
    collectivite = collectivite or CollectiviteFactory()
    lot = lot or OffreFactory().lot
    parametres = {
        "fractions": 4,
        "ri": "SUIT",
        "participation_montant_unitaire": Decimal("70.00"),
        "le": effet,
    }
    creee = adhesion_preparer(
        collectivite=collectivite,
        lot=lot,
        effet=effet,
        offres=offres,
        elements=elements,
        **(parametres | options),
    )
    if etat == "PROJET":
        return creee
    if not Agent.objects.filter(collectivite=collectivite, regime=lot.regime, entree__lte=effet).exists():
        AgentFactory(collectivite=collectivite, regime=lot.regime)
    creee = adhesion_activer(
        adhesion=creee, convention_signee_le=effet, conditions=ConditionsFactory(), le=effet
    )
    if etat == "RESILIEE":
        creee = adhesion_resilier(
            adhesion=creee, resiliation=resiliation or date(effet.year, 12, 31), motif="Dissolution", le=effet
        )
    return creee


class AdhesionFactory(factory.Factory):
    """Adhésion active par défaut ; `etat`, `resiliation`, `collectivite`, `lot`, `offres`, `elements`…"""

    class Meta:
        model = object

    class Params:
        projet = factory.Trait(etat="PROJET")
        resiliee = factory.Trait(etat="RESILIEE")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return adhesion(**kwargs)
