//! The error of every server function: the house's [`AppError`], as server functions want it.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

use hotel::error::{AppError, Code};

use super::codec::TextJson;

/// An [`AppError`] on its way to the browser, naming its request. Its JSON is the error's own.
///
/// Neither the house knows server functions nor they the house, hence the type in between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Problem(pub AppError);

impl Problem {
    /// What is wrong with a field of the form, if something is.
    pub fn field(&self, name: &str) -> Option<String> {
        self.0
            .fields
            .as_ref()
            .and_then(|fields| fields.get(name))
            .cloned()
    }
}

impl Deref for Problem {
    type Target = AppError;

    fn deref(&self) -> &AppError {
        &self.0
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Problem {}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        if error.request_id.is_empty() {
            return Self(error.with_request_id(current::request_id()));
        }
        Self(error)
    }
}

impl From<ServerFnErrorErr> for Problem {
    fn from(error: ServerFnErrorErr) -> Self {
        Self::from_server_fn_error(error)
    }
}

impl FromServerFnError for Problem {
    type Encoder = TextJson;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr as E;
        match error {
            E::Request(_) => AppError::new(
                Code::Network,
                "The hotel could not be reached. Nothing was lost; check your connection and try again.",
            ),
            // In the browser: an answer that is not ours, from something in between.
            E::Deserialization(_) if current::IS_BROWSER => AppError::new(
                Code::Network,
                "The answer could not be read. Nothing was lost; please try again in a moment.",
            ),
            E::Deserialization(why) if why.contains("length limit exceeded") => {
                AppError::new(Code::TooLarge, "This is more than can be taken in at once.")
            }
            E::Deserialization(why) | E::Args(why) | E::MissingArg(why) => {
                AppError::new(Code::BadRequest, format!("The request could not be read: {why}."))
            }
            _ => AppError::internal(),
        }
        .into()
    }
}

#[cfg(feature = "ssr")]
mod current {
    pub const IS_BROWSER: bool = false;

    pub fn request_id() -> String {
        crate::request::id().to_string()
    }
}

#[cfg(not(feature = "ssr"))]
mod current {
    pub const IS_BROWSER: bool = true;

    pub fn request_id() -> String {
        String::new()
    }
}
