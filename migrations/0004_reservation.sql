CREATE TABLE guest (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , name text NOT NULL
  , email text
  , phone text
  , country char(2)
  , language text
  , vip boolean NOT NULL DEFAULT false
  , notes text NOT NULL DEFAULT ''
  , created_at timestamptz NOT NULL
  , CONSTRAINT guest_pk PRIMARY KEY (hotel_id, id)
);

-- One order by one booker; holds one or more reservations.
CREATE TABLE booking (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , reference text NOT NULL
  , booker_id uuid NOT NULL
    -- `web`, `desk`, `walk_in`, `phone`, `api` or `channel`.
  , source text NOT NULL
    -- The partner and its own number, where a channel sent the booking.
  , partner text
  , external_id text
  , created_at timestamptz NOT NULL
  , CONSTRAINT booking_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT booking_reference_uq UNIQUE (hotel_id, reference)
  , CONSTRAINT booking_external_uq UNIQUE (hotel_id, partner, external_id)
  , CONSTRAINT booking_booker_fk FOREIGN KEY (hotel_id, booker_id) REFERENCES guest (hotel_id, id)
  , CONSTRAINT booking_source_known CHECK (source IN ('web', 'desk', 'walk_in', 'phone', 'api', 'channel'))
);

CREATE TABLE reservation (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , booking_id uuid NOT NULL
  , reference text NOT NULL
  , status text NOT NULL
  , room_type_id uuid NOT NULL
  , rate_plan_id uuid NOT NULL
  , guest_id uuid NOT NULL
  , arrival date NOT NULL
  , departure date NOT NULL
  , adults smallint NOT NULL
  , child_ages smallint[] NOT NULL DEFAULT '{}'
    -- Room, meals and city tax of the whole stay, gross.
  , total_minor bigint NOT NULL
  , city_tax_minor bigint NOT NULL DEFAULT 0
  , currency char(3) NOT NULL
    -- Only while Tentative: the inventory goes back after this instant of the database's clock.
  , hold_until timestamptz
    -- Until when the guest may cancel free of charge; empty: never.
  , free_cancel_until timestamptz
  , cancel_fee text NOT NULL DEFAULT 'first_night'
  , cancelled_at timestamptz
  , cancel_reason text
  , cancel_fee_minor bigint
  , notes text NOT NULL DEFAULT ''
    -- Something a person should look at: an unmapped code, an overbooking taken from a channel.
  , attention text
  , checked_in_at timestamptz
  , checked_out_at timestamptz
    -- Counts every change; an edit names the version it saw.
  , version integer NOT NULL DEFAULT 1
  , created_at timestamptz NOT NULL
  , updated_at timestamptz NOT NULL
  , CONSTRAINT reservation_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT reservation_reference_uq UNIQUE (hotel_id, reference)
  , CONSTRAINT reservation_booking_fk FOREIGN KEY (hotel_id, booking_id) REFERENCES booking (hotel_id, id)
  , CONSTRAINT reservation_room_type_fk FOREIGN KEY (hotel_id, room_type_id) REFERENCES room_type (hotel_id, id)
  , CONSTRAINT reservation_rate_plan_fk FOREIGN KEY (hotel_id, rate_plan_id) REFERENCES rate_plan (hotel_id, id)
  , CONSTRAINT reservation_guest_fk FOREIGN KEY (hotel_id, guest_id) REFERENCES guest (hotel_id, id)
  , CONSTRAINT reservation_status_known CHECK (status IN ('inquiry', 'tentative', 'waitlisted', 'confirmed', 'in_house', 'checked_out', 'cancelled', 'no_show'))
  , CONSTRAINT reservation_stay_sane CHECK (departure > arrival AND departure - arrival <= 365)
  , CONSTRAINT reservation_people_sane CHECK (adults >= 1)
  , CONSTRAINT reservation_hold_has_end CHECK ((status = 'tentative') = (hold_until IS NOT NULL))
);
CREATE INDEX reservation_stay_ix ON reservation USING gist (hotel_id, daterange(arrival, departure));
CREATE INDEX reservation_booking_ix ON reservation (hotel_id, booking_id);
CREATE INDEX reservation_guest_ix ON reservation (hotel_id, guest_id);
CREATE INDEX reservation_arrival_ix ON reservation (hotel_id, arrival);
CREATE INDEX reservation_departure_ix ON reservation (hotel_id, departure);
CREATE INDEX reservation_hold_ix ON reservation (hotel_id, hold_until) WHERE status = 'tentative';

CREATE TABLE reservation_night (
    hotel_id uuid NOT NULL
  , reservation_id uuid NOT NULL
  , night date NOT NULL
    -- The type whose counter this night took.
  , room_type_id uuid NOT NULL
    -- Gross price of room and meals; city tax is counted per stay.
  , price_minor bigint NOT NULL
  , CONSTRAINT reservation_night_pk PRIMARY KEY (hotel_id, reservation_id, night)
  , CONSTRAINT reservation_night_reservation_fk FOREIGN KEY (hotel_id, reservation_id) REFERENCES reservation (hotel_id, id)
  , CONSTRAINT reservation_night_room_type_fk FOREIGN KEY (hotel_id, room_type_id) REFERENCES room_type (hotel_id, id)
);
CREATE INDEX reservation_night_night_ix ON reservation_night (hotel_id, night, room_type_id);

-- The second guard against double booking: nobody and nothing shares a room and a night.
-- A row belongs to a stay or to an outage that takes the room out of order.
CREATE TABLE room_assignment (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , room_id uuid NOT NULL
  , period daterange NOT NULL
  , reservation_id uuid
  , outage_id uuid
  , CONSTRAINT room_assignment_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT room_assignment_room_fk FOREIGN KEY (hotel_id, room_id) REFERENCES room (hotel_id, id)
  , CONSTRAINT room_assignment_reservation_fk FOREIGN KEY (hotel_id, reservation_id) REFERENCES reservation (hotel_id, id)
  , CONSTRAINT room_assignment_outage_fk FOREIGN KEY (hotel_id, outage_id) REFERENCES room_outage (hotel_id, id)
  , CONSTRAINT room_assignment_one_owner CHECK (num_nonnulls(reservation_id, outage_id) = 1)
  , CONSTRAINT room_assignment_period_sane CHECK (NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period))
  , CONSTRAINT room_assignment_no_overlap EXCLUDE USING gist (hotel_id WITH =, room_id WITH =, period WITH &&)
);
CREATE INDEX room_assignment_period_ix ON room_assignment USING gist (hotel_id, period);
CREATE INDEX room_assignment_reservation_ix ON room_assignment (hotel_id, reservation_id);
