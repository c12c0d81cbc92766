//! The mails as plain text.

use std::fmt::Write as _;

use super::{CancellationMail, ConfirmationMail, HotelCard, StayCard};
use crate::domain::calendar;
use crate::domain::money::Money;

/// Widest label of the price list.
const LABEL: usize = 24;

pub(super) fn confirmation(mail: &ConfirmationMail) -> String {
    let (hotel, stay) = (&mail.hotel, &mail.stay);
    let mut text = format!(
        "Dear {},\n\nyour stay at {} is booked. We look forward to seeing you.\n\n",
        stay.guest, hotel.name
    );
    push_stay(&mut text, hotel, stay);
    text.push('\n');
    for night in &mail.nights {
        push_price(&mut text, &calendar::short(night.date), night.price);
    }
    if mail.city_tax.minor != 0 {
        push_price(&mut text, "City tax", mail.city_tax);
    }
    push_price(&mut text, "Total", stay.total);
    if stay.paid.minor > 0 {
        push_price(&mut text, "Paid", stay.paid);
    }
    if stay.to_pay().minor > 0 {
        push_price(&mut text, "To pay at the hotel", stay.to_pay());
    }
    let _ = write!(
        text,
        "\n{}.\n\nSee your stay or cancel it:\n{}\n",
        mail.cancellation, stay.own_page
    );
    push_foot(&mut text, hotel);
    text
}

pub(super) fn cancellation(mail: &CancellationMail) -> String {
    let (hotel, stay) = (&mail.hotel, &mail.stay);
    let mut text = format!(
        "Dear {},\n\nyour stay at {} is cancelled. {}\n\n",
        stay.guest,
        hotel.name,
        fee_sentence(mail.fee)
    );
    push_stay(&mut text, hotel, stay);
    if stay.paid.minor > 0 {
        text.push('\n');
        push_price(&mut text, "Paid", stay.paid);
        push_price(&mut text, "Cancellation", mail.fee);
    }
    let _ = write!(text, "\nSee your stay:\n{}\n", stay.own_page);
    push_foot(&mut text, hotel);
    text
}

/// What the cancellation costs, as a sentence.
pub(super) fn fee_sentence(fee: Money) -> String {
    if fee.minor > 0 {
        format!("The cancellation costs {fee}.")
    } else {
        "The cancellation is free of charge.".to_owned()
    }
}

fn push_stay(text: &mut String, hotel: &HotelCard, stay: &StayCard) {
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "Reference  {}\n\
         Arrival    {}, from {}\n\
         Departure  {}, until {}\n\
         Nights     {}\n\
         Room       {}\n\
         Rate       {}\n\
         Guests     {}\n",
        stay.reference,
        calendar::long(stay.arrival),
        hotel.check_in_from,
        calendar::long(stay.departure),
        hotel.check_out_until,
        stay.nights(),
        stay.room,
        stay.rate,
        stay.party()
    );
}

fn push_price(text: &mut String, label: &str, price: Money) {
    let price = price.to_string();
    let _ = writeln!(text, "{label:<LABEL$}{price:>14}");
}

fn push_foot(text: &mut String, hotel: &HotelCard) {
    // "-- " starts a signature that mail readers know.
    let _ = write!(
        text,
        "\n-- \n{}\n{}\n{}\n{}\n",
        hotel.name, hotel.address, hotel.phone, hotel.email
    );
}
