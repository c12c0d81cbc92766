//! A served house, the relay's part played by the test, and clients as browsers are.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use futures::{SinkExt as _, StreamExt as _};
use hotel::auth::principal::{self, Principal};
use hotel::domain::id::EventId;
use hotel::domain::role::Role;
use hotel::error::AppError;
use hotel::integration::bus::BusEvent;
use hotel::live::{Change, ClientFrame, Event, ServerFrame, Subscribe, Topic, kind};
use hotel::service::directory;
use hotel::testing::TestHouse;
use server::live::{LiveHub, Pace, router};
use server::middleware::identity;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use uuid::Uuid;

/// No message takes this long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(15);

/// A house with `/live` open.
pub struct Desk {
    pub house: TestHouse,
    pub hub: LiveHub,
    pub address: SocketAddr,
    logged_in: Mutex<Vec<(SocketAddr, Principal)>>,
}

impl Desk {
    pub async fn open() -> Self {
        Self::at_pace(Pace::default()).await
    }

    pub async fn at_pace(pace: Pace) -> Self {
        let house = TestHouse::new().await;
        let hub = LiveHub::with_pace(house.services.clone(), pace);
        let identify = from_fn_with_state(house.services.clone(), identity::identify);
        let app: Router = router(hub.clone()).layer(identify);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self {
            house,
            hub,
            address,
            logged_in: Mutex::default(),
        }
    }

    /// Cookie and token of somebody at the desk.
    pub async fn credentials(&self, hotel: &str) -> (String, String) {
        let login = self.house.login(hotel, Role::FrontDesk).await;
        (login.cookie, login.answer.token)
    }

    /// Somebody at the desk, with a socket.
    pub async fn client(&self, hotel: &str) -> Client {
        self.seat(hotel, TcpSocket::new_v4().expect("a socket"))
            .await
    }

    /// The same on a narrow line.
    pub async fn slow_client(&self, hotel: &str) -> Client {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small buffer");
        self.seat(hotel, socket).await
    }

    async fn seat(&self, hotel: &str, socket: TcpSocket) -> Client {
        let (_, token) = self.credentials(hotel).await;
        let stream = socket.connect(self.address).await.expect("a connection");
        let local = stream.local_addr().expect("an address");
        let services = &self.house.services;
        let principal = principal::of_bearer(services, &token)
            .await
            .expect("home")
            .expect("a session");
        self.logged_in
            .lock()
            .expect("no panic")
            .push((local, principal));
        let door = Door {
            token: Some(&token),
            ..Door::default()
        };
        Client::enter(self.address, stream, &door)
            .await
            .expect("the door opens")
    }

    pub async fn log_out(&self, client: &Client) {
        let local = client.0.get_ref().local_addr().expect("an address");
        let found = self
            .logged_in
            .lock()
            .expect("no panic")
            .iter()
            .find(|(a, _)| *a == local)
            .cloned();
        let (_, principal) = found.expect("a client of ours");
        principal::logout(&self.house.services, &principal)
            .await
            .expect("home");
    }

    /// Everybody loses the job in this hotel.
    pub async fn dismiss(&self, hotel: &str) {
        sqlx::query("DELETE FROM directory.membership m USING directory.hotel h WHERE h.id = m.hotel_id AND h.code = $1")
            .bind(hotel)
            .execute(&self.house.owner["home"])
            .await
            .expect("the owner may");
    }

    /// An event is recorded, and the bus loses it.
    pub async fn is_recorded(&self, hotel: &str, data: Change) -> Event {
        let scope = directory::scope(&self.house.services, hotel)
            .await
            .expect("a hotel");
        let seq: i64 = sqlx::query_scalar(
            "WITH h AS (
                UPDATE event_head SET number = number + 1 WHERE hotel_id = $1 RETURNING number)
             INSERT INTO event (hotel_id, number, id, kind, data, at)
             SELECT $1, number, gen_random_uuid(), $2, $3, now() FROM h RETURNING number",
        )
        .bind(scope.id.0)
        .bind(kind::ROOM_CHANGED)
        .bind(serde_json::to_value(&data).expect("JSON"))
        .fetch_one(&self.house.owner[&*scope.database])
        .await
        .expect("the owner may");
        Event {
            hotel: hotel.to_owned(),
            seq,
            kind: kind::ROOM_CHANGED.to_owned(),
            data,
        }
    }

    /// Many events at once, before anybody listens.
    pub async fn is_recorded_often(&self, hotel: &str, count: i64) {
        let scope = directory::scope(&self.house.services, hotel)
            .await
            .expect("a hotel");
        sqlx::query(
            "WITH h AS (UPDATE event_head SET number = $2 WHERE hotel_id = $1)
             INSERT INTO event (hotel_id, number, id, kind, data, at)
             SELECT $1, n, gen_random_uuid(), $3, '{}', now() FROM generate_series(1, $2) n",
        )
        .bind(scope.id.0)
        .bind(count)
        .bind(kind::ROOM_CHANGED)
        .execute(&self.house.owner[&*scope.database])
        .await
        .expect("the owner may");
    }

    /// An event is recorded and goes over the bus.
    pub async fn happens(&self, hotel: &str, data: Change) -> Event {
        let event = self.is_recorded(hotel, data).await;
        let frame = serde_json::to_string(&ServerFrame::Event(event.clone())).expect("JSON");
        self.publish(hotel, event.seq, frame.into()).await;
        event
    }

    /// Large events come faster than anybody reads.
    pub async fn floods(&self, hotel: &str, count: i64) {
        let frame = bytes::Bytes::from(vec![b' '; 256 * 1024]);
        for seq in 1..=count {
            self.publish(hotel, seq, frame.clone()).await;
        }
    }

    async fn publish(&self, hotel: &str, number: i64, frame: bytes::Bytes) {
        let scope = directory::scope(&self.house.services, hotel)
            .await
            .expect("a hotel");
        let id = EventId(Uuid::from_u128(u128::from(number.unsigned_abs())));
        let event = BusEvent {
            hotel: scope.id,
            number,
            id,
            kind: kind::ROOM_CHANGED.into(),
            frame,
        };
        self.house.services.bus().publish(event).await;
    }
}

