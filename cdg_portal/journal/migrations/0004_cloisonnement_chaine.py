"""Seconde couche de la chaîne et des accès, et les fonctions qui écrivent les maillons."""

from django.db import migrations

from cdg_portal.cloisonnement.operations import Cloisonner, Immuable

# Une fonction par forme de table. Le texte d'une ligne dépend de réglages du client : s'ils ne sont pas ceux du portail
# (selectors/chaine.py), il est refait sous les bons. Un SET sur la fonction coûterait autant que tout le reste.
# `public.` parce qu'une table temporaire de même nom passerait devant.
ENCHAINER = """
CREATE FUNCTION journal_enchainer_{nom}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    grain uuid := gen_random_uuid();
    texte text;
    noms text[] := ARRAY['TimeZone', 'DateStyle', 'IntervalStyle', 'bytea_output', 'extra_float_digits'];
    voulus text[] := ARRAY['UTC', 'ISO, YMD', 'postgres', 'hex', '1'];
    avant text[];
BEGIN
    IF current_setting('TimeZone') = 'UTC' AND current_setting('DateStyle') LIKE 'ISO,%'
        AND current_setting('IntervalStyle') = 'postgres' AND current_setting('bytea_output') = 'hex'
        AND current_setting('extra_float_digits') = '1'
    THEN
        texte := NEW::text;
    ELSE
        FOR i IN 1 .. 5 LOOP
            avant[i] := current_setting(noms[i]);
            PERFORM set_config(noms[i], voulus[i], true);
        END LOOP;
        texte := NEW::text;
        FOR i IN 1 .. 5 LOOP
            PERFORM set_config(noms[i], avant[i], true);
        END LOOP;
    END IF;
    INSERT INTO public.journal_maillon
        (instant, collectivite_id, source, source_id, colonnes, transaction, role, sel, empreinte)
    VALUES (
        clock_timestamp(), {collectivite}, TG_TABLE_NAME, NEW.{cle},
        (SELECT count(*) FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped),
        pg_current_xact_id()::text::bigint, session_user, grain,
        sha256(uuid_send(grain) || convert_to(texte, 'UTF8'))
    );
    RETURN NULL;
END $$;
"""

# Les tables communes n'ont pas de collectivité : 0, que seul le Centre de gestion peut écrire.
FONCTIONS = (
    ("id", "id", "NEW.collectivite_id"),
    ("pgh_id", "pgh_id", "NEW.collectivite_id"),
    ("commun", "pgh_id", "0"),
)


class Migration(migrations.Migration):
    """Le maillon ne peut plus perdre que son sel ; le reste de la chaîne ne change jamais."""

    dependencies = [("journal", "0003_chaine")]
    operations = [
        Cloisonner("Maillon", cle=False),
        Cloisonner("Effacement"),
        Cloisonner("Acces"),
        Immuable("Maillon", sauf=("sel",)),
        Immuable("Effacement"),
        Immuable("Acces"),
        Immuable("Scellement"),
        Immuable("Feuille"),
        *(
            migrations.RunSQL(
                ENCHAINER.format(nom=nom, cle=cle, collectivite=collectivite),
                f"DROP FUNCTION journal_enchainer_{nom}() CASCADE",
            )
            for nom, cle, collectivite in FONCTIONS
        ),
    ]
