//! One sheet of rows per table.

use super::field::Field;

/// The rows of one table as COPY reads them.
pub(super) struct Sheet {
    table: &'static str,
    statement: &'static str,
    text: String,
    rows: u64,
}

impl Sheet {
    /// Appends a row; as many values as the statement has columns.
    pub(super) fn row(&mut self, values: &[&dyn Field]) {
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.text.push('\t');
            }
            value.write(&mut self.text);
        }
        self.text.push('\n');
        self.rows += 1;
    }

    pub(super) fn table(&self) -> &'static str {
        self.table
    }

    pub(super) fn statement(&self) -> &'static str {
        self.statement
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }
}

macro_rules! sheets {
    ($($table:ident ($columns:literal);)*) => {
        /// The sheets of one hotel, in the order they are copied in.
        pub struct Sheets {
            $(pub(super) $table: Sheet,)*
        }

        impl Default for Sheets {
            fn default() -> Self {
                Self {$(
                    $table: Sheet {
                        table: stringify!($table),
                        statement: concat!(
                            "COPY ", stringify!($table), " (", $columns, ") FROM STDIN"
                        ),
                        text: String::new(),
                        rows: 0,
                    },
                )*}
            }
        }

        impl Sheets {
            /// How many tables a hotel fills.
            pub const COUNT: usize = [$(stringify!($table)),*].len();

            /// In an order that satisfies the foreign keys.
            pub(super) fn in_order(&self) -> [&Sheet; Self::COUNT] {
                [$(&self.$table),*]
            }
        }
    };
}

sheets! {
    property("hotel_id, code, name, city, country, street, email, phone, legal_name, zone, currency, business_date");
    tax("hotel_id, code, name, kind, rate_bp, per_person_night_minor, exempt_under_age, max_nights");
    room_type("hotel_id, id, code, name, description, size_m2, max_adults, max_guests, base_guests, position");
    room("hotel_id, id, room_type_id, number, floor, housekeeping");
    room_outage("hotel_id, id, room_id, kind, period, reason");
    rate_plan("hotel_id, id, code, name, description, parent_id, adjust_bp, adjust_minor, meal_minor, meal_name, prepaid, free_cancel_days, free_cancel_time, cancel_fee, public, position");
    rate("hotel_id, rate_plan_id, room_type_id, night, price_minor, extra_adult_minor, extra_child_minor, min_stay_arrival, min_stay_through, max_stay_arrival, closed_to_arrival, closed_to_departure, stop_sell");
    inventory("hotel_id, room_type_id, night, sellable, sold, held, overbooking");
    guest("hotel_id, id, name, email, phone, country, language, vip, notes, created_at");
    booking("hotel_id, id, reference, booker_id, source, partner, external_id, created_at");
    reservation("hotel_id, id, booking_id, reference, status, room_type_id, rate_plan_id, guest_id, arrival, departure, adults, child_ages, total_minor, city_tax_minor, currency, hold_until, free_cancel_until, cancel_fee, cancelled_at, cancel_reason, cancel_fee_minor, notes, attention, checked_in_at, checked_out_at, version, created_at, updated_at");
    reservation_night("hotel_id, reservation_id, night, room_type_id, price_minor");
    room_assignment("hotel_id, id, room_id, period, reservation_id, outage_id");
    folio("hotel_id, id, reservation_id, name, currency, opened_at, closed_at");
    posting("hotel_id, id, transaction_id, folio_id, account, kind, description, business_date, debit_minor, credit_minor, currency, posted_at");
    payment("hotel_id, id, booking_id, method, amount_minor, currency, status, gateway_reference, failure, created_at, settled_at");
    payment_attempt("hotel_id, id, payment_id, gateway_key, outcome, detail, started_at, finished_at");
    channel_mapping("hotel_id, partner, kind, external_code, target_id");
    channel_booking("hotel_id, partner, external_id, booking_id, status, updated_at");
    audit("hotel_id, id, at, actor_kind, actor, action, entity, entity_id, after, request_id");
    event_head("hotel_id, number");
}

impl Sheets {
    /// All rows as text, for comparing two houses.
    pub fn text(&self) -> String {
        let pages = self
            .in_order()
            .map(|sheet| [sheet.statement, "\n", &sheet.text].concat());
        pages.concat()
    }

    /// How many reservations there are.
    pub fn reservations(&self) -> u64 {
        self.reservation.rows
    }
}
