//! `OTA_HotelResNotifRQ`: bookings, inquiries, cancellations and changes of state.

use chrono::{DateTime, FixedOffset, NaiveDateTime};

use super::room_stay::{self, StayGroup};
use super::xml::{self, Element, ReadError};
use crate::integration::channel::mask::mask_text;
use crate::integration::channel::{ChannelGuest, ChannelItem, ChannelMessage, Intent};

/// More bookings than any partner sends at once; each costs a few statements.
const MAX_ITEMS: usize = 500;
/// The longest number that an answer can carry (`RecordID`), in characters.
const MAX_ID: usize = 64;
const MAX_NAME: usize = 200;
const MAX_COMMENTS: usize = 4_000;

/// `UniqueID@Type` of a reservation and of a cancellation.
const TYPE_RESERVATION: &str = "14";
const TYPE_CANCELLATION: &str = "15";

/// Reads a push. What cannot be answered item by item makes the whole message unreadable: no
/// reservation, one without a number, or two hotels in one message.
pub fn read_notification(bytes: &[u8]) -> Result<ChannelMessage, ReadError> {
    let root = xml::parse(bytes)?;
    if root.name != "OTA_HotelResNotifRQ" {
        return Err(ReadError::WrongRoot {
            expected: "OTA_HotelResNotifRQ",
        });
    }
    let reservations: Vec<&Element> = root
        .child("HotelReservations")
        .into_iter()
        .flat_map(|list| list.children_named("HotelReservation"))
        .collect();
    if reservations.is_empty() {
        return Err(ReadError::Incomplete(
            "The message holds no HotelReservation.".to_owned(),
        ));
    }
    if reservations.len() > MAX_ITEMS {
        return Err(ReadError::TooMuch);
    }
    let hotel_code = the_hotel(&reservations)?;
    let items = reservations
        .into_iter()
        .map(read_item)
        .collect::<Result<_, _>>()?;
    Ok(ChannelMessage { hotel_code, items })
}

/// The one hotel the message is about, if it says so.
fn the_hotel(reservations: &[&Element]) -> Result<Option<String>, ReadError> {
    let mut codes = reservations.iter().filter_map(|reservation| {
        let info = reservation
            .descend(&["ResGlobalInfo", "BasicPropertyInfo"])
            .or_else(|| reservation.descend(&["RoomStays", "RoomStay", "BasicPropertyInfo"]))?;
        info.attribute("HotelCode")
    });
    let Some(first) = codes.next() else {
        return Ok(None);
    };
    if codes.any(|code| code != first) {
        return Err(ReadError::Incomplete(
            "The message names several hotels; send one message per hotel.".to_owned(),
        ));
    }
    Ok(Some(first.to_owned()))
}

fn read_item(reservation: &Element) -> Result<ChannelItem, ReadError> {
    let id = reservation
        .child("UniqueID")
        .ok_or_else(|| ReadError::Incomplete("A HotelReservation has no UniqueID.".to_owned()))?;
    let external_id = id
        .attribute("ID")
        .filter(|id| id.chars().count() <= MAX_ID)
        .ok_or_else(|| {
            ReadError::Incomplete(format!("A UniqueID has no ID of 1 to {MAX_ID} characters."))
        })?
        .to_owned();
    let marker = match id.attribute("Type") {
        Some(TYPE_CANCELLATION) => TYPE_CANCELLATION,
        _ => TYPE_RESERVATION,
    };
    let status = reservation.attribute("ResStatus").unwrap_or_default();
    let stays = room_stay::read_all(reservation);
    let mut item = ChannelItem {
        external_id,
        marker: marker.to_owned(),
        intent: Intent::Acknowledge,
        rooms: Vec::new(),
        guest: read_guest(reservation),
        comments: String::new(),
        agency: read_agency(reservation),
        created_at: instant(reservation.attribute("CreateDateTime")),
        modified_at: instant(reservation.attribute("LastModifyDateTime")),
        doubts: Vec::new(),
        refusal: None,
    };
    let mut comments = read_comments(reservation);
    match intent(status, marker, !stays.is_empty()) {
        Ok(intent) => item.intent = intent,
        Err(reason) => item.refusal = Some(reason),
    }
    if matches!(item.intent, Intent::Reserve | Intent::Inquire) {
        take_stays(&mut item, stays, &mut comments);
    }
    item.comments = mask_text(&shorten(&comments.join("\n"), MAX_COMMENTS));
    Ok(item)
}

/// What state, number type and content mean together.
fn intent(status: &str, marker: &str, has_stay: bool) -> Result<Intent, String> {
    match (status, marker == TYPE_CANCELLATION) {
        ("Cancelled" | "Cancel", _) => Ok(Intent::Cancel),
        (_, true) => Err(format!(
            "UniqueID type 15 says cancelled and ResStatus says \"{status}\"."
        )),
        ("Requested", _) => Ok(Intent::Inquire),
        ("Reserved" | "Modify" | "Commit" | "Book", _) if has_stay => Ok(Intent::Reserve),
        ("Reserved" | "Modify" | "Commit" | "Book", _) => Ok(Intent::Acknowledge),
        _ => Err(format!("The ResStatus \"{status}\" is not known here.")),
    }
}

