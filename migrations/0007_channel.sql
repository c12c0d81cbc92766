-- What a partner calls our room types and rate plans.
CREATE TABLE channel_mapping (
    hotel_id uuid NOT NULL
  , partner text NOT NULL
  , kind text NOT NULL
  , external_code text NOT NULL
  , target_id uuid NOT NULL
  , CONSTRAINT channel_mapping_pk PRIMARY KEY (hotel_id, partner, kind, external_code)
  , CONSTRAINT channel_mapping_kind_known CHECK (kind IN ('room_type', 'rate_plan'))
);

-- Every message of a partner, as it came (card numbers masked at the edge), and our answer.
CREATE TABLE channel_message (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , partner text NOT NULL
  , action text NOT NULL
  , body_hash bytea NOT NULL
  , raw bytea NOT NULL
  , received_at timestamptz NOT NULL
    -- Empty until it was processed: the same message again gets the same answer.
  , answer text
  , answered_at timestamptz
  , error text
  , CONSTRAINT channel_message_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT channel_message_body_uq UNIQUE (hotel_id, partner, action, body_hash)
);
CREATE INDEX channel_message_received_ix ON channel_message (hotel_id, received_at);

-- What we know of one booking at one partner, also of those we never saw made:
-- a cancellation that comes first is remembered here.
CREATE TABLE channel_booking (
    hotel_id uuid NOT NULL
  , partner text NOT NULL
  , external_id text NOT NULL
  , booking_id uuid
  , status text NOT NULL
  , updated_at timestamptz NOT NULL
  , CONSTRAINT channel_booking_pk PRIMARY KEY (hotel_id, partner, external_id)
  , CONSTRAINT channel_booking_booking_fk FOREIGN KEY (hotel_id, booking_id) REFERENCES booking (hotel_id, id)
  , CONSTRAINT channel_booking_status_known CHECK (status IN ('requested', 'reserved', 'cancelled'))
);
