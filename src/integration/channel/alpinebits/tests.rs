//! Against the alliance's own samples, and against what strangers may send instead.

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;

use super::xml;
use super::*;
use crate::domain::money::{Currency, Money};
use crate::integration::channel::{ChannelItem, ChannelMessage, Intent, ItemOutcome, mask};

const PUSH: &str =
    include_str!("../../../../tests/data/alpinebits/GuestRequests-Push-OTA_HotelResNotifRQ.xml");
const STATUS: &str = include_str!(
    "../../../../tests/data/alpinebits/GuestRequests-Push-OTA_HotelResNotifRQ-StatusUpdate.xml"
);
const PULLED: &str = include_str!(
    "../../../../tests/data/alpinebits/GuestRequests-OTA_ResRetrieveRS-reservation.xml"
);
const ACK: &str =
    include_str!("../../../../tests/data/alpinebits/GuestRequests-Push-OTA_HotelResNotifRS.xml");
const PING: &str = include_str!("../../../../tests/data/alpinebits/Handshake-OTA_PingRQ.xml");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn read(text: &str) -> ChannelMessage {
    read_notification(text.as_bytes()).unwrap()
}

/// The push sample with one thing changed.
fn push_with(from: &str, to: &str) -> ChannelMessage {
    assert!(PUSH.contains(from), "{from} is in the sample");
    read(&PUSH.replace(from, to))
}

fn only(message: ChannelMessage) -> ChannelItem {
    assert_eq!(message.items.len(), 1);
    message.items.into_iter().next().unwrap()
}

#[test]
fn the_sample_reservation_is_read_whole() {
    let message = read(PUSH);
    assert_eq!(message.hotel_code.as_deref(), Some("123"));
    let item = only(message);
    assert_eq!(item.external_id, "6b34fe24ac2ff810");
    assert_eq!(item.intent, Intent::Reserve);
    assert_eq!(item.refusal, None);
    assert_eq!(item.doubts, Vec::<String>::new());
    assert_eq!(item.agency.as_deref(), Some("ACME Travel Agency"));
    let created = DateTime::parse_from_rfc3339("2022-03-21T15:00:00+01:00").unwrap();
    assert_eq!(item.created_at, Some(created));

    assert_eq!(item.rooms.len(), 1);
    let room = &item.rooms[0];
    assert_eq!(room.room_type_code.as_deref(), Some("bigsuite"));
    assert_eq!(room.rate_plan_code.as_deref(), Some("123456-xyz"));
    assert_eq!(
        (room.arrival, room.departure),
        (day("2023-01-01"), day("2023-01-12"))
    );
    assert_eq!(
        (room.adults, room.child_ages.as_slice()),
        (2, [9, 3].as_slice())
    );
    assert_eq!(room.total, Some(eur(29_900)));

    let guest = item.guest.unwrap();
    assert_eq!(guest.name, "Otto Mustermann");
    assert_eq!(guest.email.as_deref(), Some("otto.mustermann@example.com"));
    assert_eq!(
        guest.phone.as_deref(),
        Some("+4934567893"),
        "the mobile number"
    );
    assert_eq!(guest.country.as_deref(), Some("DE"));
    assert_eq!(guest.language.as_deref(), Some("de"));

    assert!(
        item.comments
            .contains("Sind Hunde erlaubt?\n\nMfg.\nOtto Mustermann.")
    );
    assert!(
        item.comments
            .contains("Included services: Parkplatz, Schwimmbad, Skipass.")
    );
    assert!(
        item.comments
            .contains("Cancelling: Cancellation is handled by hotel. Penalty is 50%")
    );
}

