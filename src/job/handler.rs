//! What a handler of jobs is, and the register of all of them.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{AppError, Code};
use crate::integration::mail::MailError;
use crate::service::ctx::Ctx;
use crate::service::services::Services;

/// One kind of work. It may run twice: it asks whether it is still needed, or makes the same thing
/// under the same name.
#[async_trait]
pub trait JobHandler: Send + Sync + 'static {
    /// The kind, as stored: `mail.confirmation`. Also the actor's name in the audit trail.
    const KIND: &'static str;

    /// What the work needs to know.
    type Payload: DeserializeOwned + Send;

    /// Does it, in the hotel of `ctx`.
    async fn run(
        &self,
        services: &Services,
        ctx: &Ctx,
        payload: Self::Payload,
    ) -> Result<(), JobError>;
}

/// Why a job is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// It did not work this time.
    #[error("{0}")]
    Later(String),
    /// It never will: a person must look.
    #[error("{0}")]
    Never(String),
    /// It is too early; this was no try.
    #[error("too early by {0:?}")]
    Early(Duration),
}

impl From<AppError> for JobError {
    fn from(error: AppError) -> Self {
        let text = format!("{}: {}", error.code.as_str(), error.message);
        match error.code {
            Code::NotFound | Code::Invalid | Code::Forbidden => Self::Never(text),
            _ => Self::Later(text),
        }
    }
}

impl From<MailError> for JobError {
    fn from(error: MailError) -> Self {
        match error {
            MailError::Refused(_) => Self::Never(error.to_string()),
            MailError::Later(_) => Self::Later(error.to_string()),
        }
    }
}

/// A handler whose payload is read at the last moment.
#[async_trait]
trait AnyHandler: Send + Sync {
    async fn run(&self, services: &Services, ctx: &Ctx, payload: Value) -> Result<(), JobError>;
}

struct Typed<H>(H);

#[async_trait]
impl<H: JobHandler> AnyHandler for Typed<H> {
    async fn run(&self, services: &Services, ctx: &Ctx, payload: Value) -> Result<(), JobError> {
        let payload = serde_json::from_value(payload)
            .map_err(|error| JobError::Never(format!("the job cannot be read: {error}")))?;
        self.0.run(services, ctx, payload).await
    }
}

/// Every kind of work a runner can do. Jobs of other kinds are left alone.
#[derive(Default)]
pub struct Registry(BTreeMap<&'static str, Box<dyn AnyHandler>>);

impl Registry {
    /// Adds a handler; one for the same kind takes its place.
    #[must_use]
    pub fn with<H: JobHandler>(mut self, handler: H) -> Self {
        self.0.insert(H::KIND, Box::new(Typed(handler)));
        self
    }

    /// The kinds, in alphabetical order.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// The kind as the register spells it, if it knows it.
    pub(super) fn kind(&self, kind: &str) -> Option<&'static str> {
        self.0.get_key_value(kind).map(|(kind, _)| *kind)
    }

    /// Does one job.
    pub(super) async fn run(
        &self,
        services: &Services,
        ctx: &Ctx,
        kind: &str,
        payload: Value,
    ) -> Result<(), JobError> {
        match self.0.get(kind) {
            Some(handler) => handler.run(services, ctx, payload).await,
            None => Err(JobError::Later(format!("nobody here does {kind}"))),
        }
    }
}
