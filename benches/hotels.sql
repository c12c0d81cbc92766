-- The houses of the benchmark, loaded as the owner into a fresh `home`:
--
--   B01 … B20   100 rooms each, 10 types of 10, 1,100 nights on sale
--   BIG         1,000 rooms, 20 types of 50, 370 nights on sale
--
-- BIG and B01 are full of guests at about 70 %, three months around today. Somebody called
-- bench@keyrack.example manages both; the cookie `__Host-sid=bench` logs her in.

CREATE TEMP TABLE house AS
SELECT n, 'B' || lpad(n::text, 2, '0') AS code, 10 AS types, 10 AS rooms_per_type, 1100 AS nights, n = 1 AS filled
FROM generate_series(1, 20) AS n
UNION ALL
SELECT 21, 'BIG', 20, 50, 370, true;

-- Identifiers that can be spelt: what it is, of which hotel, which one.
CREATE FUNCTION pg_temp.made(kind int, hotel int, number int) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(kind::text, 8, '0') || lpad(hotel::text, 12, '0') || lpad(number::text, 12, '0'))::uuid
$$;

INSERT INTO directory.portfolio (id, name) VALUES (pg_temp.made(1, 0, 1), 'Bench');

INSERT INTO directory.hotel (id, portfolio_id, code, name, city, database)
SELECT pg_temp.made(2, n, 0), pg_temp.made(1, 0, 1), code, 'House ' || code, 'Bolzano', 'home' FROM house;

INSERT INTO directory.app_user (id, email, name, password_hash)
VALUES (pg_temp.made(3, 0, 1), 'bench@keyrack.example', 'Bench', '');

INSERT INTO directory.membership (user_id, hotel_id, role)
SELECT pg_temp.made(3, 0, 1), pg_temp.made(2, n, 0), 'manager' FROM house WHERE filled;

INSERT INTO directory.session (id, user_id, token_hash, created_at, last_seen_at, expires_at)
VALUES (pg_temp.made(4, 0, 1), pg_temp.made(3, 0, 1), sha256('bench'), now(), now(), now() + interval '1 day');

INSERT INTO property (hotel_id, code, name, city, country, street, email, phone, legal_name, zone, currency, business_date)
SELECT pg_temp.made(2, n, 0), code, 'House ' || code, 'Bolzano', 'IT', 'Main street 1', 'desk@keyrack.example', '+39 0471 000000', 'Bench', 'Europe/Rome', 'EUR', current_date
FROM house;

INSERT INTO tax (hotel_id, code, name, kind, rate_bp, per_person_night_minor, exempt_under_age)
SELECT pg_temp.made(2, n, 0), t.*
FROM house
CROSS JOIN (VALUES ('ROOM', 'VAT on rooms', 'vat', 1000, 0, 0), ('MEAL', 'VAT on meals', 'vat', 1000, 0, 0), ('CITY', 'City tax', 'city', 0, 210, 14)) AS t;

INSERT INTO room_type (hotel_id, id, code, name, description, size_m2, max_adults, max_guests, base_guests, position)
SELECT pg_temp.made(2, n, 0), pg_temp.made(5, n, t), 'T' || lpad(t::text, 2, '0'), 'Room of type ' || t, 'A quiet room with a view of the garden.', 20 + t, 2, 4, 2, t
FROM house
CROSS JOIN generate_series(1, types) AS t;

INSERT INTO room (hotel_id, id, room_type_id, number, floor)
SELECT pg_temp.made(2, n, 0), pg_temp.made(6, n, r), pg_temp.made(5, n, (r - 1) / rooms_per_type + 1), 100 + r, r / 50
FROM house
CROSS JOIN generate_series(1, types * rooms_per_type) AS r;

INSERT INTO rate_plan (hotel_id, id, code, name, free_cancel_days, cancel_fee, position)
SELECT pg_temp.made(2, n, 0), pg_temp.made(7, n, 1), 'FLEX', 'Flexible', 1, 'first_night', 1 FROM house;

INSERT INTO rate (hotel_id, rate_plan_id, room_type_id, night, price_minor, extra_adult_minor, extra_child_minor)
SELECT pg_temp.made(2, n, 0), pg_temp.made(7, n, 1), pg_temp.made(5, n, t), current_date + d, 10000 + t * 500, 4000, 2000
FROM house
CROSS JOIN generate_series(1, types) AS t
CROSS JOIN generate_series(-2, nights - 1) AS d;

INSERT INTO inventory (hotel_id, room_type_id, night, sellable)
SELECT pg_temp.made(2, n, 0), pg_temp.made(5, n, t), current_date + d, rooms_per_type
FROM house
CROSS JOIN generate_series(1, types) AS t
CROSS JOIN generate_series(-2, nights - 1) AS d;

