-- The test house. Loaded once into a template; :kind is home or north, :password a hash.
CREATE TEMP TABLE house (code text, n int, name text, city text, zone text, currency text, db text);
INSERT INTO house VALUES
    ('AUR', 1, 'Hotel Aurora', 'Bolzano', 'Europe/Rome', 'EUR', 'home')
  , ('MER', 2, 'Grand Meridian', 'Berlin', 'Europe/Berlin', 'EUR', 'north')
  , ('HAR', 3, 'Harbour House', 'New York', 'America/New_York', 'USD', 'home');

-- Identifiers a test can spell: kind, hotel, number.
CREATE FUNCTION pg_temp.made(kind int, hotel int, number int) RETURNS uuid
LANGUAGE sql AS $$
    SELECT format('%s-0000-7000-8000-%s', lpad(kind::text, 8, '0'), lpad((hotel * 1000 + number)::text, 12, '0'))::uuid
$$;

INSERT INTO directory.portfolio (id, name)
SELECT pg_temp.made(1, 0, 1), 'Test house' WHERE ':kind' = 'home';

INSERT INTO directory.hotel (id, portfolio_id, code, name, city, database)
SELECT pg_temp.made(2, n, 0), pg_temp.made(1, 0, 1), code, name, city, db FROM house WHERE ':kind' = 'home';

INSERT INTO directory.app_user (id, email, name, password_hash)
SELECT pg_temp.made(3, h.n, p.n), p.word || '@' || lower(h.code) || '.example', p.name || ' of ' || h.code, ':password'
FROM house h
CROSS JOIN (VALUES (1, 'owner', 'Owner'), (2, 'manager', 'Manager'), (3, 'desk', 'Desk'), (4, 'house', 'House')) AS p (n, word, name)
WHERE ':kind' = 'home';

INSERT INTO directory.membership (user_id, hotel_id, role)
SELECT pg_temp.made(3, h.n, p.n), pg_temp.made(2, h.n, 0), p.role
FROM house h
CROSS JOIN (VALUES (1, 'owner'), (2, 'manager'), (3, 'front_desk'), (4, 'housekeeping')) AS p (n, role)
WHERE ':kind' = 'home';

INSERT INTO directory.partner (id, username, name, password_hash, signing_secret)
SELECT pg_temp.made(4, 0, 1), 'demo-channel', 'Demo Channel', sha256('keyrack-demo'), 'whsec_dGVzdC1ob3VzZS1zaWduaW5nLXNlY3JldA=='
WHERE ':kind' = 'home';

INSERT INTO directory.partner_hotel (partner_id, external_code, hotel_id)
SELECT pg_temp.made(4, 0, 1), '123', pg_temp.made(2, 1, 0) WHERE ':kind' = 'home';

INSERT INTO property (hotel_id, code, name, city, country, street, email, phone, legal_name, zone, currency, business_date)
SELECT pg_temp.made(2, n, 0), code, name, city, 'XX', 'Main street 1', 'desk@' || lower(code) || '.example', '+39 0471 000000', name, zone, currency, date '2026-11-22'
FROM house WHERE db = ':kind';

INSERT INTO tax (hotel_id, code, name, kind, rate_bp, per_person_night_minor, exempt_under_age)
SELECT pg_temp.made(2, h.n, 0), t.code, t.name, t.kind, t.rate, t.city, t.age
FROM house h
CROSS JOIN (VALUES ('ROOM', 'VAT on rooms', 'vat', 1000, 0, 0), ('MEAL', 'VAT on meals', 'vat', 1000, 0, 0), ('CITY', 'City tax', 'city', 0, 210, 14)) AS t (code, name, kind, rate, city, age)
WHERE h.db = ':kind' AND (t.code <> 'CITY' OR h.code = 'AUR');

INSERT INTO room_type (hotel_id, id, code, name, description, size_m2, max_adults, max_guests, base_guests, position)
SELECT pg_temp.made(2, h.n, 0), pg_temp.made(5, h.n, t.n), t.code, t.name, 'A room', 20, t.adults, t.guests, t.base, t.n
FROM house h
CROSS JOIN (VALUES (1, 'SGL', 'Single', 1, 1, 1), (2, 'DBL', 'Double', 2, 4, 2)) AS t (n, code, name, adults, guests, base)
WHERE h.db = ':kind';

INSERT INTO room (hotel_id, id, room_type_id, number, floor)
SELECT pg_temp.made(2, h.n, 0), pg_temp.made(6, h.n, r.number::int), pg_temp.made(5, h.n, r.type), r.number, r.number::int / 100
FROM house h
CROSS JOIN (VALUES (1, '101'), (2, '201'), (2, '202'), (2, '203')) AS r (type, number)
WHERE h.db = ':kind';

INSERT INTO rate_plan (hotel_id, id, code, name, parent_id, adjust_bp, meal_minor, meal_name, prepaid, free_cancel_days, cancel_fee, position)
SELECT pg_temp.made(2, h.n, 0), pg_temp.made(7, h.n, p.n), p.code, p.name
     , CASE WHEN p.n > 1 THEN pg_temp.made(7, h.n, 1) END, p.adjust, p.meal, p.meal_name, p.prepaid, p.days, p.fee, p.n
FROM house h
CROSS JOIN (VALUES
    (1, 'FLEX', 'Flexible', 0, 0, '', false, 1, 'first_night')
  , (2, 'NREF', 'Non-refundable', -1200, 0, '', true, NULL, 'full')
  , (3, 'BB', 'Bed and breakfast', 0, 1500, 'Breakfast', false, 1, 'first_night')
) AS p (n, code, name, adjust, meal, meal_name, prepaid, days, fee)
WHERE h.db = ':kind';

INSERT INTO rate (hotel_id, rate_plan_id, room_type_id, night, price_minor, extra_adult_minor, extra_child_minor)
SELECT pg_temp.made(2, h.n, 0), pg_temp.made(7, h.n, 1), pg_temp.made(5, h.n, t.n), date '2026-11-20' + d, t.price, 4000, 2000
FROM house h
CROSS JOIN (VALUES (1, 10000), (2, 15000)) AS t (n, price)
CROSS JOIN generate_series(0, 121) AS d
WHERE h.db = ':kind';

INSERT INTO inventory (hotel_id, room_type_id, night, sellable)
SELECT pg_temp.made(2, h.n, 0), pg_temp.made(5, h.n, t.n), date '2026-11-20' + d, t.rooms
FROM house h
CROSS JOIN (VALUES (1, 1), (2, 3)) AS t (n, rooms)
CROSS JOIN generate_series(0, 121) AS d
WHERE h.db = ':kind';

INSERT INTO channel_mapping (hotel_id, partner, kind, external_code, target_id)
SELECT pg_temp.made(2, h.n, 0), 'demo-channel', m.kind, m.code, pg_temp.made(m.target, h.n, m.number)
FROM house h
CROSS JOIN (VALUES ('room_type', 'bigsuite', 5, 2), ('rate_plan', '123456-xyz', 7, 1)) AS m (kind, code, target, number)
WHERE h.db = ':kind' AND h.code = 'AUR';

INSERT INTO event_head (hotel_id, number)
SELECT pg_temp.made(2, n, 0), 0 FROM house WHERE db = ':kind';
