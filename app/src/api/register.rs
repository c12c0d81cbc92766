//! Every server function by name. Without this the linker drops those that no rendered page
//! refers to, and their addresses answer 404.

use server_fn::axum::register_explicit as register;

use super::{auth, guest};

/// Makes all server functions known to the router. To be called before it is built.
pub fn register_all() {
    register::<auth::LoginJson>();
    register::<auth::LogoutJson>();
    register::<auth::GetMe>();
    register::<guest::ListHotels>();
    register::<guest::GetAvailability>();
    register::<guest::GetBookPage>();
    register::<guest::CreateReservation>();
    register::<guest::GetStay>();
}
