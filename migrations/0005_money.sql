CREATE TABLE folio (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
    -- Empty for a house account.
  , reservation_id uuid
  , name text NOT NULL
  , currency char(3) NOT NULL
  , opened_at timestamptz NOT NULL
  , closed_at timestamptz
  , CONSTRAINT folio_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT folio_reservation_fk FOREIGN KEY (hotel_id, reservation_id) REFERENCES reservation (hotel_id, id)
);
CREATE INDEX folio_reservation_ix ON folio (hotel_id, reservation_id);

-- Double entry: every transaction has lines whose debits equal their credits, the guest's
-- side carries the folio. Rows are never changed or removed; a correction is a new posting.
CREATE TABLE posting (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , transaction_id uuid NOT NULL
  , folio_id uuid
    -- `guest`, `room_revenue`, `meal_revenue`, `vat`, `city_tax`, `deposit`, `payment_card`, ...
  , account text NOT NULL
  , kind text NOT NULL
  , description text NOT NULL
  , business_date date NOT NULL
  , debit_minor bigint NOT NULL DEFAULT 0
  , credit_minor bigint NOT NULL DEFAULT 0
  , currency char(3) NOT NULL
  , posted_at timestamptz NOT NULL
  , CONSTRAINT posting_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT posting_folio_fk FOREIGN KEY (hotel_id, folio_id) REFERENCES folio (hotel_id, id)
  , CONSTRAINT posting_one_side CHECK ((debit_minor = 0) <> (credit_minor = 0) AND debit_minor >= 0 AND credit_minor >= 0)
  , CONSTRAINT posting_kind_known CHECK (kind IN ('charge', 'tax', 'payment', 'allowance', 'transfer', 'deposit', 'refund'))
);
CREATE INDEX posting_folio_ix ON posting (hotel_id, folio_id);
CREATE INDEX posting_transaction_ix ON posting (hotel_id, transaction_id);

-- All lines of a transaction come in one statement, so one look at the new rows is enough.
CREATE FUNCTION posting_must_balance() RETURNS trigger
LANGUAGE plpgsql
SET search_path = public, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added
        GROUP BY hotel_id, transaction_id, currency
        HAVING sum(debit_minor) <> sum(credit_minor)
    ) THEN
        RAISE EXCEPTION 'debits and credits differ' USING ERRCODE = '23514', CONSTRAINT = 'posting_balanced', TABLE = 'posting';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER posting_balanced AFTER INSERT ON posting
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION posting_must_balance();

CREATE TABLE payment (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , booking_id uuid NOT NULL
  , method text NOT NULL
  , amount_minor bigint NOT NULL
  , currency char(3) NOT NULL
  , status text NOT NULL
    -- What the gateway calls it, once it has said so.
  , gateway_reference text
  , failure text
  , created_at timestamptz NOT NULL
  , settled_at timestamptz
  , CONSTRAINT payment_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT payment_booking_fk FOREIGN KEY (hotel_id, booking_id) REFERENCES booking (hotel_id, id)
  , CONSTRAINT payment_amount_positive CHECK (amount_minor > 0)
  , CONSTRAINT payment_status_known CHECK (status IN ('pending', 'succeeded', 'declined', 'failed', 'unknown'))
  , CONSTRAINT payment_method_known CHECK (method IN ('card', 'cash', 'bank_transfer'))
);
CREATE INDEX payment_booking_ix ON payment (hotel_id, booking_id);
CREATE INDEX payment_open_ix ON payment (hotel_id, created_at) WHERE status IN ('pending', 'unknown');

-- One row per call to the gateway, written before the call.
CREATE TABLE payment_attempt (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , payment_id uuid NOT NULL
    -- Sent to the gateway as its idempotency key; the same for every try of one payment.
  , gateway_key text NOT NULL
  , outcome text NOT NULL DEFAULT 'started'
  , detail text NOT NULL DEFAULT ''
  , started_at timestamptz NOT NULL
  , finished_at timestamptz
  , CONSTRAINT payment_attempt_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT payment_attempt_payment_fk FOREIGN KEY (hotel_id, payment_id) REFERENCES payment (hotel_id, id)
  , CONSTRAINT payment_attempt_outcome_known CHECK (outcome IN ('started', 'succeeded', 'declined', 'not_sent', 'unknown'))
);
CREATE INDEX payment_attempt_payment_ix ON payment_attempt (hotel_id, payment_id);

-- The first answer to a request, kept for every repetition of it.
CREATE TABLE idempotency (
    hotel_id uuid NOT NULL
  , key text NOT NULL
  , body_hash bytea NOT NULL
  , booking_id uuid
  , status smallint
  , body text
  , created_at timestamptz NOT NULL
  , CONSTRAINT idempotency_pk PRIMARY KEY (hotel_id, key)
  , CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 255)
  , CONSTRAINT idempotency_done_together CHECK ((status IS NULL) = (body IS NULL))
);
CREATE INDEX idempotency_booking_ix ON idempotency (hotel_id, booking_id);