#[test]
fn the_sample_status_update_is_read() {
    let message = read(STATUS);
    assert_eq!(message.hotel_code, None);
    let said: Vec<_> = message
        .items
        .iter()
        .map(|i| {
            (
                i.external_id.as_str(),
                i.marker.as_str(),
                i.intent,
                i.refusal.is_some(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("6b34fe24ac999999", "14", Intent::Acknowledge, false),
            ("6b34fe24ac244444", "15", Intent::Cancel, false),
        ]
    );
    assert!(message.items[1].modified_at > message.items[1].created_at);
}

#[test]
fn a_cancellation_needs_no_stay() {
    let item = only(push_with(
        "ResStatus=\"Reserved\"",
        "ResStatus=\"Cancelled\"",
    ));
    assert_eq!((item.intent, item.refusal), (Intent::Cancel, None));
    let item = only(push_with("UniqueID Type=\"14\"", "UniqueID Type=\"15\""));
    assert!(
        item.refusal.is_some(),
        "type 15 and Reserved contradict each other"
    );
}

#[test]
fn an_inquiry_names_its_alternatives_in_words() {
    let second = "<RoomStay RoomStayGroupID='2'><TimeSpan Start='2023-02-01' End='2023-02-03'/></RoomStay></RoomStays>";
    let text = PUSH
        .replace("ResStatus=\"Reserved\"", "ResStatus=\"Requested\"")
        .replace("</RoomStays>", second);
    let item = only(read(&text));
    assert_eq!(item.intent, Intent::Inquire);
    assert_eq!(item.rooms.len(), 1);
    assert!(item.comments.contains("Or: 2023-02-01 to 2023-02-03."));
    // The same two stays in a reservation are two rooms.
    let item = only(push_with("</RoomStays>", second));
    assert_eq!(item.rooms.len(), 2);
    assert_eq!(item.rooms[1].adults, 1);
    assert_eq!(item.doubts.len(), 1);
}

#[test]
fn dates_may_be_a_start_and_a_duration() {
    let span = "<TimeSpan Start=\"2023-01-01\" End=\"2023-01-12\"/>";
    let dates = |to: &str| {
        only(push_with(span, to))
            .rooms
            .first()
            .map(|r| (r.arrival, r.departure))
    };
    let expected = Some((day("2023-01-01"), day("2023-01-08")));
    assert_eq!(
        dates("<TimeSpan Start='2023-01-01' Duration='P7N'/>"),
        expected
    );
    assert_eq!(
        dates(
            "<TimeSpan Duration='P7N'><StartDateWindow EarliestDate='2023-01-01' LatestDate='2023-01-20'/></TimeSpan>"
        ),
        expected
    );
    assert_eq!(
        dates("<TimeSpan Start='2023-01-01T15:00:00' End='2023-01-08+01:00'/>"),
        expected
    );
    for bad in [
        "",
        "<TimeSpan/>",
        "<TimeSpan Start='2023-01-01'/>",
        "<TimeSpan Start='2023-01-01' End='2023-01-01'/>",
        "<TimeSpan Start='2023-01-02' End='2023-01-01'/>",
        "<TimeSpan Start='2023-01-01' End='2024-03-01'/>",
        "<TimeSpan Start='2023-01-01' End='9999-12-31'/>",
        "<TimeSpan Start='2023-02-30' End='2023-03-02'/>",
        "<TimeSpan Start='2023-01-01' Duration='P99999999999999999999N'/>",
        "<TimeSpan Start='2023-01-01' Duration='P18446744073709551615N'/>",
        "<TimeSpan Start='😀😀😀' End='2023-01-01'/>",
    ] {
        let item = only(push_with(span, bad));
        assert!(
            item.refusal.is_some() && item.rooms.is_empty(),
            "{bad} is refused"
        );
    }
}

#[test]
fn what_is_missing_is_assumed_and_said() {
    let item = only(push_with("CurrencyCode=\"EUR\"", "CurrencyCode=\"euro\""));
    assert_eq!(
        (item.rooms[0].total, item.doubts.len(), item.refusal),
        (None, 1, None)
    );
    let counts = PUSH
        .split("<GuestCounts>")
        .nth(1)
        .unwrap()
        .split("</GuestCounts>")
        .next()
        .unwrap();
    let item = only(push_with(
        counts,
        "<GuestCount Count='4000000000'/><GuestCount Count='9' Age='3'/>",
    ));
    assert_eq!(item.rooms[0].adults, 40);
    assert_eq!(item.rooms[0].child_ages.len(), 0);
    assert_eq!(item.doubts.len(), 2);
    let guests = PUSH
        .split_once("<ResGuests>")
        .unwrap()
        .1
        .split_once("</ResGuests>")
        .unwrap()
        .0;
    let item = only(push_with(guests, ""));
    assert_eq!((item.guest, item.doubts.len()), (None, 1));
}

#[test]
fn daily_rates_are_used_when_they_make_the_total() {
    let rates = |last: &str| {
        format!(
            "<RoomRates><RoomRate RatePlanCode='r' RoomTypeCode='t'><Rates>\
             <Rate EffectiveDate='2023-01-01' ExpireDate='2023-01-10'><Base AmountAfterTax='20' CurrencyCode='EUR'/></Rate>\
             <Rate EffectiveDate='2023-01-11'><Base AmountAfterTax='{last}' CurrencyCode='EUR'/></Rate>\
             </Rates></RoomRate></RoomRates><GuestCounts>"
        )
    };
    let item = only(push_with("<GuestCounts>", &rates("99")));
    assert_eq!(item.rooms[0].nightly.len(), 11);
    assert_eq!(item.rooms[0].nightly[10], eur(9_900));
    let item = only(push_with("<GuestCounts>", &rates("98")));
    assert_eq!(
        (item.rooms[0].nightly.len(), item.rooms[0].total),
        (0, Some(eur(29_900)))
    );
    let without_total = PUSH
        .replace("<GuestCounts>", &rates("98"))
        .replace("<Total ", "<Sum ");
    assert_eq!(only(read(&without_total)).rooms[0].total, Some(eur(29_800)));
}

#[test]
fn amounts_are_exact() {
    let amount = |text| room_stay::amount(text, Currency::EUR).map(|m| m.minor);
    assert_eq!(amount("299"), Some(29_900));
    assert_eq!(amount("299.5"), Some(29_950));
    assert_eq!(amount(".5"), Some(50));
    assert_eq!(amount("0.005"), Some(1));
    assert_eq!(amount("1.0049"), Some(100));
    for bad in [
        "",
        ".",
        "-1",
        "1,5",
        "1e3",
        "1.2.3",
        "99999999999999999999",
        "100000000",
        "٣",
    ] {
        assert_eq!(amount(bad), None, "{bad}");
    }
    let yen = "JPY".parse().unwrap();
    assert_eq!(
        room_stay::amount("1000.4", yen),
        Some(Money::new(1000, yen))
    );
}

#[test]
fn any_dialect_of_xml_reads_the_same() {
    let expected = read(PUSH);
    let prefixed = with_prefix(PUSH, "x-1");
    let single = PUSH.replace('"', "'");
    let bom = format!("\u{feff}{PUSH}");
    let windows = PUSH.replace('\n', "\r\n");
    let unknown = PUSH.replace(
        "<RoomStays>",
        "<TPA_Extensions><a b='c'>d</a></TPA_Extensions><RoomStays n:q='1' xmlns:n='u'>",
    );
    for text in [prefixed, single, bom, windows, unknown] {
        assert_eq!(read(&text), expected);
    }
}

/// Puts a namespace prefix in front of every element.
fn with_prefix(text: &str, prefix: &str) -> String {
    let with_ends = text.replace("</", &format!("</{prefix}:"));
    let mut out = String::new();
    let mut rest = with_ends.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        out.push('<');
        if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            out.push_str(prefix);
            out.push(':');
        }
        rest = after;
    }
    out + rest
}

