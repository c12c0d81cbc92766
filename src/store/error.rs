//! What the database can say, in the house's words.

use sqlx::error::{DatabaseError, ErrorKind};

use crate::error::{AppError, Code};

/// An error of the storage layer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The counter of a night has no room left (`inventory_not_oversold`).
    #[error("no room of the type is left for a night")]
    SoldOut,
    /// Somebody or something else has the room on one of the nights (`room_assignment_no_overlap`).
    #[error("the room is taken on one of the nights")]
    RoomTaken,
    /// A named constraint the caller did not expect to hit.
    #[error("constraint {0} refused the row")]
    Constraint(String),
    /// Two transactions crossed; the whole transaction may be tried again.
    #[error("transactions crossed")]
    Retry,
    /// A lock or statement took too long.
    #[error("the database is busy")]
    Busy,
    /// The transaction had failed before; nothing was written.
    #[error("the transaction was aborted by an earlier error")]
    Aborted,
    /// No connection, or the server is going away.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The database holds something the domain forbids.
    #[error("{table}.{column} holds {value:?}, which the domain does not know")]
    Inconsistent {
        /// Where.
        table: &'static str,
        /// In which column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// Anything else.
    #[error(transparent)]
    Other(sqlx::Error),
}

impl StoreError {
    /// A value in the database that the domain does not know.
    pub fn inconsistent(
        table: &'static str,
        column: &'static str,
        value: impl std::fmt::Display,
    ) -> Self {
        Self::Inconsistent {
            table,
            column,
            value: value.to_string(),
        }
    }

    /// Whether this is the named constraint.
    pub fn is_constraint(&self, name: &str) -> bool {
        matches!(self, Self::Constraint(constraint) if constraint == name)
    }

    fn from_database(error: &dyn DatabaseError) -> Option<Self> {
        let constraint = error.constraint().unwrap_or("");
        let code = error.code();
        Some(
            match (error.kind(), constraint, code.as_deref().unwrap_or("")) {
                (_, "inventory_not_oversold", _) => Self::SoldOut,
                (_, "room_assignment_no_overlap", _) => Self::RoomTaken,
                (
                    ErrorKind::UniqueViolation
                    | ErrorKind::ForeignKeyViolation
                    | ErrorKind::CheckViolation
                    | ErrorKind::NotNullViolation
                    | ErrorKind::ExclusionViolation,
                    name,
                    _,
                ) => Self::Constraint(name.to_owned()),
                (_, _, "40001" | "40P01") => Self::Retry,
                (_, _, "55P03" | "57014") => Self::Busy,
                (_, _, "25P02") => Self::Aborted,
                (_, _, state)
                    if ["57P", "08", "53"]
                        .iter()
                        .any(|class| state.starts_with(class)) =>
                {
                    Self::Unavailable(error.message().to_owned())
                }
                _ => return None,
            },
        )
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::Database(inner) => Self::from_database(inner.as_ref()).unwrap_or(Self::Other(error)),
            E::PoolTimedOut | E::PoolClosed | E::Io(_) | E::WorkerCrashed | E::BeginFailed => {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Other(error),
        }
    }
}

impl From<StoreError> for AppError {
    /// The last resort: use cases map what they expect before it comes to this.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::SoldOut => Self::new(
                Code::NoAvailability,
                "No room of this kind is left for these nights. Please choose other dates or another room.",
            ),
            StoreError::RoomTaken => Self::new(
                Code::Conflict,
                "The room is taken on one of these nights. Nothing was changed.",
            ),
            StoreError::Retry | StoreError::Busy | StoreError::Unavailable(_) => {
                tracing::warn!(error = %error, "database not available for a request");
                Self::new(
                    Code::Unavailable,
                    "The house is very busy right now. Nothing was changed; please try again in a moment.",
                )
            }
            StoreError::Constraint(_)
            | StoreError::Aborted
            | StoreError::Inconsistent { .. }
            | StoreError::Other(_) => {
                tracing::error!(error = %error, "unexpected storage error");
                Self::internal()
            }
        }
    }
}
