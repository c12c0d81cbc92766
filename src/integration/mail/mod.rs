//! Sending mail: a trait, its adapters, and the texts.
//!
//! Mails leave only through the job queue. A job always makes the same mail with the same
//! `Message-ID`, so a mail sent twice is recognised as one.

pub mod file;
pub mod message;
pub mod smtp;
pub mod template;
#[cfg(test)]
mod tests;

use async_trait::async_trait;

pub use message::{Mail, MailField, Mailbox, MessageId, Subject};

/// A way out for mail.
#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// The adapter's name, for logs and metrics.
    fn name(&self) -> &'static str;

    /// Hands one mail over. `Ok` means the next server has it in its care.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}

/// Why a mail did not go.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It never will: no such address, or a mail that cannot be written.
    #[error("the mail was refused: {0}")]
    Refused(String),
    /// It may later: no connection, a busy server, a log-in that somebody must mend.
    #[error("the mail could not be sent now: {0}")]
    Later(String),
}