#[test]
fn entities_are_resolved_and_only_the_five() {
    let named = |text: &str| PUSH.replace("<Surname>Mustermann<", &format!("<Surname>{text}<"));
    let name = |text: &str| only(read(&named(text))).guest.unwrap().name;
    assert_eq!(
        name("M&#252;ller &amp; <![CDATA[S<ohn]]> &lt;&gt;&quot;&apos;"),
        "Otto Müller & S<ohn <>\"'"
    );
    for bad in [
        "&uuml;",
        "&#0;",
        "&#8;",
        "&#xD800;",
        "&;",
        "&",
        "\u{1}",
        "&#xFFFFFFFF;",
    ] {
        let result = read_notification(named(bad).as_bytes());
        assert!(
            matches!(result, Err(ReadError::Broken(_))),
            "{bad} is refused"
        );
    }
}

#[test]
fn a_doctype_is_refused_before_it_is_looked_at() {
    let laughs = "<!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;&l;&l;&l;&l;&l;&l;\">]>";
    let external = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">";
    for doctype in [laughs, external, "<!doctype a>"] {
        let text = PUSH.replacen("?>", &format!("?>{doctype}"), 1);
        assert_eq!(read_notification(text.as_bytes()), Err(ReadError::Doctype));
    }
}

#[test]
fn what_is_not_a_push_is_refused() {
    let refused = |text: &str| read_notification(text.as_bytes()).unwrap_err();
    assert_eq!(
        refused(PULLED),
        ReadError::WrongRoot {
            expected: "OTA_HotelResNotifRQ"
        }
    );
    assert_eq!(read_notification(b"<a>\xff</a>"), Err(ReadError::NotUtf8));
    for broken in [
        "",
        " ",
        "x",
        "<a",
        "<a>",
        "<a/><b/>",
        "<a></b>",
        "<a/>x",
        "<a b='1' b='2'/>",
        "<a b=1/>",
    ] {
        assert!(
            matches!(refused(broken), ReadError::Broken(_)),
            "{broken:?}"
        );
    }
    for cut in (0..PUSH.trim_end().len())
        .filter(|at| PUSH.is_char_boundary(*at))
        .step_by(97)
    {
        assert!(
            matches!(refused(&PUSH[..cut]), ReadError::Broken(_)),
            "cut at {cut}"
        );
    }
    for incomplete in [
        "<OTA_HotelResNotifRQ/>".to_owned(),
        PUSH.replace("<UniqueID Type=\"14\" ID=\"6b34fe24ac2ff810\"/>", ""),
        PUSH.replace("6b34fe24ac2ff810", ""),
        PUSH.replace("6b34fe24ac2ff810", &"x".repeat(65)),
        STATUS.replacen(
            "<UniqueID Type=\"14\" ID=\"6b34fe24ac999999\"/>",
            "<UniqueID Type='14' ID='a'/><ResGlobalInfo><BasicPropertyInfo HotelCode='1'/></ResGlobalInfo>",
            1,
        )
        .replacen(
            "<UniqueID Type=\"15\" ID=\"6b34fe24ac244444\"/>",
            "<UniqueID Type='14' ID='b'/><ResGlobalInfo><BasicPropertyInfo HotelCode='2'/></ResGlobalInfo>",
            1,
        ),
    ] {
        assert!(matches!(refused(&incomplete), ReadError::Incomplete(_)), "{incomplete:.300}");
    }
}

