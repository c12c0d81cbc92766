//! Giving a stay up.

use leptos::prelude::*;

use hotel::view::guest_stay::GuestStay;

use crate::component::button::{Submit, Weight};
use crate::component::icon::{Icon, Sign};

/// Says what cancelling costs before it asks to be sure. Unfolding is the first step, the button
/// the second; neither needs JavaScript.
#[component]
pub fn Cancel(
    /// The stay.
    stay: GuestStay,
    /// Opens it.
    key: String,
) -> impl IntoView {
    let fee = match stay.cancel_fee.minor {
        0 => "Cancelling now costs nothing.".to_owned(),
        _ => format!("Cancelling now costs {}.", stay.cancel_fee),
    };
    stay.can_cancel.then(|| {
        view! {
            <section class="sheet side-card" aria-label="Plans have changed">
                <h2 class="section-title">"Plans have changed?"</h2>
                <p class="side-text">{stay.cancellation}</p>
                <details class="cancel">
                    <summary class="btn btn-quiet">"Cancel this stay"<Icon sign=Sign::ChevronDown /></summary>
                    <form method="post" action=format!("/stay/{}", stay.reference) class="cancel-form">
                        <input type="hidden" name="key" value=key />
                        <p class="cancel-fee">{fee}" The room goes back on sale at once."</p>
                        <Submit weight=Weight::Danger>"Yes, cancel my stay"</Submit>
                    </form>
                </details>
            </section>
        }
    })
}
