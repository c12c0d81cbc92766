//! The adapters, against a folder and against a peer that speaks SMTP over a real socket.

use std::path::PathBuf;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::file::FileMailer;
use super::smtp::SmtpMailer;
use super::*;

fn mail() -> Mail {
    let id = Uuid::from_u128(7);
    Mail {
        to: Mailbox::new("Zoë Guest", "zoe@example.org").unwrap(),
        from: Mailbox::new("Hotel Aurora", "desk@aurora.example").unwrap(),
        subject: Subject::new("Your stay in März").unwrap(),
        text: "Grüß Gott\n.a line that starts with a dot\n".to_owned(),
        html: format!("<p>Grüß Gott</p>{}", "x".repeat(2_000)),
        message_id: MessageId::of(id, id, "aurora.example").unwrap(),
        date: "2026-11-22T09:00:00Z".parse().unwrap(),
    }
}

/// A folder of its own for each test, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("keyrack-mail-{}-{name}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

#[tokio::test]
async fn a_mail_becomes_one_whole_file_however_often_it_is_sent() {
    let folder = Folder::new("whole");
    let mailer = FileMailer::new(folder.0.join("mail"));
    for _ in 0..2 {
        mailer.send(&mail()).await.unwrap();
    }
    let inside = Folder(folder.0.join("mail"));
    let name = format!("{}.eml", mail().message_id.local());
    assert_eq!(inside.names(), std::slice::from_ref(&name));
    let text = std::fs::read_to_string(inside.0.join(name)).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    for header in [
        "From: \"Hotel Aurora\" <desk@aurora.example>",
        "Message-ID: <",
        "MIME-Version: 1.0",
        "Content-Type: multipart/alternative;",
    ] {
        assert!(head.contains(header), "{header} is not in {head}");
    }
    let boundary = format!("--part-{}", mail().message_id.local());
    let parts: Vec<&str> = body.split(&boundary).collect();
    assert_eq!(parts.len(), 4, "before, text, HTML, end: {body}");
    assert!(parts[1].contains("text/plain; charset=utf-8") && parts[2].contains("text/html"));
    assert_eq!(parts[3].trim(), "--");
    assert!(
        text.lines().all(|line| line.len() <= 998),
        "no line longer than mail allows"
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_tried_later() {
    let folder = Folder::new("blocked");
    std::fs::write(&folder.0, "a file").unwrap();
    let error = FileMailer::new(folder.0.join("mail"))
        .send(&mail())
        .await
        .unwrap_err();
    assert!(matches!(error, MailError::Later(_)), "{error:?}");
    std::fs::remove_file(&folder.0).unwrap();
}

/// Answers one connection; `answer` says what to a command. Gives everything that was said.
async fn peer(answer: fn(&str) -> &'static str) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let talk = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let (reader, mut writer) = socket.into_split();
        let mut lines = BufReader::new(reader).lines();
        let mut heard = Vec::new();
        let mut in_mail = false;
        writer.write_all(b"220 peer ESMTP\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            heard.push(line.clone());
            if in_mail && line != "." {
                continue;
            }
            let reply = if in_mail { answer(".") } else { answer(&line) };
            in_mail = !in_mail && line == "DATA" && reply.starts_with("354");
            writer.write_all(reply.as_bytes()).await.unwrap();
            if line == "QUIT" {
                break;
            }
        }
        heard
    });
    (address, talk)
}

/// A server that takes everything.
fn friendly(command: &str) -> &'static str {
    match command.split([' ', ':']).next().unwrap_or("") {
        "EHLO" => "250-peer\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n",
        "AUTH" => "235 welcome\r\n",
        "DATA" => "354 go on\r\n",
        "QUIT" => "221 bye\r\n",
        _ => "250 fine\r\n",
    }
}

async fn send_through(answer: fn(&str) -> &'static str, tls: &str) -> Result<(), MailError> {
    let (address, talk) = peer(answer).await;
    let mailer =
        SmtpMailer::from_url(&format!("smtp://user%40x:pa%2Fss@{address}?tls={tls}")).unwrap();
    let result = mailer.send(&mail()).await;
    drop(mailer);
    talk.abort();
    result
}