#[test]
fn size_is_bounded_and_a_large_message_is_read() {
    let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
    let wide = format!("<a>{}</a>", "<b/>".repeat(250_000));
    let attributes = (0..100_000)
        .map(|n| format!(" a{n}=''"))
        .collect::<Vec<_>>()
        .concat();
    for text in [deep, wide, format!("<a{attributes}/>")] {
        assert_eq!(xml::parse(text.as_bytes()), Err(ReadError::TooMuch));
    }
    // Two megabytes, and one booking in them.
    let filler = "Sehr lange Anmerkung. ".repeat(100_000);
    let item = only(push_with("Sind Hunde erlaubt?", &filler));
    assert_eq!(item.comments.chars().count(), 4_000);
    // As many bookings as fit into one message, and one more.
    let one = STATUS
        .split_once("<HotelReservation ")
        .unwrap()
        .1
        .split_once("</HotelReservation>")
        .unwrap()
        .0;
    let many = |n| {
        format!(
            "<OTA_HotelResNotifRQ><HotelReservations>{}</HotelReservations></OTA_HotelResNotifRQ>",
            format!("<HotelReservation {one}</HotelReservation>").repeat(n)
        )
    };
    assert_eq!(read(&many(500)).items.len(), 500);
    assert_eq!(
        read_notification(many(501).as_bytes()),
        Err(ReadError::TooMuch)
    );
}

#[test]
fn no_card_leaves_the_reader_or_the_mask() {
    let message = push_with("Sind Hunde erlaubt?", "Meine Karte: 4444 3333 2222 1111");
    assert!(
        only(message)
            .comments
            .contains("Meine Karte: **** **** **** 1111")
    );
    let masked = mask::mask_cards(PUSH.as_bytes());
    let text = String::from_utf8(masked).unwrap();
    assert!(!text.contains("444433332222"));
    assert_eq!(read(&text), read(PUSH), "nothing else changed");
}

fn outcomes() -> Vec<ItemOutcome> {
    let outcome = |id: &str, marker: &str, refusal: Option<&str>| ItemOutcome {
        external_id: id.to_owned(),
        marker: marker.to_owned(),
        refusal: refusal.map(str::to_owned),
    };
    vec![
        outcome(
            "f054bbd2f5ebab9",
            "14",
            Some("Unable to process reservation"),
        ),
        outcome("6b34fe24ac2ff810", "14", None),
        outcome("c24e8b15ca469388", "15", None),
        outcome("1000000000000001", "14", None),
    ]
}

