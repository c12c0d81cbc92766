//! The one error that crosses the wire.
//!
//! Inside, each layer has its own errors; at the service's edge they become an [`AppError`]:
//! a code a program can match, a sentence a person can act on, and nothing internal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Fields of a form and what is wrong with each.
pub type FieldErrors = BTreeMap<String, String>;

/// What went wrong, in public words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// For programs.
    pub code: Code,
    /// For a person: what happened, what was kept, what to do next.
    pub message: String,
    /// Per field of the request, where a field is at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<FieldErrors>,
    /// Names this request in the log.
    #[serde(default)]
    pub request_id: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal $status:literal;)*) => {
        /// What kind of error; the word is part of the contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)*
        }

        impl Code {
            /// The word on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The HTTP status that goes with it.
            pub fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }
        }
    };
}

codes! {
    /// The request could not be read: broken JSON, an unknown field, a wrong type.
    BadRequest = "bad_request" 400;
    /// E-mail or password are wrong.
    InvalidCredentials = "invalid_credentials" 401;
    /// No credential, or one that is no longer good.
    Unauthenticated = "unauthenticated" 401;
    /// The card was refused; nothing was booked.
    PaymentDeclined = "payment_declined" 402;
    /// Known, and not allowed.
    Forbidden = "forbidden" 403;
    /// Not there, or another hotel's.
    NotFound = "not_found" 404;
    /// This address does not take this method.
    MethodNotAllowed = "method_not_allowed" 405;
    /// No room of that kind is left for all nights.
    NoAvailability = "no_availability" 409;
    /// The first request with this key is still running.
    KeyInProgress = "key_in_progress" 409;
    /// Somebody else changed it meanwhile, or its state does not allow this.
    Conflict = "conflict" 409;
    /// More bytes than this address takes.
    TooLarge = "too_large" 413;
    /// Not a content type this address reads.
    UnsupportedMediaType = "unsupported_media_type" 415;
    /// Understood and wrong; `fields` says where.
    Invalid = "invalid" 422;
    /// The idempotency key belongs to a different request.
    KeyReused = "key_reused" 422;
    /// Too many tries; wait.
    TooManyRequests = "too_many_requests" 429;
    /// Our fault.
    Internal = "internal" 500;
    /// The server could not be reached (made by the browser).
    Network = "network" 502;
    /// The house is busy or a part of it is away; try again.
    Unavailable = "unavailable" 503;
}

impl AppError {
    /// An error with its sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            fields: None,
            request_id: String::new(),
        }
    }

    /// Our fault; the cause belongs into the log, not here.
    pub fn internal() -> Self {
        Self::new(
            Code::Internal,
            "Something went wrong on our side and nothing was changed. Please try again; if it happens again, tell us the request number.",
        )
    }

    /// The same words whether the thing is missing or belongs to somebody else.
    pub fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("There is no such {what} here."))
    }

    /// The actor may not do this.
    pub fn forbidden() -> Self {
        Self::new(
            Code::Forbidden,
            "Your role does not allow this. Ask a manager of the hotel if you need it.",
        )
    }

    /// Nobody is logged in.
    pub fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Please log in first.")
    }

    /// One field is wrong.
    pub fn field(name: &str, problem: impl Into<String>) -> Self {
        Self::invalid(FieldErrors::from([(name.to_owned(), problem.into())]))
    }

    /// Several fields are wrong.
    pub fn invalid(fields: FieldErrors) -> Self {
        Self {
            code: Code::Invalid,
            message: "Please correct the marked fields; nothing was lost.".to_owned(),
            fields: Some(fields),
            request_id: String::new(),
        }
    }

    /// The HTTP status to answer with.
    pub fn status(&self) -> u16 {
        self.code.status()
    }

    /// The same error, naming its request.
    #[must_use]
    pub fn with_request_id(mut self, request_id: impl Into<String>) -> Self {
        self.request_id = request_id.into();
        self
    }
}
