-- The house and what it sells. Every table starts its keys with hotel_id; 0008 puts
-- row-level security on all of them.
CREATE TABLE property (
    hotel_id uuid NOT NULL
  , code text NOT NULL
  , name text NOT NULL
  , city text NOT NULL
  , country char(2) NOT NULL
  , street text NOT NULL
  , email text NOT NULL
  , phone text NOT NULL
  , legal_name text NOT NULL
    -- IANA name; civil dates are this zone's.
  , zone text NOT NULL
  , currency char(3) NOT NULL
    -- The accounting day. Moves at the day close only, never with the clock.
  , business_date date NOT NULL
  , check_in_from time NOT NULL DEFAULT '15:00'
  , check_out_until time NOT NULL DEFAULT '11:00'
  , CONSTRAINT property_pk PRIMARY KEY (hotel_id)
);

CREATE TABLE tax (
    hotel_id uuid NOT NULL
  , code text NOT NULL
  , name text NOT NULL
  , kind text NOT NULL
    -- Value added tax stands inside gross prices, in basis points (1000 = 10 %).
  , rate_bp integer NOT NULL DEFAULT 0
    -- City tax: per person and night, in minor units, on top of the room price.
  , per_person_night_minor bigint NOT NULL DEFAULT 0
  , exempt_under_age smallint NOT NULL DEFAULT 0
  , max_nights smallint
  , CONSTRAINT tax_pk PRIMARY KEY (hotel_id, code)
  , CONSTRAINT tax_kind_known CHECK (kind IN ('vat', 'city'))
  , CONSTRAINT tax_rate_range CHECK (rate_bp BETWEEN 0 AND 10000)
);

CREATE TABLE room_type (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , code text NOT NULL
  , name text NOT NULL
  , description text NOT NULL DEFAULT ''
  , size_m2 smallint NOT NULL
  , max_adults smallint NOT NULL
  , max_guests smallint NOT NULL
    -- Guests covered by the base price of a rate.
  , base_guests smallint NOT NULL
  , position smallint NOT NULL
  , CONSTRAINT room_type_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT room_type_code_uq UNIQUE (hotel_id, code)
);

CREATE TABLE room (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , room_type_id uuid NOT NULL
  , number text NOT NULL
  , floor smallint NOT NULL
  , housekeeping text NOT NULL DEFAULT 'clean'
  , CONSTRAINT room_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT room_number_uq UNIQUE (hotel_id, number)
  , CONSTRAINT room_type_fk FOREIGN KEY (hotel_id, room_type_id) REFERENCES room_type (hotel_id, id)
  , CONSTRAINT room_housekeeping_known CHECK (housekeeping IN ('clean', 'dirty', 'pickup', 'inspected'))
);
CREATE INDEX room_type_ix ON room (hotel_id, room_type_id);

CREATE TABLE room_outage (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , room_id uuid NOT NULL
  , kind text NOT NULL
  , period daterange NOT NULL
  , reason text NOT NULL
  , CONSTRAINT room_outage_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT room_outage_room_fk FOREIGN KEY (hotel_id, room_id) REFERENCES room (hotel_id, id)
  , CONSTRAINT room_outage_kind_known CHECK (kind IN ('out_of_order', 'out_of_service'))
  , CONSTRAINT room_outage_period_sane CHECK (NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period))
);
CREATE INDEX room_outage_period_ix ON room_outage USING gist (hotel_id, period);

CREATE TABLE rate_plan (
    hotel_id uuid NOT NULL
  , id uuid NOT NULL
  , code text NOT NULL
  , name text NOT NULL
  , description text NOT NULL DEFAULT ''
    -- Empty for a base plan. A derived plan takes price and restrictions from its parent.
  , parent_id uuid
  , adjust_bp integer NOT NULL DEFAULT 0
  , adjust_minor bigint NOT NULL DEFAULT 0
    -- Breakfast and the like: per guest and night, part of the gross price, taxed on its own.
  , meal_minor bigint NOT NULL DEFAULT 0
  , meal_name text NOT NULL DEFAULT ''
  , prepaid boolean NOT NULL DEFAULT false
    -- Free cancellation until this many days before arrival at this local time; empty: never free.
  , free_cancel_days smallint
  , free_cancel_time time NOT NULL DEFAULT '18:00'
    -- What a late cancellation costs: `first_night` or `full`.
  , cancel_fee text NOT NULL DEFAULT 'first_night'
  , public boolean NOT NULL DEFAULT true
  , position smallint NOT NULL
  , CONSTRAINT rate_plan_pk PRIMARY KEY (hotel_id, id)
  , CONSTRAINT rate_plan_code_uq UNIQUE (hotel_id, code)
  , CONSTRAINT rate_plan_parent_fk FOREIGN KEY (hotel_id, parent_id) REFERENCES rate_plan (hotel_id, id)
  , CONSTRAINT rate_plan_fee_known CHECK (cancel_fee IN ('none', 'first_night', 'full'))
);

-- Price and restrictions of one base plan, room type and night.
CREATE TABLE rate (
    hotel_id uuid NOT NULL
  , rate_plan_id uuid NOT NULL
  , room_type_id uuid NOT NULL
  , night date NOT NULL
    -- Gross, for base_guests guests.
  , price_minor bigint NOT NULL
  , extra_adult_minor bigint NOT NULL DEFAULT 0
  , extra_child_minor bigint NOT NULL DEFAULT 0
  , min_stay_arrival smallint
  , min_stay_through smallint
  , max_stay_arrival smallint
  , closed_to_arrival boolean NOT NULL DEFAULT false
  , closed_to_departure boolean NOT NULL DEFAULT false
  , stop_sell boolean NOT NULL DEFAULT false
  , CONSTRAINT rate_pk PRIMARY KEY (hotel_id, rate_plan_id, room_type_id, night)
  , CONSTRAINT rate_plan_fk FOREIGN KEY (hotel_id, rate_plan_id) REFERENCES rate_plan (hotel_id, id)
  , CONSTRAINT rate_room_type_fk FOREIGN KEY (hotel_id, room_type_id) REFERENCES room_type (hotel_id, id)
  , CONSTRAINT rate_price_positive CHECK (price_minor >= 0)
);
-- A search reads a few nights over all types.
CREATE INDEX rate_night_ix ON rate (hotel_id, night);

-- The first guard against double booking: counters per type and night.
CREATE TABLE inventory (
    hotel_id uuid NOT NULL
  , room_type_id uuid NOT NULL
  , night date NOT NULL
    -- Rooms of the type that are not out of order that night.
  , sellable integer NOT NULL
  , sold integer NOT NULL DEFAULT 0
  , held integer NOT NULL DEFAULT 0
    -- How many the hotel sells above `sellable` on purpose.
  , overbooking integer NOT NULL DEFAULT 0
    -- What came on top of that because a channel had sold it already; sinks with cancellations.
  , forced integer NOT NULL DEFAULT 0
  , CONSTRAINT inventory_pk PRIMARY KEY (hotel_id, room_type_id, night)
  , CONSTRAINT inventory_room_type_fk FOREIGN KEY (hotel_id, room_type_id) REFERENCES room_type (hotel_id, id)
  , CONSTRAINT inventory_not_oversold CHECK (sold + held <= sellable + overbooking + forced)
  , CONSTRAINT inventory_not_negative CHECK (sold >= 0 AND held >= 0 AND sellable >= 0 AND overbooking >= 0 AND forced >= 0)
);
CREATE INDEX inventory_night_ix ON inventory (hotel_id, night);
