use uuid::Uuid;

use super::html::escape;
use super::*;
use crate::domain::money::Currency;

fn euros(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn envelope() -> Envelope {
    Envelope {
        to: Mailbox::new("Elena Rossi", "elena@example.com").unwrap(),
        from: Mailbox::new("Hotel Aurora", "desk@aurora.example").unwrap(),
        message_id: MessageId::of(Uuid::from_u128(1), Uuid::from_u128(2), "aurora.example")
            .unwrap(),
        date: "2026-11-22T11:00:00Z".parse().unwrap(),
    }
}

fn hotel() -> HotelCard {
    HotelCard {
        name: "Hotel Aurora".to_owned(),
        address: "Via Portici 1, Bolzano, IT".to_owned(),
        email: "desk@aurora.example".to_owned(),
        phone: "+39 0471 000000".to_owned(),
        check_in_from: "15:00".to_owned(),
        check_out_until: "11:00".to_owned(),
    }
}

fn stay() -> StayCard {
    StayCard {
        reference: "AUR-7H3K9QMX".parse().unwrap(),
        guest: "Elena Rossi".to_owned(),
        arrival: date("2026-11-24"),
        departure: date("2026-11-26"),
        adults: 2,
        children: 1,
        room: "Double".to_owned(),
        rate: "Flexible".to_owned(),
        total: euros(30_840),
        paid: euros(0),
        own_page: "http://127.0.0.1:3000/stay/AUR-7H3K9QMX?key=abc&x=1".to_owned(),
    }
}

fn booked() -> ConfirmationMail {
    ConfirmationMail {
        envelope: envelope(),
        hotel: hotel(),
        stay: stay(),
        nights: vec![
            NightPrice {
                date: date("2026-11-24"),
                price: euros(14_200),
            },
            NightPrice {
                date: date("2026-11-25"),
                price: euros(15_800),
            },
        ],
        city_tax: euros(840),
        cancellation: "Free cancellation until Mon 23 Nov, 18:00".to_owned(),
    }
}

fn cancelled(fee: i64, paid: i64) -> CancellationMail {
    CancellationMail {
        envelope: envelope(),
        hotel: hotel(),
        stay: StayCard {
            paid: euros(paid),
            ..stay()
        },
        fee: euros(fee),
    }
}

#[test]
fn a_confirmation_as_text() {
    let mail = confirmation(&booked()).unwrap();
    assert_eq!(mail.subject.as_str(), "Booked: Hotel Aurora, AUR-7H3K9QMX");
    // The price's blank does not break.
    let expected = "\
Dear Elena Rossi,

your stay at Hotel Aurora is booked. We look forward to seeing you.

Reference  AUR-7H3K9QMX
Arrival    Tuesday 24 November 2026, from 15:00
Departure  Thursday 26 November 2026, until 11:00
Nights     2
Room       Double
Rate       Flexible
Guests     2 adults, 1 child

Tue 24 Nov                    €~142.00
Wed 25 Nov                    €~158.00
City tax                        €~8.40
Total                         €~308.40
To pay at the hotel           €~308.40

Free cancellation until Mon 23 Nov, 18:00.

See your stay or cancel it:
http://127.0.0.1:3000/stay/AUR-7H3K9QMX?key=abc&x=1

--\u{20}
Hotel Aurora
Via Portici 1, Bolzano, IT
+39 0471 000000
desk@aurora.example
";
    assert_eq!(mail.text, expected.replace('~', "\u{a0}"));
}

#[test]
fn both_forms_say_the_same() {
    let mail = confirmation(&booked()).unwrap();
    for part in [
        "Elena Rossi",
        "Hotel Aurora",
        "AUR-7H3K9QMX",
        "Tuesday",
        "24 November 2026",
        "15:00",
        "Thursday",
        "26 November 2026",
        "11:00",
        "Double",
        "Flexible",
        "2 adults, 1 child",
        "Tue 24 Nov",
        "€\u{a0}142.00",
        "Wed 25 Nov",
        "€\u{a0}158.00",
        "City tax",
        "€\u{a0}8.40",
        "Total",
        "€\u{a0}308.40",
        "To pay at the hotel",
        "Via Portici 1, Bolzano, IT",
        "Free cancellation until Mon 23 Nov, 18:00.",
        "+39 0471 000000",
        "desk@aurora.example",
    ] {
        assert!(mail.text.contains(part), "the text lacks {part}");
        assert!(mail.html.contains(part), "the HTML lacks {part}");
    }
    let link = "href=\"http://127.0.0.1:3000/stay/AUR-7H3K9QMX?key=abc&amp;x=1\"";
    assert!(mail.html.contains(link));
}

#[test]
fn what_is_paid_is_not_asked_for_again() {
    for (paid, owed) in [
        (30_840, None),
        (40_000, None),
        (10_000, Some("€\u{a0}208.40")),
    ] {
        let mail = ConfirmationMail {
            stay: StayCard {
                paid: euros(paid),
                ..stay()
            },
            ..booked()
        };
        let mail = confirmation(&mail).unwrap();
        for body in [&mail.text, &mail.html] {
            assert!(
                body.contains(&euros(paid).to_string()) && body.contains("Paid"),
                "{body}"
            );
            assert_eq!(
                body.contains("To pay at the hotel"),
                owed.is_some(),
                "{body}"
            );
            assert!(owed.is_none_or(|owed| body.contains(owed)), "{body}");
        }
    }
}

#[test]
fn without_city_tax_there_is_no_line_for_it() {
    let mail = confirmation(&ConfirmationMail {
        city_tax: euros(0),
        ..booked()
    })
    .unwrap();
    assert!(!mail.html.contains("City tax") && !mail.text.contains("City tax"));
}

#[test]
fn a_cancellation_says_what_it_costs() {
    let free = cancellation(&cancelled(0, 0)).unwrap();
    assert_eq!(
        free.subject.as_str(),
        "Cancelled: Hotel Aurora, AUR-7H3K9QMX"
    );
    let opening = "your stay at Hotel Aurora is cancelled. The cancellation is free of charge.";
    assert!(free.text.contains(opening), "{}", free.text);
    assert!(
        free.html
            .contains("Dear Elena Rossi, the cancellation is free of charge.")
    );
    let dear = cancellation(&cancelled(14_200, 30_840)).unwrap();
    for body in [&dear.text, &dear.html] {
        assert!(
            body.contains("he cancellation costs €\u{a0}142.00."),
            "{body}"
        );
        assert!(
            body.contains("Paid") && body.contains("€\u{a0}308.40"),
            "{body}"
        );
        assert!(body.contains("AUR-7H3K9QMX"), "{body}");
    }
}

#[test]
fn what_people_typed_is_never_markup() {
    let evil = "<script>alert('\"&')</script>";
    let mut mail = booked();
    mail.stay.guest = evil.to_owned();
    mail.stay.room = evil.to_owned();
    mail.stay.rate = evil.to_owned();
    mail.hotel.name = evil.to_owned();
    mail.hotel.address = evil.to_owned();
    mail.hotel.phone = evil.to_owned();
    mail.hotel.email = evil.to_owned();
    mail.hotel.check_in_from = evil.to_owned();
    mail.hotel.check_out_until = evil.to_owned();
    mail.cancellation = evil.to_owned();
    mail.stay.own_page = format!("https://x/\"{evil}");
    let html = confirmation(&mail).unwrap().html;
    assert!(
        !html.contains("<script") && !html.contains("alert('"),
        "{html}"
    );
    assert!(
        !html.contains("x/\"") && html.contains(&escape(evil)),
        "{html}"
    );
    let html = cancellation(&CancellationMail {
        hotel: mail.hotel,
        stay: mail.stay,
        ..cancelled(1, 1)
    });
    assert!(!html.unwrap().html.contains("<script"));
}

#[test]
fn a_name_with_a_line_break_makes_no_mail() {
    let mut mail = booked();
    mail.hotel.name = "Hotel\r\nBcc: all@example.org".to_owned();
    assert!(confirmation(&mail).is_err());
}

#[test]
fn the_html_is_whole() {
    // Void elements aside, every element that is opened is closed, innermost first.
    for html in [
        confirmation(&booked()).unwrap().html,
        cancellation(&cancelled(1, 1)).unwrap().html,
    ] {
        let mut open = Vec::new();
        for tag in html.split('<').skip(1) {
            let name = tag.split([' ', '>']).next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None if ["!doctype", "meta", "br"].contains(&name) => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}