#[tokio::test]
async fn a_mail_travels_over_smtp() {
    let (address, talk) = peer(friendly).await;
    let url = format!("smtp://user%40x:pa%2Fss@{address}?tls=none");
    let mailer = SmtpMailer::from_url(&url).unwrap();
    mailer.send(&mail()).await.unwrap();
    mailer.close().await;
    let heard = talk.await.unwrap();
    let says = |line: &str| heard.iter().any(|heard| heard.starts_with(line));
    // user@x and pa/ss.
    assert!(says("AUTH PLAIN AHVzZXJAeABwYS9zcw=="), "{heard:?}");
    assert!(says("MAIL FROM:<desk@aurora.example>"), "{heard:?}");
    assert!(says("RCPT TO:<zoe@example.org>"), "{heard:?}");
    let id = format!("Message-ID: <{}@aurora.example>", mail().message_id.local());
    assert_eq!(
        heard.iter().filter(|line| **line == id).count(),
        1,
        "{heard:?}"
    );
}

#[tokio::test]
async fn a_refusal_of_the_mail_is_for_ever() {
    let refused = send_through(
        |command| {
            if command.starts_with("RCPT") {
                "550 no such guest\r\n"
            } else {
                friendly(command)
            }
        },
        "none",
    );
    let refused = refused.await.unwrap_err();
    assert!(
        matches!(&refused, MailError::Refused(why) if why.contains("550")),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_may_pass_is_tried_later() {
    let busy = |command: &str| match command {
        "DATA" => "451 busy\r\n",
        other => friendly(other),
    };
    let full = |command: &str| match command {
        "." => "452 the disk is full\r\n",
        other => friendly(other),
    };
    let no_log_in = |command: &str| match command.split(' ').next() {
        Some("AUTH") => "535 wrong password\r\n",
        _ => friendly(command),
    };
    for answer in [busy, full, no_log_in] {
        let error = send_through(answer, "none").await.unwrap_err();
        assert!(matches!(error, MailError::Later(_)), "{error:?}");
        assert!(!error.to_string().contains("pa/ss"), "{error}");
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let mailer = SmtpMailer::from_url(&format!("smtp://{address}?tls=none")).unwrap();
    let error = mailer.send(&mail()).await.unwrap_err();
    assert!(matches!(error, MailError::Later(_)), "{error:?}");
}

#[tokio::test]
async fn a_password_never_travels_in_the_clear_by_an_omission() {
    for query in ["", "?tls=required"] {
        let (address, talk) = peer(friendly).await;
        let mailer = SmtpMailer::from_url(&format!("smtp://u:secret@{address}{query}")).unwrap();
        let error = mailer.send(&mail()).await.unwrap_err();
        assert!(matches!(error, MailError::Later(_)), "{error:?}");
        mailer.close().await;
        let heard = talk.await.unwrap();
        assert!(
            heard.iter().all(|line| !line.starts_with("AUTH")),
            "{heard:?}"
        );
        assert!(
            heard.iter().all(|line| !line.starts_with("MAIL")),
            "{heard:?}"
        );
    }
}

#[tokio::test]
async fn an_address_nobody_can_use_is_refused_without_repeating_it() {
    for bad in [
        "",
        "mail.example.org",
        "http://u:secret@mail.example.org",
        "smtp://u:secret@mail.example.org?tls=maybe",
        "smtps://u:secret@mail.example.org?tls=none",
    ] {
        let error = SmtpMailer::from_url(bad)
            .err()
            .map(|error| error.to_string());
        assert!(
            error.as_ref().is_some_and(|text| text.contains("SMTP_URL")),
            "{bad}: {error:?}"
        );
        assert!(error.is_some_and(|text| !text.contains("secret")));
    }
    for good in [
        "smtp://u:secret@mail.example.org",
        "smtp://u:secret@mail.example.org:587?tls=required",
        "smtp://mail.example.org:25?tls=opportunistic",
        "smtp://127.0.0.1:1025?tls=none",
        "smtps://u:secret@mail.example.org",
    ] {
        assert!(SmtpMailer::from_url(good).is_ok(), "{good}");
    }
}
