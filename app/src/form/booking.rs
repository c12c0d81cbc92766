//! The form of the booking page.

use hotel::error::{AppError, Code, FieldErrors};
use hotel::view::booking::{BookingMade, NewGuest, NewPayment, NewReservation};

use super::Values;
use super::search::{count, date};

/// What the form asks for. Rules of the house are checked by the house; here only that dates are
/// dates and numbers numbers.
pub fn read(hotel: &str, values: &Values) -> Result<NewReservation, AppError> {
    let text = |name: &str| {
        values
            .get(name)
            .map(|text| text.trim().to_owned())
            .unwrap_or_default()
    };
    let filled = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let mut wrong = FieldErrors::new();
    let arrival = date("arrival", &text("arrival"), &mut wrong);
    let departure = date("departure", &text("departure"), &mut wrong);
    let adults = count("adults", &text("adults"), 0, &mut wrong);
    let children = count("children", &text("children"), 0, &mut wrong);
    let (Some(arrival), Some(departure), true) = (arrival, departure, wrong.is_empty()) else {
        return Err(AppError::invalid(wrong));
    };
    Ok(NewReservation {
        hotel: hotel.to_owned(),
        room_type: text("room_type"),
        rate_plan: text("rate_plan"),
        arrival,
        departure,
        adults,
        children,
        guest: NewGuest {
            name: text("name"),
            email: filled("email"),
            phone: filled("phone"),
        },
        payment: filled("token").map(|token| NewPayment { token }),
    })
}

/// Where the booking page shows what the house says of a field.
pub fn input_of(field: &str) -> &str {
    match field {
        "payment" => "token",
        field => field.strip_prefix("guest.").unwrap_or(field),
    }
}

/// The house's answer to a program, in words for somebody who filled in a form.
pub fn for_guest(error: AppError) -> AppError {
    if error.code != Code::KeyReused {
        return error;
    }
    let message = "You have booked another stay with this form already. If you want this one, too, please press the button once more.";
    AppError {
        message: message.to_owned(),
        ..error
    }
}

/// Whether a form refused with this code needs a new key: the house answers a key for ever as it
/// did the first time, and it has answered that another booking has it, or that the card was
/// declined.
pub fn spends_key(code: Code) -> bool {
    matches!(code, Code::KeyReused | Code::PaymentDeclined)
}

/// The key for another attempt in the same page: `…`, `….2`, `….3`.
pub fn next_key(key: &str) -> String {
    let numbered = key
        .rsplit_once('.')
        .and_then(|(first, number)| Some((first, number.parse::<u32>().ok()?)));
    let (first, number) = numbered.unwrap_or((key, 1));
    format!("{first}.{}", number.saturating_add(1))
}

/// The page of a fresh booking's first room.
pub fn address_of(made: &BookingMade) -> String {
    made.reservations.first().map_or_else(
        || "/".to_owned(),
        |made| format!("/stay/{}?key={}&new=1", made.reference, made.key),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attempt_has_a_key_of_its_own() {
        let first = "5e1b3a0c-5b8e-4c7f-9d57-426614174000";
        let second = next_key(first);
        assert_eq!(second, format!("{first}.2"));
        assert_eq!(next_key(&second), format!("{first}.3"));
    }
}
