//! Answers to a push, valid against the schema of 2024-10.

use std::fmt::Write as _;

use super::xml::{escape_attribute, escape_text};
use crate::integration::channel::ItemOutcome;

const NAMESPACE: &str = "http://www.opentravel.org/OTA/2003/05";

/// `OTA_HotelResNotifRS`: every accepted item by its `UniqueID`, every refused one as a warning
/// 3/450 with its number.
///
/// The schema knows no success without an accepted item, so when all are refused the answer
/// is an error with the reasons.
pub fn notification_answer(outcomes: &[ItemOutcome]) -> String {
    let mut warnings = String::new();
    let mut accepted = String::new();
    for outcome in outcomes {
        let id = escape_attribute(&outcome.external_id);
        // Writing to a String cannot fail.
        let _ = match &outcome.refusal {
            Some(reason) => writeln!(
                warnings,
                "    <Warning Type=\"3\" Code=\"450\" RecordID=\"{id}\">{}</Warning>",
                escape_text(reason)
            ),
            None => writeln!(
                accepted,
                "    <HotelReservation><UniqueID Type=\"{}\" ID=\"{id}\"/></HotelReservation>",
                escape_attribute(&outcome.marker)
            ),
        };
    }
    if accepted.is_empty() {
        let reasons: Vec<String> = outcomes.iter().filter_map(reason_with_id).collect();
        return notification_error(450, &format!("Unable to process. {}", reasons.join(" ")));
    }
    if !warnings.is_empty() {
        warnings = format!("  <Warnings>\n{warnings}  </Warnings>\n");
    }
    document(
        "OTA_HotelResNotifRS",
        "1.000",
        &format!(
            "  <Success/>\n{warnings}  <HotelReservations>\n{accepted}  </HotelReservations>\n"
        ),
    )
}

fn reason_with_id(outcome: &ItemOutcome) -> Option<String> {
    let reason = outcome.refusal.as_ref()?;
    Some(format!("{}: {reason}", outcome.external_id))
}

/// `OTA_HotelResNotifRS` that says the message as a whole was not taken. `code` is one of
/// `OpenTravel` (392 invalid hotel code, 450 unable to process).
pub fn notification_error(code: u16, text: &str) -> String {
    document("OTA_HotelResNotifRS", "1.000", &errors(code, "", text))
}

/// An `Errors` block of application errors; `attributes` are written as they are.
pub(super) fn errors(code: u16, attributes: &str, text: &str) -> String {
    format!(
        "  <Errors>\n    <Error Type=\"13\" Code=\"{code}\"{attributes}>{}</Error>\n  </Errors>\n",
        escape_text(text)
    )
}

/// A document with its declaration and namespace.
pub(super) fn document(root: &str, version: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{root} xmlns=\"{NAMESPACE}\" Version=\"{version}\">\n{content}</{root}>\n"
    )
}
