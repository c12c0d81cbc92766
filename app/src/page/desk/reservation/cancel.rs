//! Taking a reservation back.

use leptos::prelude::*;

use hotel::view::guest_stay::GuestStay;

use crate::component::button::{Submit, Weight};

/// Says what cancelling costs before it can be pressed. An ordinary form: it works without
/// JavaScript, and the answer is the reservation's page as it is then.
#[component]
pub fn CancelForm(
    /// The stay to cancel.
    stay: GuestStay,
    /// The hotel's code.
    hotel: String,
) -> impl IntoView {
    let address = format!("/desk/{hotel}/reservations/{}", stay.reference);
    let cost = if stay.cancel_fee.minor == 0 {
        "Cancelling now is free of charge.".to_owned()
    } else {
        format!("Cancelling now costs the guest {}.", stay.cancel_fee)
    };
    view! {
        <details class="card cancel">
            <summary>"Cancel this reservation"</summary>
            <p>{cost} " The nights go back on sale at once."</p>
            <form method="post" action=address>
                <input type="hidden" name="action" value="cancel" />
                <Submit weight=Weight::Danger>"Cancel reservation"</Submit>
            </form>
        </details>
    }
    .into_any()
}
