-- Roles belong to the whole cluster, so a second database finds them there already.
-- The owner of everything is whoever runs this file.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

DO $$
DECLARE
    role_name text;
BEGIN
    -- Two databases migrated at once would race for the same role.
    PERFORM pg_advisory_xact_lock(hashtext('keyrack roles'));
    FOREACH role_name IN ARRAY ARRAY['keyrack_app', 'keyrack_relay', 'keyrack_refresher'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', role_name);
        END IF;
    END LOOP;
    -- The relay moves every hotel's events; the refresher rebuilds every hotel's figures.
    -- Nobody else may look past row-level security.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'keyrack_relay' AND NOT rolbypassrls) THEN
        ALTER ROLE keyrack_relay BYPASSRLS;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'keyrack_refresher' AND NOT rolbypassrls) THEN
        ALTER ROLE keyrack_refresher BYPASSRLS;
    END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO keyrack_app, keyrack_relay, keyrack_refresher;
