//! Mails through an SMTP server, over a small pool of connections.

use std::time::Duration;

use async_trait::async_trait;
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::response::Category;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::{Mail, MailError, Mailer};

/// How long one answer of the server may take.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);

/// See the module.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

/// `SMTP_URL` cannot be used. Says what is wrong without repeating the address: it holds a
/// password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "SMTP_URL is not usable ({0}); it looks like smtp://user:password@mail.example.org:587?tls=required, with tls one of required, opportunistic and none, or like smtps://…:465"
)]
pub struct BadSmtpUrl(&'static str);

impl SmtpMailer {
    /// A mailer for `smtp://user:password@host:port?tls=…`. Without `tls` it is `required`: a
    /// password never travels in the clear by an omission. The pool of connections lives in the
    /// runtime this is called in.
    pub fn from_url(url: &str) -> Result<Self, BadSmtpUrl> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&with_tls_spelt_out(url)?)
            .map_err(|_| BadSmtpUrl("the host or the TLS settings are not understood"))?;
        let transport = builder
            .timeout(Some(ANSWER_TIMEOUT))
            .pool_config(PoolConfig::new().max_size(4))
            .build();
        Ok(Self { transport })
    }

    /// Says good-bye to the server on every open connection.
    pub async fn close(&self) {
        self.transport.shutdown().await;
    }
}

/// The address in lettre's dialect, which knows no `tls=none` and takes a missing `tls` for it.
fn with_tls_spelt_out(text: &str) -> Result<String, BadSmtpUrl> {
    let mut url: reqwest::Url = text
        .trim()
        .parse()
        .map_err(|_| BadSmtpUrl("it is not an address"))?;
    if url.host_str().is_none_or(str::is_empty) {
        return Err(BadSmtpUrl("it names no host"));
    }
    let tls = url
        .query_pairs()
        .find(|(key, _)| key == "tls")
        .map(|(_, value)| value.into_owned());
    let tls = match (url.scheme(), tls.as_deref()) {
        ("smtps", None) | ("smtp", Some("none")) => None,
        ("smtp", None | Some("required")) => Some("tls=required"),
        ("smtp", Some("opportunistic")) => Some("tls=opportunistic"),
        ("smtps" | "smtp", Some(_)) => return Err(BadSmtpUrl("tls has an unknown value")),
        _ => return Err(BadSmtpUrl("it starts with neither smtp:// nor smtps://")),
    };
    url.set_query(tls);
    Ok(url.into())
}

#[async_trait]
impl Mailer for SmtpMailer {
    fn name(&self) -> &'static str {
        "smtp"
    }

    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = mail.to_message()?;
        self.transport
            .send(message)
            .await
            .map(drop)
            .map_err(|error| judge(&error, mail))
    }
}

/// A 5xx is about this mail, unless it is about our log-in (x3x): that one somebody can mend.
/// So can they a server that offers no TLS or no log-in we know; an address it cannot write stays.
fn judge(error: &lettre::transport::smtp::Error, mail: &Mail) -> MailError {
    let about_log_in = error
        .status()
        .is_some_and(|code| code.category == Category::Unspecified3);
    let unwritable = error.is_client() && !mail.to.address().is_ascii();
    let detail = error.to_string();
    if unwritable || (error.is_permanent() && !about_log_in) {
        MailError::Refused(detail)
    } else {
        MailError::Later(detail)
    }
}
