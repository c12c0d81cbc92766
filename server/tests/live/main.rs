//! `/live` over real sockets, on a real database.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "in a test, a panic is the report"
)]

mod desk;

use std::time::Duration;

use hotel::domain::role::Role;
use hotel::error::{AppError, Code};
use hotel::live::board::{Applied, Board};
use hotel::live::{Change, ServerFrame, Snapshot, kind};
use hotel::service::{rack, today};
use hotel::view::rack::Rack;
use server::live::{Pace, close};

use self::desk::{Client, Desk, Door};

const AURORA: &str = "AUR";

fn rack_of(frame: ServerFrame) -> Rack {
    match frame {
        ServerFrame::Snapshot(Snapshot::Rack(rack)) => rack,
        other => panic!("a snapshot was expected, not {other:?}"),
    }
}

fn current(version: i64) -> ServerFrame {
    ServerFrame::Current {
        hotel: AURORA.to_owned(),
        version,
    }
}

#[tokio::test]
async fn a_picture_is_the_rack_and_events_follow() {
    let desk = Desk::open().await;
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 0).await;
    let picture = rack_of(client.frame().await);
    let ctx = desk.house.staff(AURORA, Role::FrontDesk).await;
    let drawn = rack::rack(&desk.house.services, &ctx, None, None).await;
    assert_eq!(Ok(&picture), drawn.as_ref());
    assert_eq!(client.frame().await, current(0));
    let happened = desk.happens(AURORA, Change::default()).await;
    assert_eq!(client.frame().await, ServerFrame::Event(happened));
}

#[tokio::test]
async fn a_picture_can_be_of_other_days() {
    let desk = Desk::open().await;
    let mut client = desk.client(AURORA).await;
    client.send(r#"{"subscribe":{"hotel":"AUR","topic":"rack","have":0,"from":"2026-12-24","to":"2027-01-07"}}"#).await;
    let picture = rack_of(client.frame().await);
    assert_eq!(
        (picture.from.to_string(), picture.to.to_string()),
        ("2026-12-24".into(), "2027-01-07".into())
    );
    client.frame().await;
    client
        .send(
            r#"{"subscribe":{"hotel":"AUR","topic":"rack","from":"2027-01-07","to":"2026-12-24"}}"#,
        )
        .await;
    assert!(matches!(client.frame().await, ServerFrame::Refused { .. }));
}

#[tokio::test]
async fn today_can_be_followed_too() {
    let desk = Desk::open().await;
    let mut client = desk.client(AURORA).await;
    client
        .send(r#"{"subscribe":{"hotel":"AUR","topic":"today"}}"#)
        .await;
    let ctx = desk.house.staff(AURORA, Role::FrontDesk).await;
    let drawn = today::today(&desk.house.services, &ctx)
        .await
        .expect("today");
    assert_eq!(
        client.frame().await,
        ServerFrame::Snapshot(Snapshot::Today(drawn))
    );
    assert_eq!(client.frame().await, current(0));
}

#[tokio::test]
async fn whoever_was_away_gets_exactly_what_was_missed() {
    let desk = Desk::open().await;
    for _ in 0..3 {
        desk.happens(AURORA, Change::default()).await;
    }
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 3).await;
    assert_eq!(client.frame().await, current(3));
    drop(client);
    let mut missed = Vec::new();
    for _ in 0..5 {
        missed.push(desk.happens(AURORA, Change::default()).await);
    }
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 3).await;
    for event in missed {
        assert_eq!(client.frame().await, ServerFrame::Event(event));
    }
    assert_eq!(client.frame().await, current(8));
}

#[tokio::test]
async fn what_the_bus_loses_comes_from_the_record() {
    let desk = Desk::open().await;
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 0).await;
    rack_of(client.frame().await);
    assert_eq!(client.frame().await, current(0));
    let mut lost = Vec::new();
    for _ in 0..3 {
        lost.push(desk.is_recorded(AURORA, Change::default()).await);
    }
    lost.push(desk.happens(AURORA, Change::default()).await);
    for event in lost {
        assert_eq!(client.frame().await, ServerFrame::Event(event));
    }
}

#[tokio::test]
async fn a_lost_last_event_comes_with_the_next_sign_of_life() {
    let heartbeat = Duration::from_millis(50);
    let desk = Desk::at_pace(Pace {
        heartbeat,
        ..Pace::default()
    })
    .await;
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 0).await;
    rack_of(client.frame().await);
    let lost = desk.is_recorded(AURORA, Change::default()).await;
    let arrived = loop {
        match client.frame().await {
            ServerFrame::Current { version: 0, .. } => {}
            other => break other,
        }
    };
    assert_eq!(arrived, ServerFrame::Event(lost));
}

