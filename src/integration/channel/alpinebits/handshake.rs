//! The handshake: both sides learn which versions, actions and capabilities they share.

use serde::{Deserialize, Serialize};

use super::answer::{document, errors};
use super::xml::{self, ReadError, escape_text};

/// An action and what it can do beyond the minimum.
type Served = (&'static str, &'static [&'static str]);

/// Every version we serve with its actions.
const SERVED: [(&str, &[Served]); 2] = [
    (
        "2024-10",
        &[
            ("action_OTA_Ping", &[]),
            (
                "action_OTA_HotelResNotif_GuestRequests",
                &["OTA_HotelResNotif_GuestRequests_accept_RoomRates"],
            ),
            ("action_OTA_HotelResNotif_GuestRequests_StatusUpdate", &[]),
        ],
    ),
    (
        "2022-10",
        &[
            ("action_OTA_Ping", &[]),
            ("action_OTA_HotelResNotif_GuestRequests", &[]),
            ("action_OTA_HotelResNotif_GuestRequests_StatusUpdate", &[]),
        ],
    ),
];

/// What one side announces. Unknown fields are a newer version's and are skipped.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Capabilities {
    versions: Vec<Version>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Version {
    version: String,
    #[serde(default)]
    actions: Vec<Action>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Action {
    action: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    supports: Vec<String>,
}

/// The `OTA_PingRS` for an `OTA_PingRQ`: what was announced, echoed, and what of it we share.
///
/// A ping that is XML and holds no list of capabilities gets an answer too: one with an error.
pub fn answer_ping(bytes: &[u8]) -> Result<String, ReadError> {
    let root = xml::parse(bytes)?;
    if root.name != "OTA_PingRQ" {
        return Err(ReadError::WrongRoot {
            expected: "OTA_PingRQ",
        });
    }
    let echo = root
        .child("EchoData")
        .ok_or_else(|| ReadError::Incomplete("The OTA_PingRQ has no EchoData.".to_owned()))?;
    let shared = serde_json::from_str(&echo.text).map(|announced| share(&announced));
    let content = match shared.and_then(|shared| serde_json::to_string_pretty(&shared)) {
        Ok(shared) => format!(
            "  <Success/>\n  <Warnings>\n    <Warning Type=\"11\" Status=\"ALPINEBITS_HANDSHAKE\">{}</Warning>\n  \
             </Warnings>\n  <EchoData>{}</EchoData>\n",
            escape_text(&shared),
            escape_text(&echo.text),
        ),
        Err(_) => errors(
            450,
            " Status=\"ALPINEBITS_HANDSHAKE\"",
            "The EchoData is not a list of versions and actions in JSON.",
        ),
    };
    Ok(document("OTA_PingRS", "8.000", &content))
}

/// The announced versions, actions and capabilities that we have too, in the announced order.
/// A version without a shared action is left out.
fn share(announced: &Capabilities) -> Capabilities {
    let versions = announced.versions.iter().filter_map(|theirs| {
        let (_, ours) = SERVED
            .iter()
            .find(|(version, _)| *version == theirs.version)?;
        let actions: Vec<Action> = theirs
            .actions
            .iter()
            .filter_map(|action| share_action(action, ours))
            .collect();
        (!actions.is_empty()).then(|| Version {
            version: theirs.version.clone(),
            actions,
        })
    });
    Capabilities {
        versions: versions.collect(),
    }
}

fn share_action(theirs: &Action, ours: &[Served]) -> Option<Action> {
    let (_, capabilities) = ours.iter().find(|(action, _)| *action == theirs.action)?;
    let known = |capability: &&String| capabilities.contains(&capability.as_str());
    Some(Action {
        action: theirs.action.clone(),
        supports: theirs.supports.iter().filter(known).cloned().collect(),
    })
}