/// What a client shows at the door.
#[derive(Clone, Copy, Debug, Default)]
pub struct Door<'d> {
    pub cookie: Option<&'d str>,
    pub token: Option<&'d str>,
    pub origin: Option<&'d str>,
}

/// A browser's end of a socket.
#[derive(Debug)]
pub struct Client(WebSocketStream<TcpStream>);

impl Client {
    /// A fresh connection.
    pub async fn knock(address: SocketAddr, door: &Door<'_>) -> Result<Self, AppError> {
        Self::enter(
            address,
            TcpStream::connect(address).await.expect("a connection"),
            door,
        )
        .await
    }

    async fn enter(
        address: SocketAddr,
        stream: TcpStream,
        door: &Door<'_>,
    ) -> Result<Self, AppError> {
        let mut request = format!("ws://{address}/live")
            .into_client_request()
            .expect("a request");
        let mut show = |name: &'static str, value: Option<String>| {
            if let Some(value) = value {
                request
                    .headers_mut()
                    .insert(name, value.parse().expect("a header"));
            }
        };
        show(
            "cookie",
            door.cookie.map(|secret| format!("__Host-sid={secret}")),
        );
        show(
            "authorization",
            door.token.map(|token| format!("Bearer {token}")),
        );
        show("origin", door.origin.map(str::to_owned));
        match tokio_tungstenite::client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(answer)) => {
                let status = answer.status().as_u16();
                let body = answer.into_body().expect("a body");
                let error: AppError = serde_json::from_slice(&body).expect("the contract's error");
                assert_eq!(error.status(), status);
                Err(error)
            }
            Err(error) => panic!("{error}"),
        }
    }

    pub async fn send(&mut self, text: &str) {
        // A server that has had enough closes while we still talk.
        drop(self.0.send(Message::text(text)).await);
    }

    pub async fn follow(&mut self, hotel: &str, have: i64) {
        let wish = Subscribe {
            hotel: hotel.to_owned(),
            topic: Topic::Rack,
            have,
            from: None,
            to: None,
        };
        let text = serde_json::to_string(&ClientFrame::Subscribe(wish)).expect("JSON");
        self.0
            .send(Message::text(text))
            .await
            .expect("an open socket");
    }

    /// The next message of the protocol.
    pub async fn frame(&mut self) -> ServerFrame {
        loop {
            let message = timeout(PATIENCE, self.0.next())
                .await
                .expect("a message in time");
            match message.expect("an open socket").expect("a message") {
                Message::Text(text) => return serde_json::from_str(&text).expect("a frame"),
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The code with which the server closes, once everything before has been read.
    pub async fn closed(mut self) -> Option<u16> {
        loop {
            match timeout(PATIENCE, self.0.next())
                .await
                .expect("a message in time")?
            {
                Ok(Message::Close(reason)) => return reason.map(|reason| reason.code.into()),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }

    /// The code with which the server closes a client that reads and says nothing: the last
    /// message on the wire, which is not masked and begins with `0x88`, its length and the code.
    pub async fn closed_in_silence(self) -> Option<u16> {
        let mut bytes = Vec::new();
        let mut wire = self.0.into_inner();
        timeout(PATIENCE, wire.read_to_end(&mut bytes))
            .await
            .expect("an end in time")
            .ok()?;
        let start = bytes.iter().rposition(|byte| *byte == 0x88)?;
        let code = bytes.get(start + 2..start + 4)?;
        Some(u16::from_be_bytes(code.try_into().expect("two bytes")))
    }
}