/// Subscribing in the middle of a storm of events: nothing is missed and nothing comes twice.
#[tokio::test]
async fn joining_while_things_happen_leaves_no_gap() {
    const STORM: i64 = 150;
    let desk = Desk::open().await;
    let storm = async {
        for _ in 0..STORM {
            desk.happens(AURORA, Change::default()).await;
        }
    };
    let follow = |have: i64| {
        let desk = &desk;
        async move {
            let mut client = desk.client(AURORA).await;
            client.follow(AURORA, have).await;
            let mut board: Option<Board> = None;
            let mut last = have;
            while last < STORM {
                match client.frame().await {
                    ServerFrame::Snapshot(snapshot) => {
                        last = snapshot.version();
                        board = Some(Board::from(snapshot));
                    }
                    ServerFrame::Event(event) => {
                        assert_eq!(event.seq, last + 1);
                        last = event.seq;
                        if let Some(board) = &mut board {
                            assert!(matches!(board.apply(event), Applied::Changed(_)));
                        }
                    }
                    ServerFrame::Current { version, .. } => assert_eq!(version, last),
                    other => panic!("{other:?}"),
                }
            }
        }
    };
    desk.happens(AURORA, Change::default()).await;
    tokio::join!(storm, follow(0), follow(1), follow(0), follow(1));
}

#[tokio::test]
async fn a_client_from_another_life_starts_anew() {
    let desk = Desk::open().await;
    desk.happens(AURORA, Change::default()).await;
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 7).await;
    assert!(matches!(client.frame().await, ServerFrame::Resync { .. }));
    client.follow(AURORA, 0).await;
    assert_eq!(rack_of(client.frame().await).version, 1);
    assert_eq!(desk.hub.numbers().resyncs, 1);
}

#[tokio::test]
async fn a_client_that_missed_too_much_starts_anew() {
    let desk = Desk::open().await;
    desk.is_recorded_often(AURORA, 5_002).await;
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 1).await;
    assert!(matches!(client.frame().await, ServerFrame::Resync { .. }));
    client.follow(AURORA, 4_400).await;
    for seq in 4_401..=5_002 {
        assert!(matches!(client.frame().await, ServerFrame::Event(event) if event.seq == seq));
    }
    assert_eq!(client.frame().await, current(5_002));
}

#[tokio::test]
async fn another_hotel_is_as_unknown_as_one_that_does_not_exist() {
    let desk = Desk::open().await;
    let mut client = desk.client(AURORA).await;
    let mut refusals = Vec::new();
    for hotel in ["MER", "NOPE", "aur", ""] {
        client.follow(hotel, 0).await;
        match client.frame().await {
            ServerFrame::Refused {
                hotel: refused,
                reason,
            } => {
                assert_eq!(refused, hotel);
                refusals.push(reason);
            }
            other => panic!("{other:?}"),
        }
    }
    refusals.dedup();
    assert_eq!(refusals, [AppError::not_found("hotel").message]);
    // Nothing of it arrives either, and the socket still serves the own hotel.
    desk.happens("MER", Change::default()).await;
    client.follow(AURORA, 0).await;
    assert_eq!(rack_of(client.frame().await).hotel, AURORA);
}

#[tokio::test]
async fn a_hotel_in_the_other_database_is_followed_there() {
    let desk = Desk::open().await;
    let mut client = desk.client("MER").await;
    client.follow("MER", 0).await;
    assert_eq!(rack_of(client.frame().await).hotel, "MER");
    client.frame().await;
    desk.happens(AURORA, Change::default()).await;
    let event = desk.happens("MER", Change::default()).await;
    assert_eq!(client.frame().await, ServerFrame::Event(event));
}

#[tokio::test]
async fn only_our_own_pages_open_a_socket() {
    let desk = Desk::open().await;
    let (cookie, token) = desk.credentials(AURORA).await;
    let ours = format!("http://{}", desk.address);
    let doors = [
        (
            Door {
                cookie: Some(&cookie),
                origin: Some(&ours),
                ..Door::default()
            },
            None,
        ),
        (
            Door {
                token: Some(&token),
                ..Door::default()
            },
            None,
        ),
        (
            Door {
                token: Some(&token),
                origin: Some(&ours),
                ..Door::default()
            },
            None,
        ),
        (
            Door {
                cookie: Some(&cookie),
                origin: Some("https://evil.example"),
                ..Door::default()
            },
            Some(Code::Forbidden),
        ),
        (
            Door {
                token: Some(&token),
                origin: Some("https://evil.example"),
                ..Door::default()
            },
            Some(Code::Forbidden),
        ),
        (
            Door {
                cookie: Some(&cookie),
                ..Door::default()
            },
            Some(Code::Forbidden),
        ),
        (
            Door {
                origin: Some(&ours),
                ..Door::default()
            },
            Some(Code::Unauthenticated),
        ),
        (
            Door {
                token: Some("nonsense"),
                ..Door::default()
            },
            Some(Code::Unauthenticated),
        ),
    ];
    for (door, refusal) in doors {
        let answer = Client::knock(desk.address, &door).await;
        assert_eq!(
            answer.as_ref().err().map(|error| error.code),
            refusal,
            "{door:?}"
        );
    }
}

