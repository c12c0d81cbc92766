//! Events on their way out, written with the business rows they tell of.

use uuid::Uuid;

/// One event to tell.
#[derive(Clone, Debug)]
pub struct OutboxRow {
    /// Identifies the event for ever.
    pub id: Uuid,
    /// What happened.
    pub kind: &'static str,
    /// The new state of what changed.
    pub data: serde_json::Value,
}
