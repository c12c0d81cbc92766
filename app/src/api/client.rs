//! A browser client that names a booking, so that sending it twice books once.

use std::cell::RefCell;
use std::future::Future;

use bytes::Bytes;
use futures::{Sink, Stream};
use server_fn::client::Client;
use server_fn::client::browser::BrowserClient;
use server_fn::error::FromServerFnError;
use server_fn::request::browser::BrowserRequest;
use server_fn::response::browser::BrowserResponse;

thread_local! {
    static KEY: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sends the next request of a [`KeyClient`] under this idempotency key. The browser has one
/// thread, and the request is made before anything else can run.
pub fn under_key(key: String) {
    KEY.set(Some(key));
}

/// The browser's own client, with an `Idempotency-Key` where one was given.
pub struct KeyClient;

impl<E, I, O> Client<E, I, O> for KeyClient
where
    E: FromServerFnError,
    I: FromServerFnError,
    O: FromServerFnError,
{
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: BrowserRequest) -> impl Future<Output = Result<BrowserResponse, E>> + Send {
        if let Some(key) = KEY.take() {
            request.headers().set("Idempotency-Key", &key);
        }
        <BrowserClient as Client<E, I, O>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (
                impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static,
                impl Sink<Bytes> + Send + 'static,
            ),
            E,
        >,
    > + Send {
        <BrowserClient as Client<E, I, O>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<E, I, O>>::spawn(future);
    }
}