#[tokio::test]
async fn logging_out_closes_the_socket() {
    let recheck = Duration::from_millis(50);
    let desk = Desk::at_pace(Pace {
        recheck,
        ..Pace::default()
    })
    .await;
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 0).await;
    rack_of(client.frame().await);
    desk.log_out(&client).await;
    assert_eq!(client.closed().await, Some(close::LOGGED_OUT));
}

#[tokio::test]
async fn whoever_no_longer_works_here_is_shown_out() {
    let recheck = Duration::from_millis(50);
    let desk = Desk::at_pace(Pace {
        recheck,
        ..Pace::default()
    })
    .await;
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 0).await;
    rack_of(client.frame().await);
    client.frame().await;
    desk.dismiss(AURORA).await;
    let refusal = client.frame().await;
    assert!(
        matches!(refusal, ServerFrame::Refused { .. }),
        "{refusal:?}"
    );
}

#[tokio::test]
async fn a_client_that_does_not_keep_up_is_sent_away() {
    let desk = Desk::open().await;
    let mut client = desk.slow_client(AURORA).await;
    client.follow(AURORA, 0).await;
    rack_of(client.frame().await);
    assert_eq!(client.frame().await, current(0));
    desk.floods(AURORA, 600).await;
    assert_eq!(client.closed().await, Some(close::RESYNC));
    assert_eq!(desk.hub.numbers().resyncs, 1);
}

#[tokio::test]
async fn a_silent_client_is_given_up() {
    let (heartbeat, silence) = (Duration::from_millis(50), Duration::from_millis(200));
    let desk = Desk::at_pace(Pace {
        heartbeat,
        silence,
        ..Pace::default()
    })
    .await;
    let client = desk.client(AURORA).await;
    assert_eq!(client.closed_in_silence().await, Some(close::SILENT));
}

#[tokio::test]
async fn clients_are_told_of_a_restart() {
    let desk = Desk::open().await;
    let mut client = desk.client(AURORA).await;
    client.follow(AURORA, 0).await;
    rack_of(client.frame().await);
    let (code, ()) = tokio::join!(client.closed(), desk.hub.shut_down(Duration::from_secs(5)));
    assert_eq!(code, Some(close::RESTART));
    assert_eq!(desk.hub.numbers().sockets, 0);
    assert_eq!(
        desk.client(AURORA).await.closed().await,
        Some(close::RESTART)
    );
}

#[tokio::test]
async fn nonsense_is_answered_with_a_code() {
    let desk = Desk::open().await;
    for nonsense in [
        "",
        "{",
        "[]",
        r#"{"subscribe":{"hotel":"AUR"}}"#,
        r#"{"subscribe":{"hotel":"AUR","topic":"rack","have":"0"}}"#,
        r#"{"subscribe":{"hotel":"AUR","topic":"rack","have":0,"admin":true}}"#,
        r#"{"publish":{"hotel":"AUR"}}"#,
    ] {
        let mut client = desk.client(AURORA).await;
        client.send(nonsense).await;
        assert_eq!(client.closed().await, Some(close::UNREADABLE), "{nonsense}");
    }
    let mut client = desk.client(AURORA).await;
    for _ in 0..100 {
        client.send(r#"{"unsubscribe":{"hotel":"AUR"}}"#).await;
    }
    assert_eq!(client.closed().await, Some(close::TOO_MUCH));
    let mut client = desk.client(AURORA).await;
    client.send(&"x".repeat(70_000)).await;
    assert!(!matches!(client.closed().await, Some(close::UNREADABLE)));
}

#[tokio::test]
async fn one_encoding_serves_every_socket_and_unsubscribing_ends_it() {
    let desk = Desk::open().await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        let mut client = desk.client(AURORA).await;
        client.follow(AURORA, 0).await;
        rack_of(client.frame().await);
        client.frame().await;
        clients.push(client);
    }
    let event = desk.happens(AURORA, Change::default()).await;
    assert_eq!(event.kind, kind::ROOM_CHANGED);
    for client in &mut clients {
        assert_eq!(client.frame().await, ServerFrame::Event(event.clone()));
        client.send(r#"{"unsubscribe":{"hotel":"AUR"}}"#).await;
        client.follow("NOPE", 0).await;
        assert!(matches!(client.frame().await, ServerFrame::Refused { .. }));
    }
    desk.happens(AURORA, Change::default()).await;
    for client in &mut clients {
        client.follow("NOPE", 0).await;
        assert!(matches!(client.frame().await, ServerFrame::Refused { .. }));
    }
    assert_eq!(desk.hub.numbers().sockets, 3);
}
