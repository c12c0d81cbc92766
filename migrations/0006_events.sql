-- Written as the last rows of a business transaction; the relay takes them away in order.
CREATE TABLE outbox (
    hotel_id uuid NOT NULL
  , seq bigint GENERATED ALWAYS AS IDENTITY
  , id uuid NOT NULL
  , kind text NOT NULL
  , data jsonb NOT NULL
  , at timestamptz NOT NULL
  , CONSTRAINT outbox_pk PRIMARY KEY (hotel_id, seq)
);
-- Not unique: the relay reads all hotels in the order of commit.
CREATE INDEX outbox_seq_ix ON outbox (seq);
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- The record: what every consumer, socket and node reads and reads again, numbered
-- without a gap per hotel.
CREATE TABLE event (
    hotel_id uuid NOT NULL
  , number bigint NOT NULL
  , id uuid NOT NULL
  , kind text NOT NULL
  , data jsonb NOT NULL
  , at timestamptz NOT NULL
  , CONSTRAINT event_pk PRIMARY KEY (hotel_id, number)
);

CREATE TABLE event_head (
    hotel_id uuid NOT NULL
  , number bigint NOT NULL
  , CONSTRAINT event_head_pk PRIMARY KEY (hotel_id)
);

-- How far each consumer has come, and what it has done already.
CREATE TABLE consumer_mark (
    hotel_id uuid NOT NULL
  , consumer text NOT NULL
  , number bigint NOT NULL
  , CONSTRAINT consumer_mark_pk PRIMARY KEY (hotel_id, consumer)
);

CREATE TABLE consumer_effect (
    hotel_id uuid NOT NULL
  , consumer text NOT NULL
  , event_id uuid NOT NULL
  , at timestamptz NOT NULL DEFAULT now()
  , CONSTRAINT consumer_effect_pk PRIMARY KEY (hotel_id, consumer, event_id)
);

-- Who leads: the token grows with every change of hands and fences the one before.
CREATE TABLE lease (
    name text NOT NULL
  , holder text NOT NULL
  , token bigint NOT NULL
  , until timestamptz NOT NULL
  , CONSTRAINT lease_pk PRIMARY KEY (name)
);

CREATE TABLE job (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , kind text NOT NULL
    -- At most one waiting job of a kind has the same key.
  , key text NOT NULL
    -- Jobs of one lane run one after the other, oldest first.
  , lane text NOT NULL
    -- The order in which jobs came in, and the order within a lane.
  , seq bigint GENERATED ALWAYS AS IDENTITY
  , payload jsonb NOT NULL
  , run_at timestamptz NOT NULL
  , lease_until timestamptz
  , attempts integer NOT NULL DEFAULT 0
  , max_attempts integer NOT NULL DEFAULT 12
  , last_error text
  , dead_at timestamptz
  , created_at timestamptz NOT NULL DEFAULT now()
  , CONSTRAINT job_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT job_key_uq UNIQUE (hotel_id, kind, key)
);
-- Not unique: workers look over all hotels for what is due.
CREATE INDEX job_due_ix ON job (run_at) WHERE dead_at IS NULL;
CREATE INDEX job_lane_ix ON job (hotel_id, lane, seq) WHERE dead_at IS NULL;

-- Every state-changing command: who, what, before and after. Inserted, never changed.
CREATE TABLE audit (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , at timestamptz NOT NULL
    -- `user`, `guest`, `partner` or `system`.
  , actor_kind text NOT NULL
  , actor text NOT NULL
  , action text NOT NULL
  , entity text NOT NULL
  , entity_id uuid NOT NULL
  , before jsonb
  , after jsonb
  , request_id text NOT NULL
  , CONSTRAINT audit_pk PRIMARY KEY (hotel_id, id)
);
CREATE INDEX audit_entity_ix ON audit (hotel_id, entity_id, at);
