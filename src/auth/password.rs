//! Passwords: argon2id, off the async threads, never more at once than there are cores.

use std::sync::{Arc, OnceLock};

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Memory in KiB: ASVS 5.0 appendix C for one pass.
const MEMORY_KIB: u32 = 47_104;
/// A hash of nobody's password, so that an unknown user takes as long as a known one.
static NOBODY: OnceLock<String> = OnceLock::new();

/// Hashing is expensive on purpose; this keeps it from taking the whole machine.
#[derive(Clone, Debug)]
pub struct Hashing {
    places: Arc<Semaphore>,
}

impl Default for Hashing {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            places: Arc::new(Semaphore::new(cores)),
        }
    }
}

impl Hashing {
    /// Whether the password belongs to the hash. `None` (an unknown user) is never true and takes
    /// as long as a wrong password.
    pub async fn verify(&self, password: String, hash: Option<String>) -> bool {
        let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
            return false;
        };
        tokio::task::spawn_blocking(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| nobody().to_owned());
            let matches = PasswordHash::new(&hash).is_ok_and(|parsed| {
                argon2()
                    .verify_password(password.as_bytes(), &parsed)
                    .is_ok()
            });
            drop(place);
            known && matches
        })
        .await
        .unwrap_or(false)
    }
}

/// The hash to store for a password. Takes a quarter of a second; call it off the async threads.
pub fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(argon2().hash_password(password.as_bytes())?.to_string())
}

fn nobody() -> &'static str {
    NOBODY.get_or_init(|| hash("nobody has this password").unwrap_or_default())
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, 1, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}