INSERT INTO event_head (hotel_id, number) SELECT pg_temp.made(2, n, 0), 0 FROM house;

-- Every room: four nights, one free, three nights, two free, and again; each room begins elsewhere.
CREATE TEMP TABLE guest_stay AS
SELECT n, row_number() OVER (PARTITION BY n ORDER BY r, turn, part)::int AS id, r, (r - 1) / rooms_per_type + 1 AS t
     , current_date + turn * 10 - r % 10 + part * 5 AS arrival
     , current_date + turn * 10 - r % 10 + part * 5 + 4 - part AS departure
FROM house
CROSS JOIN generate_series(1, types * rooms_per_type) AS r
CROSS JOIN generate_series(-3, 6) AS turn
CROSS JOIN generate_series(0, 1) AS part
WHERE filled;

INSERT INTO guest (hotel_id, id, name, email, created_at)
SELECT pg_temp.made(2, n, 0), pg_temp.made(8, n, id), 'Guest Number ' || id, 'guest' || id || '@example.com', now() FROM guest_stay;

INSERT INTO booking (hotel_id, id, reference, booker_id, source, created_at)
SELECT pg_temp.made(2, n, 0), pg_temp.made(9, n, id), h.code || '-' || translate(lpad(id::text, 8, '0'), '01', 'XY'), pg_temp.made(8, n, id), 'web', now()
FROM guest_stay JOIN house h USING (n);

INSERT INTO reservation (hotel_id, id, booking_id, reference, status, room_type_id, rate_plan_id, guest_id, arrival, departure, adults, total_minor, currency, created_at, updated_at)
SELECT pg_temp.made(2, n, 0), pg_temp.made(10, n, id), pg_temp.made(9, n, id), h.code || '-' || translate(lpad(id::text, 8, '0'), '01', 'XY')
     , CASE WHEN departure <= current_date THEN 'checked_out' WHEN arrival <= current_date THEN 'in_house' ELSE 'confirmed' END
     , pg_temp.made(5, n, t), pg_temp.made(7, n, 1), pg_temp.made(8, n, id), arrival, departure, 2, (departure - arrival) * (10000 + t * 500), 'EUR', now(), now()
FROM guest_stay JOIN house h USING (n);

INSERT INTO reservation_night (hotel_id, reservation_id, night, room_type_id, price_minor)
SELECT pg_temp.made(2, n, 0), pg_temp.made(10, n, id), arrival + d, pg_temp.made(5, n, t), 10000 + t * 500
FROM guest_stay
CROSS JOIN LATERAL generate_series(0, departure - arrival - 1) AS d;

INSERT INTO room_assignment (hotel_id, id, room_id, period, reservation_id)
SELECT pg_temp.made(2, n, 0), pg_temp.made(11, n, id), pg_temp.made(6, n, r), daterange(arrival, departure), pg_temp.made(10, n, id)
FROM guest_stay;

UPDATE inventory i
SET sold = s.rooms
FROM (
    SELECT hotel_id, room_type_id, night, count(*)::int AS rooms FROM reservation_night GROUP BY 1, 2, 3
) AS s
WHERE i.hotel_id = s.hotel_id AND i.room_type_id = s.room_type_id AND i.night = s.night;

-- Whoever has come owes the nights until today.
INSERT INTO folio (hotel_id, id, reservation_id, name, currency, opened_at)
SELECT pg_temp.made(2, n, 0), pg_temp.made(12, n, id), pg_temp.made(10, n, id), 'Guest Number ' || id, 'EUR', now()
FROM guest_stay WHERE arrival <= current_date;

INSERT INTO posting (hotel_id, id, transaction_id, folio_id, account, kind, description, business_date, debit_minor, credit_minor, currency, posted_at)
SELECT pg_temp.made(2, n, 0), pg_temp.made(13 + side, n, id * 10 + d), pg_temp.made(15, n, id * 10 + d)
     , CASE WHEN side = 0 THEN pg_temp.made(12, n, id) END, CASE WHEN side = 0 THEN 'guest' ELSE 'room_revenue' END, 'charge', 'Room', arrival + d
     , CASE WHEN side = 0 THEN 10000 + t * 500 ELSE 0 END, CASE WHEN side = 1 THEN 10000 + t * 500 ELSE 0 END, 'EUR', now()
FROM guest_stay
CROSS JOIN LATERAL generate_series(0, departure - arrival - 1) AS d
CROSS JOIN generate_series(0, 1) AS side
WHERE arrival + d < current_date;

-- On the disk and counted, so that the first measured round is like the others.
VACUUM (ANALYZE);
CHECKPOINT;
