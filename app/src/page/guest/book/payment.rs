//! How it is paid.

use leptos::prelude::*;

use hotel::domain::money::Money;

/// The cards of the sandbox: token, name, what happens.
const TEST_CARDS: [(&str, &str, &str); 5] = [
    ("tok_ok", "A good card", "pays at once"),
    (
        "tok_declined",
        "A refused card",
        "the bank says no; nothing is booked",
    ),
    (
        "tok_timeout",
        "A silent bank",
        "never answers; the room stays held while we ask",
    ),
    (
        "tok_charged_then_timeout",
        "A charged, silent bank",
        "pays, but never says so; we find out",
    ),
    ("tok_error", "A broken bank", "fails before it charges"),
];

/// One choice: at the hotel where the rate allows it, or a card. Card numbers never come here:
/// the page sends what the payment provider calls the card.
#[component]
pub fn PaymentChoice(
    /// Whether the rate is paid when it is booked.
    prepaid: bool,
    /// What is paid.
    total: Money,
    /// The token chosen before, if the form was refused.
    chosen: Option<String>,
    /// What is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let usual = if prepaid { "tok_ok" } else { "" };
    let chosen = chosen.unwrap_or_else(|| usual.to_owned());
    let at_hotel = (!prepaid).then(|| {
        view! {
            <Choice
                token=""
                name="Pay at the hotel"
                what="nothing is charged now"
                checked=chosen.is_empty()
            />
        }
    });
    let cards = TEST_CARDS.map(|(token, name, what)| {
        view! {
            <Choice token name what checked=chosen == token />
        }
    });
    view! {
        <fieldset class="payment" aria-describedby="token-error">
            <legend class="step-title">"Payment"</legend>
            {at_hotel}
            <div class="test-cards">
                <p class="test-note">
                    "Or pay " <strong class="money">{total.to_string()}</strong>
                    " now. This is a demonstration: choose one of five test cards and see what happens. No real card is asked for or charged."
                </p>
                {cards.into_iter().collect_view()}
            </div>
            <p class="field-error" id="token-error">{move || error.get()}</p>
        </fieldset>
    }
}

#[component]
fn Choice(
    token: &'static str,
    name: &'static str,
    what: &'static str,
    checked: bool,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name="token" value=token checked=checked class="choice-dot" />
            <span class="choice-name">{name}</span>
            <span class="choice-what">{what}</span>
        </label>
    }
}
