//! The mails in HTML: tables and inline styles, the house's paper, ink, lagoon and brass.

use std::fmt::Write as _;

use super::text::fee_sentence;
use super::{CancellationMail, ConfirmationMail, HotelCard, StayCard};
use crate::domain::calendar;
use crate::domain::money::Money;

// The tokens of the design, in the one notation every mail reader knows.
const PAPER: &str = "#fdfcfa";
const GROUND: &str = "#f6f5f1";
const LINE: &str = "#e7e6e1";
const INK: &str = "#19262b";
const QUIET: &str = "#526065";
const LAGOON: &str = "#0c4c4f";
const BRASS: &str = "#b7893b";
const FONT: &str = "Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

pub(super) fn confirmation(mail: &ConfirmationMail) -> String {
    let (hotel, stay) = (&mail.hotel, &mail.stay);
    let mut body = String::new();
    push_greeting(
        &mut body,
        "Your stay is booked",
        &stay.guest,
        &format!("We look forward to seeing you at {}.", hotel.name),
    );
    push_dates(&mut body, hotel, stay);
    push_facts(&mut body, stay);
    push_prices(&mut body, mail);
    push_note(&mut body, &format!("{}.", mail.cancellation));
    push_button(&mut body, "See or cancel your stay", &stay.own_page);
    let preview = format!(
        "{} to {}, {}",
        calendar::short(stay.arrival),
        calendar::short(stay.departure),
        stay.room
    );
    page(hotel, &stay.reference.to_string(), &preview, &body)
}

pub(super) fn cancellation(mail: &CancellationMail) -> String {
    let (hotel, stay) = (&mail.hotel, &mail.stay);
    let mut body = String::new();
    push_greeting(
        &mut body,
        "Your stay is cancelled",
        &stay.guest,
        &fee_sentence(mail.fee),
    );
    push_dates(&mut body, hotel, stay);
    push_facts(&mut body, stay);
    if stay.paid.minor > 0 {
        let lines = [("Paid", stay.paid), ("Cancellation", mail.fee)];
        open_prices(&mut body);
        for (label, price) in lines {
            push_price(&mut body, label, price, false);
        }
        body.push_str("</table>");
    }
    push_button(&mut body, "See your stay", &stay.own_page);
    page(
        hotel,
        &stay.reference.to_string(),
        &fee_sentence(mail.fee),
        &body,
    )
}

/// The five characters that mean something in HTML, also between quotes.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// The sheet of paper everything stands on. `body` is HTML, all else is text.
fn page(hotel: &HotelCard, reference: &str, preview: &str, body: &str) -> String {
    let name = escape(&hotel.name);
    let reference = escape(reference);
    let preview = escape(preview);
    let address = escape(&hotel.address);
    let phone = escape(&hotel.phone);
    let email = escape(&hotel.email);
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{name} {reference}</title>
</head>
<body style="margin:0;padding:0;background:{GROUND};">
<div style="display:none;max-height:0;overflow:hidden;">{preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:{GROUND};">
<tr><td align="center" style="padding:32px 12px;">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" style="width:100%;max-width:560px;background:{PAPER};border:1px solid {LINE};border-top:3px solid {BRASS};border-radius:8px;font-family:{FONT};color:{INK};font-size:16px;line-height:1.5;">
<tr><td style="padding:24px 32px 0;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td style="font-size:17px;font-weight:600;">{name}</td>
<td align="right" style="font-size:14px;color:{QUIET};white-space:nowrap;">{reference}</td>
</tr></table>
</td></tr>
<tr><td style="padding:24px 32px 32px;">{body}</td></tr>
<tr><td style="padding:20px 32px 24px;border-top:1px solid {LINE};font-size:14px;color:{QUIET};">
<strong style="color:{INK};">{name}</strong><br>{address}<br>{phone}<br><a href="mailto:{email}" style="color:{LAGOON};">{email}</a>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"#
    )
}

fn push_greeting(body: &mut String, title: &str, guest: &str, sentence: &str) {
    // Writing to a String cannot fail, here and below.
    let _ = write!(
        body,
        r#"<h1 style="margin:0 0 8px;font-size:24px;line-height:1.25;font-weight:600;">{}</h1><p style="margin:0 0 24px;">Dear {}, {}</p>"#,
        escape(title),
        escape(guest),
        escape(&in_sentence(sentence))
    );
}

