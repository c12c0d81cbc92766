-- Hotels cannot see each other: forced row-level security on every table that carries a hotel_id,
-- and no right for the app role beyond what its statements need.
DO $$
DECLARE
    t record;
BEGIN
    FOR t IN
        SELECT c.oid::regclass AS name
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'hotel_id' AND NOT a.attisdropped
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.name);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.name);
        -- After a transaction the setting is '' and not NULL, hence the NULLIF.
        EXECUTE format(
            'CREATE POLICY of_this_hotel ON %s'
            ' USING (hotel_id = NULLIF(current_setting(''app.hotel_id'', true), '''')::uuid)'
            ' WITH CHECK (hotel_id = NULLIF(current_setting(''app.hotel_id'', true), '''')::uuid)', t.name);
    END LOOP;
END $$;

-- Facts may be added and never rewritten.
GRANT SELECT, INSERT ON posting, audit, outbox, consumer_effect TO keyrack_app;
GRANT SELECT ON event, event_head, tax, channel_mapping TO keyrack_app;
GRANT SELECT, INSERT, UPDATE ON
    property, room_type, room, rate_plan, rate, inventory, guest, booking, reservation
  , folio, payment, payment_attempt, consumer_mark, channel_message, channel_booking
    TO keyrack_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    reservation_night, room_assignment, room_outage, job, idempotency TO keyrack_app;
GRANT INSERT, UPDATE, DELETE ON tax, channel_mapping TO keyrack_app;

-- The relay: outbox to event, and the queue of every hotel.
GRANT SELECT, DELETE ON outbox TO keyrack_relay;
GRANT SELECT, INSERT ON event TO keyrack_relay;
GRANT SELECT, INSERT, UPDATE ON event_head, lease, consumer_mark TO keyrack_relay;
GRANT SELECT, INSERT, UPDATE, DELETE ON job TO keyrack_relay;
GRANT SELECT, INSERT ON consumer_effect TO keyrack_relay;
-- Finds holds and payments that wait for the clock, in every hotel; the work itself runs as app.
GRANT SELECT ON reservation, payment TO keyrack_relay;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO keyrack_refresher;
