//! Encodings that server functions lack: a body that is the argument itself, and an answer that is
//! repeated byte for byte.

use std::convert::Infallible;
use std::marker::PhantomData;
use std::ops::Deref;

use bytes::Bytes;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use server_fn::codec::Post;
use server_fn::{ContentType, Decodes, Encodes, Format, FormatType};

const JSON: &str = "application/json";

/// How server functions answer.
pub type Json = Post<TextJson>;

/// JSON that is read as text. Server functions' own reads bytes: the browser would carry the code
/// that reads an answer twice, because what the page brings along is text.
pub struct TextJson;

impl ContentType for TextJson {
    const CONTENT_TYPE: &'static str = JSON;
}

impl FormatType for TextJson {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for TextJson {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for TextJson {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        read(&bytes)
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_str(std::str::from_utf8(bytes).map_err(serde_json::Error::custom)?)
}

/// A JSON body that is the function's single argument, and nothing around it. The argument's own
/// `deny_unknown_fields` holds; the stock encoding would ask for `{"body": …}` and ignore more.
pub struct FlatJson<T>(PhantomData<T>);

impl<T> ContentType for FlatJson<T> {
    const CONTENT_TYPE: &'static str = JSON;
}

impl<T> FormatType for FlatJson<T> {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<A: Deref<Target = T>, T: Serialize> Encodes<A> for FlatJson<T> {
    type Error = serde_json::Error;

    fn encode(argument: &A) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(&**argument).map(Bytes::from)
    }
}

impl<A: From<T>, T: DeserializeOwned> Decodes<A> for FlatJson<T> {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<A, Self::Error> {
        read::<T>(&bytes).map(A::from)
    }
}

/// An answer that is made now, or was stored when the same request came first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// To be encoded.
    Fresh(T),
    /// The bytes of the first answer.
    Stored(String),
}

impl<T: DeserializeOwned> Reply<T> {
    /// The answer as a value.
    pub fn into_inner(self) -> Result<T, serde_json::Error> {
        match self {
            Self::Fresh(answer) => Ok(answer),
            Self::Stored(text) => serde_json::from_str(&text),
        }
    }
}

/// JSON that repeats a stored answer byte for byte.
pub struct ReplyJson;

impl ContentType for ReplyJson {
    const CONTENT_TYPE: &'static str = JSON;
}

impl FormatType for ReplyJson {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<Reply<T>> for ReplyJson {
    type Error = serde_json::Error;

    fn encode(reply: &Reply<T>) -> Result<Bytes, Self::Error> {
        match reply {
            Reply::Fresh(answer) => serde_json::to_vec(answer).map(Bytes::from),
            Reply::Stored(text) => Ok(Bytes::from(text.clone())),
        }
    }
}

impl<T: DeserializeOwned> Decodes<Reply<T>> for ReplyJson {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<Reply<T>, Self::Error> {
        read(&bytes).map(Reply::Fresh)
    }
}

/// No body at all: a call that needs no argument, an answer that says nothing.
pub struct Nothing;

impl ContentType for Nothing {
    const CONTENT_TYPE: &'static str = JSON;
}

impl FormatType for Nothing {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T> Encodes<T> for Nothing {
    type Error = Infallible;

    fn encode(_: &T) -> Result<Bytes, Self::Error> {
        Ok(Bytes::new())
    }
}

impl<T: DeserializeOwned> Decodes<T> for Nothing {
    type Error = serde_json::Error;

    /// A function without arguments is an empty object, an empty answer is `null`.
    fn decode(_: Bytes) -> Result<T, Self::Error> {
        serde_json::from_str("{}").or_else(|_| serde_json::from_str("null"))
    }
}