/// A sentence that goes on after a comma.
fn in_sentence(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

fn push_dates(body: &mut String, hotel: &HotelCard, stay: &StayCard) {
    let _ = write!(
        body,
        r#"<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 24px;border:1px solid {LINE};border-radius:6px;"><tr>"#
    );
    let ends = [
        ("Arrival", stay.arrival, "from", &hotel.check_in_from, "0"),
        (
            "Departure",
            stay.departure,
            "until",
            &hotel.check_out_until,
            "1px",
        ),
    ];
    for (label, date, word, time, border) in ends {
        let long = calendar::long(date);
        // On lines of their own: the whole would break anywhere on a telephone.
        let (weekday, day) = long.split_once(' ').unwrap_or(("", &long));
        let _ = write!(
            body,
            r#"<td width="50%" valign="top" style="padding:14px 16px;border-left:{border} solid {LINE};"><div style="font-size:13px;color:{QUIET};">{label}</div><div style="font-weight:600;">{weekday}<br>{day}</div><div style="font-size:14px;color:{QUIET};">{word} {}</div></td>"#,
            escape(time)
        );
    }
    body.push_str("</tr></table>");
}

fn push_facts(body: &mut String, stay: &StayCard) {
    body.push_str(
        r#"<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 24px;">"#,
    );
    let reference = stay.reference.to_string();
    let nights = stay.nights().to_string();
    let party = stay.party();
    let facts = [
        ("Reference", reference.as_str()),
        ("Room", stay.room.as_str()),
        ("Rate", stay.rate.as_str()),
        ("Nights", nights.as_str()),
        ("Guests", party.as_str()),
    ];
    for (label, value) in facts {
        let _ = write!(
            body,
            r#"<tr><td style="padding:2px 24px 2px 0;color:{QUIET};">{label}</td><td style="padding:2px 0;">{}</td></tr>"#,
            escape(value)
        );
    }
    body.push_str("</table>");
}

fn open_prices(body: &mut String) {
    let _ = write!(
        body,
        r#"<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 24px;border-top:1px solid {LINE};">"#
    );
}

fn push_prices(body: &mut String, mail: &ConfirmationMail) {
    open_prices(body);
    for night in &mail.nights {
        push_price(body, &calendar::short(night.date), night.price, false);
    }
    if mail.city_tax.minor != 0 {
        push_price(body, "City tax", mail.city_tax, false);
    }
    push_price(body, "Total", mail.stay.total, true);
    if mail.stay.paid.minor > 0 {
        push_price(body, "Paid", mail.stay.paid, false);
    }
    if mail.stay.to_pay().minor > 0 {
        push_price(body, "To pay at the hotel", mail.stay.to_pay(), false);
    }
    body.push_str("</table>");
}

fn push_price(body: &mut String, label: &str, price: Money, strong: bool) {
    let (weight, size) = if strong { (600, 18) } else { (400, 16) };
    let _ = write!(
        body,
        r#"<tr><td style="padding:8px 0;border-bottom:1px solid {LINE};font-weight:{weight};">{}</td><td align="right" style="padding:8px 0;border-bottom:1px solid {LINE};font-weight:{weight};font-size:{size}px;white-space:nowrap;font-variant-numeric:tabular-nums;">{}</td></tr>"#,
        escape(label),
        escape(&price.to_string())
    );
}

fn push_note(body: &mut String, sentence: &str) {
    let _ = write!(
        body,
        r#"<p style="margin:0 0 24px;padding:12px 16px;background:{GROUND};border-left:3px solid {BRASS};font-size:15px;">{}</p>"#,
        escape(sentence)
    );
}

fn push_button(body: &mut String, label: &str, address: &str) {
    let _ = write!(
        body,
        r#"<table role="presentation" cellpadding="0" cellspacing="0"><tr><td style="background:{LAGOON};border-radius:6px;"><a href="{}" style="display:inline-block;padding:12px 20px;color:{PAPER};font-weight:600;text-decoration:none;">{}</a></td></tr></table>"#,
        escape(address),
        escape(label)
    );
}