#[test]
fn the_answer_says_what_the_sample_answer_says() {
    let ours = xml::parse(notification_answer(&outcomes()).as_bytes()).unwrap();
    let theirs = xml::parse(ACK.as_bytes()).unwrap();
    let gist = |root: &xml::Element| {
        let ids: Vec<_> = root
            .child("HotelReservations")
            .unwrap()
            .children_named("HotelReservation")
            .map(|r| r.child("UniqueID").unwrap())
            .map(|id| {
                (
                    id.attribute("Type").unwrap().to_owned(),
                    id.attribute("ID").unwrap().to_owned(),
                )
            })
            .collect();
        let warnings: Vec<_> = root
            .child("Warnings")
            .unwrap()
            .children_named("Warning")
            .map(|w| {
                let said =
                    ["Type", "Code", "RecordID"].map(|name| w.attribute(name).unwrap().to_owned());
                (said, w.trimmed().unwrap().to_owned())
            })
            .collect();
        (
            root.name.clone(),
            root.attribute("Version").unwrap().to_owned(),
            ids,
            warnings,
        )
    };
    assert!(ours.child("Success").is_some());
    assert_eq!(gist(&ours), gist(&theirs));
}

#[test]
fn an_answer_without_a_taken_item_is_an_error() {
    let refused = &outcomes()[..1];
    let answer = xml::parse(notification_answer(refused).as_bytes()).unwrap();
    let error = answer.descend(&["Errors", "Error"]).unwrap();
    assert_eq!(
        (error.attribute("Type"), error.attribute("Code")),
        (Some("13"), Some("450"))
    );
    assert!(
        error
            .text
            .contains("f054bbd2f5ebab9: Unable to process reservation")
    );
    assert!(answer.child("Success").is_none());
}

#[test]
fn answers_escape_what_they_quote() {
    let nasty = "\"><x a='&\r\n\t]]>";
    let mut outcomes = outcomes();
    outcomes[0] = ItemOutcome {
        external_id: nasty.to_owned(),
        marker: "14".to_owned(),
        refusal: Some(nasty.to_owned()),
    };
    let answer = xml::parse(notification_answer(&outcomes).as_bytes()).unwrap();
    let warning = answer.descend(&["Warnings", "Warning"]).unwrap();
    assert_eq!(
        (warning.attribute("RecordID"), warning.text.as_str()),
        (Some(nasty), nasty)
    );
}

fn ping(announced: &str) -> xml::Element {
    let text = format!(
        "<OTA_PingRQ Version='8.000'><EchoData>{}</EchoData></OTA_PingRQ>",
        xml::escape_text(announced)
    );
    xml::parse(answer_ping(text.as_bytes()).unwrap().as_bytes()).unwrap()
}

fn shared(answer: &xml::Element) -> serde_json::Value {
    let warning = answer.descend(&["Warnings", "Warning"]).unwrap();
    assert_eq!(warning.attribute("Type"), Some("11"));
    assert_eq!(warning.attribute("Status"), Some("ALPINEBITS_HANDSHAKE"));
    serde_json::from_str(&warning.text).unwrap()
}

#[test]
fn the_handshake_answers_with_what_both_sides_have() {
    let announced = r#"{"versions": [
        {"version": "2024-10", "new": 1, "actions": [
            {"action": "action_OTA_Ping"},
            {"action": "action_OTA_HotelInvCountNotif", "supports": ["OTA_HotelInvCountNotif_accept_rooms"]},
            {"action": "action_OTA_HotelResNotif_GuestRequests", "supports": [
                "OTA_HotelResNotif_GuestRequests_accept_RoomRates", "a <b> & \"c\""]}
        ]},
        {"version": "2022-10", "actions": [{"action": "action_OTA_Ping"}]},
        {"version": "2018-10", "actions": [{"action": "action_OTA_Ping"}]},
        {"version": "2024-10", "actions": [{"action": "action_OTA_Read"}]}
    ]}"#;
    let answer = ping(announced);
    assert_eq!(answer.child("EchoData").unwrap().text, announced);
    assert_eq!(
        shared(&answer),
        serde_json::json!({"versions": [
            {"version": "2024-10", "actions": [
                {"action": "action_OTA_Ping"},
                {"action": "action_OTA_HotelResNotif_GuestRequests",
                 "supports": ["OTA_HotelResNotif_GuestRequests_accept_RoomRates"]}
            ]},
            {"version": "2022-10", "actions": [{"action": "action_OTA_Ping"}]}
        ]})
    );
}

