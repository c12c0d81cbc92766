//! A mail, made of parts that cannot smuggle a header in.

use std::fmt;

use chrono::{DateTime, Utc};
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{MultiPart, MultiPartKind, SinglePart};
use uuid::Uuid;

use super::MailError;

/// The longest subject or name we write, in characters.
const MAX_TEXT: usize = 200;

/// Which part of a mail is meant by an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailField {
    /// A person's or house's name.
    Name,
    /// An e-mail address.
    Address,
    /// The subject.
    Subject,
    /// The part of a message id after the `@`.
    Domain,
}

impl fmt::Display for MailField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "name",
            Self::Address => "address",
            Self::Subject => "subject",
            Self::Domain => "domain",
        })
    }
}

/// A text that cannot stand in the head of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this {0} cannot stand in the head of a mail")]
pub struct NotForAHeader(pub MailField);

impl From<NotForAHeader> for MailError {
    fn from(error: NotForAHeader) -> Self {
        Self::Refused(error.to_string())
    }
}

/// One line: not empty, not too long, and nothing in it that ends a line.
fn one_line(text: &str, field: MailField) -> Result<String, NotForAHeader> {
    let text = text.trim();
    let sane = !text.is_empty()
        && text.chars().count() <= MAX_TEXT
        && !text
            .chars()
            .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
    sane.then(|| text.to_owned()).ok_or(NotForAHeader(field))
}

/// A name and an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox(lettre::message::Mailbox);

impl Mailbox {
    /// `name` as a person reads it, `address` as `somebody@example.org`. Refuses line breaks and
    /// other control characters in both.
    pub fn new(name: &str, address: &str) -> Result<Self, NotForAHeader> {
        let name = one_line(name, MailField::Name)?;
        let address = one_line(address, MailField::Address)?;
        let email = address
            .parse()
            .map_err(|_| NotForAHeader(MailField::Address))?;
        Ok(Self(lettre::message::Mailbox::new(Some(name), email)))
    }

    /// The name as a person reads it.
    pub fn name(&self) -> &str {
        self.0.name.as_deref().unwrap_or_default()
    }

    /// `somebody@example.org`.
    pub fn address(&self) -> &str {
        self.0.email.as_ref()
    }

    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

/// One line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// Refuses line breaks and other control characters.
    pub fn new(text: &str) -> Result<Self, NotForAHeader> {
        one_line(text, MailField::Subject).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names a mail for ever: the same piece of work gives the same name, so a mail that went out
/// twice is seen once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageId {
    local: String,
    domain: String,
}

impl MessageId {
    /// The id of the mail about `what` (a reservation) that the work `why` (an event) asks for, at
    /// the sender's `domain`.
    pub fn of(why: Uuid, what: Uuid, domain: &str) -> Result<Self, NotForAHeader> {
        let sane = !domain.is_empty()
            && domain.len() <= 253
            && domain
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        if sane {
            let local = format!("{}.{}", why.simple(), what.simple());
            Ok(Self {
                local,
                domain: domain.to_owned(),
            })
        } else {
            Err(NotForAHeader(MailField::Domain))
        }
    }

    /// What stands before the `@`; usable as a file name: digits, small letters and one dot.
    pub fn local(&self) -> &str {
        &self.local
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}@{}>", self.local, self.domain)
    }
}

/// One mail to one person, in HTML and as text that says the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Who gets it.
    pub to: Mailbox,
    /// Who sends it: the hotel.
    pub from: Mailbox,
    /// What it is about.
    pub subject: Subject,
    /// For readers without HTML.
    pub text: String,
    /// For everybody else; whoever writes it escapes what people typed.
    pub html: String,
    /// The same for the same piece of work.
    pub message_id: MessageId,
    /// When the work was ordered.
    pub date: DateTime<Utc>,
}

impl Mail {
    /// The message as it travels; the same mail gives the same bytes.
    pub(super) fn to_message(&self) -> Result<lettre::Message, MailError> {
        let body = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            // Made from the id and not drawn, so that a mail sent again is the same mail.
            .boundary(format!("part-{}", self.message_id.local))
            .singlepart(SinglePart::plain(self.text.clone()))
            .singlepart(SinglePart::html(self.html.clone()));
        lettre::Message::builder()
            .from(self.from.0.clone())
            .to(self.to.0.clone())
            .subject(self.subject.as_str())
            .message_id(Some(self.message_id.to_string()))
            .date(self.date.into())
            .header(AutoSubmitted)
            .multipart(body)
            .map_err(|error| MailError::Refused(error.to_string()))
    }
}

/// Tells out-of-office robots not to answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_can_carry_a_line_break() {
        for bad in [
            "Ada\r\nBcc: all@example.org",
            "Ada\nX: y",
            "Ada\rX: y",
            "a\0b",
            "a\u{2028}b",
        ] {
            assert_eq!(
                Subject::new(bad),
                Err(NotForAHeader(MailField::Subject)),
                "{bad:?}"
            );
            assert_eq!(
                Mailbox::new(bad, "ada@example.org"),
                Err(NotForAHeader(MailField::Name)),
                "{bad:?}"
            );
        }
        for bad in [
            "ada@example.org\r\nBcc: all@example.org",
            "ada@example.org, all@example.org",
            "Ada <ada@example.org>",
            "ada",
            "",
        ] {
            assert_eq!(
                Mailbox::new("Ada", bad),
                Err(NotForAHeader(MailField::Address)),
                "{bad:?}"
            );
        }
        for bad in ["", "a b", "example.org>\r\nBcc: x", "../etc"] {
            assert!(
                MessageId::of(Uuid::nil(), Uuid::nil(), bad).is_err(),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn names_with_quotes_and_accents_survive() {
        let mail = sample();
        let bytes = mail.to_message().unwrap().formatted();
        let head = String::from_utf8(bytes).unwrap();
        let head = head.split("\r\n\r\n").next().unwrap();
        assert!(head.contains("<ada@example.org>"), "{head}");
        assert!(!head.contains("Zoë"), "non-ASCII must be encoded: {head}");
        let id = format!("Message-ID: <{:032}.{:032}@aurora.example>", 7, 8);
        assert!(head.contains(&id), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"));
        assert!(head.contains("Date: Sun, 22 Nov 2026 09:00:00"), "{head}");
    }

    #[test]
    fn the_same_mail_gives_the_same_bytes() {
        let [one, two] = [sample(), sample()].map(|m| m.to_message().unwrap().formatted());
        assert_eq!(one, two);
    }

    fn sample() -> Mail {
        Mail {
            to: Mailbox::new("Zoë \"Ada\" O'Neil, Dr.", "ada@example.org").unwrap(),
            from: Mailbox::new("Hotel Aurora", "desk@aurora.example").unwrap(),
            subject: Subject::new("Your stay in März").unwrap(),
            text: "hello".to_owned(),
            html: "<p>hello</p>".to_owned(),
            message_id: MessageId::of(Uuid::from_u128(7), Uuid::from_u128(8), "aurora.example")
                .unwrap(),
            date: "2026-11-22T09:00:00Z".parse().unwrap(),
        }
    }
}
