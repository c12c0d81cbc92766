//! The house's own keys: for tokens, and for links that open one stay.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::domain::id::BookingId;

/// Keys read from files once at start. They are never shown.
#[derive(Clone)]
pub struct Secrets {
    master: [u8; 32],
    jwt: [u8; 32],
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(..)")
    }
}

impl Secrets {
    /// From 32 bytes each.
    pub fn new(master: [u8; 32], jwt: [u8; 32]) -> Self {
        Self { master, jwt }
    }

    /// Signs tokens.
    pub(super) fn jwt_key(&self) -> &[u8; 32] {
        &self.jwt
    }

    /// The key in the link to a guest's own stay. Derived, so nothing is stored that opens a stay.
    pub fn stay_key(&self, booking: BookingId) -> String {
        let tag = self.tag(b"stay-key", booking.0.as_bytes());
        base32(&tag[..16])
    }

    /// Whether `key` opens this booking's stays; takes the same time for every wrong key.
    pub fn opens_stay(&self, booking: BookingId, key: &str) -> bool {
        self.stay_key(booking)
            .as_bytes()
            .ct_eq(key.as_bytes())
            .into()
    }

    fn tag(&self, purpose: &[u8], message: &[u8]) -> [u8; 32] {
        // HMAC takes a key of any length; the error arm cannot be reached.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.master) else {
            return [0; 32];
        };
        mac.update(purpose);
        mac.update(&[0]);
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

/// SHA-256, for secrets that are random and long already.
pub fn fingerprint(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// Lower-case letters and digits that survive being read aloud and typed.
pub fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[((buffer >> bits) & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[((buffer << (5 - bits)) & 31) as usize]));
    }
    text
}
