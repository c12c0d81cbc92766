//! The people of a hotel, as the command line looks after them.

use super::directory;
use super::services::Services;
use crate::auth::password;
use crate::domain::id::UserId;
use crate::domain::role::Role;
use crate::error::{AppError, FieldErrors};
use crate::store::session as store;

/// Shortest password: length is what counts.
const SHORTEST: usize = 12;

/// Somebody new.
pub struct NewMember {
    /// The log-in name.
    pub email: String,
    /// As shown.
    pub name: String,
    /// In the clear, only here.
    pub password: String,
    /// The hotel's code.
    pub hotel: String,
    /// What the person does there.
    pub role: Role,
}

/// Adds a person to a hotel's staff. Somebody who is known already gets the new membership and
/// keeps name and password.
pub async fn add(services: &Services, new: NewMember) -> Result<(), AppError> {
    let mut fields = FieldErrors::new();
    let email = new.email.trim().to_lowercase();
    if !email.contains('@') {
        fields.insert("email".to_owned(), "This is no e-mail address.".to_owned());
    }
    if new.password.chars().count() < SHORTEST {
        let problem = format!("A password has at least {SHORTEST} characters.");
        fields.insert("password".to_owned(), problem);
    }
    if new.name.trim().is_empty() {
        fields.insert("name".to_owned(), "Please give a name.".to_owned());
    }
    if !fields.is_empty() {
        return Err(AppError::invalid(fields));
    }
    let hotel = directory::scope(services, &new.hotel).await?;
    let hashed = tokio::task::spawn_blocking(move || password::hash(&new.password)).await;
    let Ok(Ok(hash)) = hashed else {
        return Err(AppError::internal());
    };
    let mut conn = services
        .home()?
        .app
        .acquire()
        .await
        .map_err(store::unavailable)?;
    let user = UserId(services.ids().uuid());
    let user = store::insert_user(&mut conn, user, &email, new.name.trim(), &hash).await?;
    store::insert_membership(&mut conn, user, hotel.id, new.role).await?;
    Ok(())
}

/// Log-in names of the demo, empty in a hotel in earnest.
pub async fn demo_log_ins(services: &Services) -> Result<Vec<String>, AppError> {
    let mut conn = services
        .home()?
        .app
        .acquire()
        .await
        .map_err(store::unavailable)?;
    Ok(store::list_demo_emails(&mut conn).await?)
}
