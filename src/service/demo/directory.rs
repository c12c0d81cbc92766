//! Who owns the hotels, who works there, and the partner that sells them too.

use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;

use super::brochure::{HOUSES, House};
use super::chance::Chance;
use super::furnish::{PARTNER, hotel_id, opening};
use super::{DemoError, PASSWORD};
use crate::auth::password;
use crate::domain::role::Role;
use crate::store::demo::{self as store, PartnerSheet};

/// Somebody who can log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogIn {
    /// The log-in name.
    pub email: &'static str,
    /// As shown.
    pub name: &'static str,
    /// What this person is.
    pub role: Role,
    /// The hotels' codes.
    pub hotels: &'static [&'static str],
}

const LOG_INS: [LogIn; 6] = [
    LogIn {
        email: "owner@keyrack.example",
        name: "Olivia Brandt",
        role: Role::Owner,
        hotels: &["AUR", "MER", "HAR"],
    },
    LogIn {
        email: "manager@aurora.example",
        name: "Marco Gruber",
        role: Role::Manager,
        hotels: &["AUR"],
    },
    LogIn {
        email: "desk@aurora.example",
        name: "Lena Kofler",
        role: Role::FrontDesk,
        hotels: &["AUR"],
    },
    LogIn {
        email: "house@aurora.example",
        name: "Ilda Moser",
        role: Role::Housekeeping,
        hotels: &["AUR"],
    },
    LogIn {
        email: "desk@meridian.example",
        name: "Jonas Weber",
        role: Role::FrontDesk,
        hotels: &["MER"],
    },
    LogIn {
        email: "desk@harbour.example",
        name: "Grace Miller",
        role: Role::FrontDesk,
        hotels: &["HAR"],
    },
];

/// Writes the directory. Answers who can log in, and the secret of the partner's webhooks.
pub(super) async fn write(
    conn: &mut PgConnection,
    seed: u64,
    database: &(dyn Fn(&House) -> &'static str + Sync),
) -> Result<(Vec<LogIn>, String), DemoError> {
    let mut chance = Chance::new(seed, "directory");
    let portfolio = chance.uuid(opening());
    store::insert_portfolio(conn, portfolio, "Keyrack Collection").await?;
    for house in &HOUSES {
        let hotel = hotel_id(seed, house.code);
        let (code, place) = (house.code, database(house));
        store::insert_hotel(conn, portfolio, hotel, code, house.name, house.city, place).await?;
    }
    // Slow on purpose, so once is enough: they share the password anyway.
    let hashed = tokio::task::spawn_blocking(|| password::hash(PASSWORD));
    let hash = hashed.await.map_err(|_| DemoError::Interrupted)?;
    let hash = hash.map_err(|_| DemoError::Password)?;
    for log_in in &LOG_INS {
        let id = chance.uuid(opening());
        store::insert_user(conn, id, log_in.email, log_in.name, &hash).await?;
        for code in log_in.hotels {
            let role = log_in.role.as_str();
            store::insert_membership(conn, id, hotel_id(seed, code), role).await?;
        }
    }
    let signing_secret = signing_secret(&mut chance);
    let partner = PartnerSheet {
        id: chance.uuid(opening()),
        username: PARTNER,
        name: "Demo Channel",
        password_hash: Sha256::digest(PASSWORD).into(),
        signing_secret: &signing_secret,
        external_code: "123",
        hotel: hotel_id(seed, "AUR"),
    };
    store::insert_partner(conn, &partner).await?;
    Ok((LOG_INS.to_vec(), signing_secret))
}

/// 32 bytes as Standard Webhooks writes them.
fn signing_secret(chance: &mut Chance) -> String {
    use base64::Engine as _;
    let bytes: Vec<u8> = (0..4).flat_map(|_| chance.bits().to_be_bytes()).collect();
    format!(
        "whsec_{}",
        base64::engine::general_purpose::STANDARD.encode(bytes)
    )
}
