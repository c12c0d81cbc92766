//! Why a command could not be carried out: a sentence for the person, the cause for the log.

use std::error::Error;
use std::fmt;

/// Ends a command.
#[derive(Debug)]
pub struct Failure {
    sentence: String,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A sentence and its cause.
    pub fn new(
        sentence: impl Into<String>,
        cause: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self {
            sentence: sentence.into(),
            cause: Some(cause.into()),
        }
    }

    /// The sentence says it all.
    pub fn plain(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            cause: None,
        }
    }

    /// The cause and its causes, in one line.
    pub fn cause(&self) -> String {
        let mut text = Vec::new();
        let mut next: Option<&dyn Error> = match &self.cause {
            Some(cause) => Some(cause.as_ref()),
            None => None,
        };
        while let Some(cause) = next {
            text.push(cause.to_string());
            next = cause.source();
        }
        if text.is_empty() {
            "none".to_owned()
        } else {
            text.join(": ")
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    /// Errors whose text is a sentence already.
    fn from(error: E) -> Self {
        Self {
            sentence: error.to_string(),
            cause: Some(Box::new(error)),
        }
    }
}
