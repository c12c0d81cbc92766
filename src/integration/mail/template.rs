//! What the mails say.
