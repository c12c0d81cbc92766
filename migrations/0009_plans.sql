-- Every statement of the application stands on an index that starts with hotel_id, so a plan made once
-- is as good as one made for the values at hand. Row-level security makes planning dear, and the
-- planner's guess does not know that: it planned a search anew each time, 0.47 ms of planning for
-- 0.24 ms of work; with a kept plan 0.01 and 0.14. As a setting of the roles it also holds behind a
-- pooler.
DO $$
BEGIN
    -- Two databases migrated at once would race for the same role.
    PERFORM pg_advisory_xact_lock(hashtext('keyrack roles'));
    ALTER ROLE keyrack_app SET plan_cache_mode = 'force_generic_plan';
    ALTER ROLE keyrack_relay SET plan_cache_mode = 'force_generic_plan';
END $$;