/// Puts the rooms of the booking into the item. Of an inquiry's alternatives the first counts
/// and the others are told in words.
fn take_stays(item: &mut ChannelItem, groups: Vec<StayGroup>, comments: &mut Vec<String>) {
    let alternatives_from = if item.intent == Intent::Inquire {
        1
    } else {
        usize::MAX
    };
    for (index, group) in groups.into_iter().enumerate() {
        if index >= alternatives_from {
            let stays = group.rooms.iter().flatten();
            comments.extend(stays.map(|r| format!("Or: {} to {}.", r.arrival, r.departure)));
            continue;
        }
        for room in group.rooms {
            match room {
                Ok(room) => item.rooms.push(room),
                Err(reason) => item.refusal = Some(reason),
            }
        }
        item.doubts.extend(group.doubts);
    }
    if item.guest.is_none() && item.intent == Intent::Reserve {
        item.doubts.push("the channel sent no name".to_owned());
    }
}

fn read_guest(reservation: &Element) -> Option<ChannelGuest> {
    let customer = reservation.descend(&[
        "ResGuests",
        "ResGuest",
        "Profiles",
        "ProfileInfo",
        "Profile",
        "Customer",
    ])?;
    let person = customer.child("PersonName");
    let part = |name: &str| {
        person
            .and_then(|p| p.child(name))
            .and_then(Element::trimmed)
    };
    let name = [part("GivenName"), part("Surname")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    let name = shorten(&one_line(&name.join(" ")), MAX_NAME);
    let email = customer.child("Email").and_then(Element::trimmed);
    let country = customer.descend(&["Address", "CountryName"]);
    Some(ChannelGuest {
        name,
        email: email
            .filter(|e| e.contains('@') && e.len() <= 254)
            .map(str::to_owned),
        phone: phone(customer),
        country: country
            .and_then(|c| c.attribute("Code"))
            .filter(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()))
            .map(str::to_owned),
        language: customer
            .attribute("Language")
            .filter(|l| l.len() == 2 && l.bytes().all(|b| b.is_ascii_lowercase()))
            .map(str::to_owned),
    })
    .filter(|guest| !guest.name.is_empty())
}

/// A mobile number (5) before a fixed one (1); never a fax (3).
fn phone(customer: &Element) -> Option<String> {
    let of_kind = |kinds: &[Option<&str>]| {
        customer
            .children_named("Telephone")
            .filter(|phone| kinds.contains(&phone.attribute("PhoneTechType")))
            .find_map(|phone| phone.attribute("PhoneNumber"))
            .map(|number| shorten(number, 40))
    };
    of_kind(&[Some("5")]).or_else(|| of_kind(&[Some("1"), None]))
}

fn read_agency(reservation: &Element) -> Option<String> {
    let company = reservation.descend(&[
        "ResGlobalInfo",
        "Profiles",
        "ProfileInfo",
        "Profile",
        "CompanyInfo",
        "CompanyName",
    ])?;
    company
        .trimmed()
        .map(|name| shorten(&one_line(name), MAX_NAME))
}

/// What a person should read: the guest's words, what is included, the terms of cancelling.
fn read_comments(reservation: &Element) -> Vec<String> {
    let mut lines = Vec::new();
    let info = reservation.child("ResGlobalInfo");
    let comments = info.and_then(|info| info.child("Comments"));
    for comment in comments.iter().flat_map(|c| c.children_named("Comment")) {
        lines.extend(comment.children_named("Text").filter_map(paragraph));
        let listed: Vec<String> = comment
            .children_named("ListItem")
            .filter_map(|entry| entry.trimmed().map(one_line))
            .collect();
        if !listed.is_empty() {
            let title = comment.attribute("Name").unwrap_or("also");
            lines.push(format!("{}: {}.", capitalise(title), listed.join(", ")));
        }
    }
    let penalties = info.and_then(|info| info.child("CancelPenalties"));
    for penalty in penalties
        .iter()
        .flat_map(|p| p.children_named("CancelPenalty"))
    {
        let text = penalty
            .descend(&["PenaltyDescription", "Text"])
            .and_then(Element::trimmed);
        lines.extend(text.map(|text| format!("Cancelling: {}", one_line(text))));
    }
    lines.extend(read_services(reservation));
    lines
}

/// Extras sold with the rooms, in words.
fn read_services(reservation: &Element) -> Vec<String> {
    let services = reservation.child("Services");
    let described = services
        .iter()
        .flat_map(|s| s.children_named("Service"))
        .map(|service| {
            let text = service
                .descend(&["ServiceDetails", "ServiceDescription", "Text"])
                .and_then(Element::trimmed)
                .or_else(|| service.attribute("ServiceInventoryCode"))
                .unwrap_or("service");
            let quantity = service.attribute("Quantity").unwrap_or("1");
            format!("Extra: {quantity} × {}", one_line(text))
        });
    described.collect()
}

/// A text block without the blanks of its indentation.
fn paragraph(text: &Element) -> Option<String> {
    let lines: Vec<&str> = text.trimmed()?.lines().map(str::trim).collect();
    Some(lines.join("\n"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shorten(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

fn capitalise(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// An instant with its offset; without one it is taken as UTC.
fn instant(text: Option<&str>) -> Option<DateTime<FixedOffset>> {
    let text = text?;
    DateTime::parse_from_rfc3339(text).ok().or_else(|| {
        let naive: NaiveDateTime = text.parse().ok()?;
        Some(naive.and_utc().fixed_offset())
    })
}
