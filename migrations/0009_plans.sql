-- Plans are kept from the first run of a statement on. Row-level security makes planning dear (a search:
-- 0.47 ms of planning for 0.24 ms of work), PostgreSQL plans the first five runs on every connection
-- anew, and where its estimate for the values at hand looks better it never stops. Every statement of
-- the application stands on an index that starts with hotel_id: the kept plan is as good. As a setting
-- of the roles it also holds behind a pooler.
DO $$
BEGIN
    -- Two databases migrated at once would race for the same role.
    PERFORM pg_advisory_xact_lock(hashtext('keyrack roles'));
    ALTER ROLE keyrack_app SET plan_cache_mode = 'force_generic_plan';
    ALTER ROLE keyrack_relay SET plan_cache_mode = 'force_generic_plan';
END $$;