#[test]
fn the_sample_handshake_shares_nothing_of_2018() {
    let answer = answer_ping(PING.as_bytes()).unwrap();
    let answer = xml::parse(answer.as_bytes()).unwrap();
    let request = xml::parse(PING.as_bytes()).unwrap();
    assert_eq!(shared(&answer), serde_json::json!({"versions": []}));
    assert_eq!(
        answer.child("EchoData").unwrap().text,
        request.child("EchoData").unwrap().text
    );
}

#[test]
fn a_handshake_without_capabilities_is_an_error() {
    for announced in ["hello", "{}", "{\"versions\": 1}", " "] {
        let answer = ping(announced);
        let error = answer.descend(&["Errors", "Error"]).unwrap();
        assert_eq!(
            error.attribute("Status"),
            Some("ALPINEBITS_HANDSHAKE"),
            "{announced}"
        );
    }
    assert!(matches!(
        answer_ping(b"<OTA_PingRQ/>"),
        Err(ReadError::Incomplete(_))
    ));
    assert!(matches!(
        answer_ping(PUSH.as_bytes()),
        Err(ReadError::WrongRoot { .. })
    ));
}

#[test]
fn actions_are_known_by_their_names() {
    for action in [
        Action::Handshake,
        Action::GuestRequests,
        Action::StatusUpdate,
    ] {
        assert_eq!(Action::parse(action.as_str()), Some(action));
    }
    for unknown in ["", "OTA_Read:GuestRequests", "ota_ping:handshaking"] {
        assert_eq!(Action::parse(unknown), None);
    }
}

/// The sample with pieces cut out, doubled, swapped for markup or for garbage.
fn mutated(sample: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let garbage = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        "[<>/=\"'&;!\\[\\]?a-z0-9 -]{0,12}".prop_map(String::into_bytes),
        Just(b"<!DOCTYPE x>".to_vec()),
        Just(b"<RoomStay>".to_vec()),
        Just(b"&#x10FFFF;".to_vec()),
        Just("2023-02-29".as_bytes().to_vec()),
    ];
    let edit = (0..sample.len(), 0_usize..40, garbage);
    proptest::collection::vec(edit, 1..6).prop_map(move |edits| {
        let mut bytes = sample.as_bytes().to_vec();
        for (at, cut, insert) in edits {
            let at = at.min(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, insert);
        }
        bytes
    })
}

proptest! {
    #[test]
    fn a_mutated_push_is_read_or_refused(bytes in prop_oneof![mutated(PUSH), mutated(STATUS)]) {
        if let Ok(message) = read_notification(&bytes) {
            prop_assert!(!message.items.is_empty());
            let outcomes: Vec<_> = message.items.iter().map(|item| match &item.refusal {
                Some(reason) => ItemOutcome::refused(item, reason.clone()),
                None => ItemOutcome::accepted(item),
            }).collect();
            for room in message.items.iter().flat_map(|item| &item.rooms) {
                prop_assert!(room.departure > room.arrival && room.adults > 0);
            }
            prop_assert!(xml::parse(notification_answer(&outcomes).as_bytes()).is_ok());
        }
    }

    #[test]
    fn a_mutated_ping_is_answered_or_refused(bytes in mutated(PING)) {
        if let Ok(answer) = answer_ping(&bytes) {
            prop_assert!(xml::parse(answer.as_bytes()).is_ok());
        }
    }

    #[test]
    fn any_text_survives_escaping(text in "[ -~\r\n\tä€😀]{0,40}") {
        let document = format!("<a b=\"{}\">{}</a>", xml::escape_attribute(&text), xml::escape_text(&text));
        let root = xml::parse(document.as_bytes()).unwrap();
        prop_assert_eq!(&root.text, &text);
        prop_assert_eq!(root.attribute("b").unwrap_or_default(), text.trim());
    }
}
