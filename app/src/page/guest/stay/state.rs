//! Where a stay stands, in sentences.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::either::EitherOf3;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

use hotel::domain::reservation::Status;
use hotel::view::booking::PaymentStatus;
use hotel::view::guest_stay::GuestStay;

use crate::api::problem::Problem;
use crate::browser;
use crate::component::alert::{Alert, ProblemAlert, Tone};
use crate::component::text::MoneyText;

/// What the guest has just done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moment {
    /// Booked.
    Booked,
    /// Cancelled.
    Cancelled,
    /// Opened the page.
    #[default]
    Looking,
}

impl Moment {
    /// What the address says.
    pub fn of(query: &ParamsMap) -> Self {
        match (query.get("new"), query.get("cancelled")) {
            (_, Some(_)) => Self::Cancelled,
            (Some(_), None) => Self::Booked,
            (None, None) => Self::Looking,
        }
    }

    /// The page's first line.
    pub fn heading(self, stay: &GuestStay) -> String {
        match (self, stay.status) {
            (Self::Booked, Status::Confirmed) => "Thank you, your room is booked".to_owned(),
            (_, Status::Tentative) => "Your booking is being confirmed".to_owned(),
            (_, Status::Cancelled) => "This stay is cancelled".to_owned(),
            _ => format!("Your stay at {}", stay.hotel_name),
        }
    }
}

/// What there is to know before anything else.
#[component]
pub fn StateNotice(
    /// The stay.
    stay: GuestStay,
    /// What the guest has just done.
    moment: Moment,
    /// Why the last form was refused.
    refused: Option<Problem>,
) -> impl IntoView {
    let notice = match (stay.status, moment) {
        (Status::Tentative, _) => Some(EitherOf3::A(
            view! { <BeingConfirmed hold_until=stay.hold_until /> },
        )),
        (Status::Confirmed, Moment::Booked) => Some(EitherOf3::B(view! { <Booked /> })),
        (Status::Cancelled, _) => Some(EitherOf3::C(view! { <Ended stay=stay.clone() /> })),
        _ => None,
    };
    view! {
        {refused.map(|problem| view! { <ProblemAlert problem /> })}
        {notice}
    }
}

#[component]
fn Booked() -> impl IntoView {
    view! {
        <Alert tone=Tone::Success>
            <p>"Please keep the reference, or a bookmark of this page: here you can look up your stay and cancel it. If you gave an e-mail address, the confirmation is on its way."</p>
        </Alert>
    }
}

#[component]
fn BeingConfirmed(hold_until: Option<DateTime<Utc>>) -> impl IntoView {
    view! {
        <Alert tone=Tone::Warning>
            <p>
                "Your bank has not answered yet. The room is held for you, and we keep asking; you will not be charged twice. This usually takes less than a minute."
            </p>
            <p class="hold">
                {hold_until.map(|until| view! { <HoldTimer until /> })}
                <a class="quiet-link" href="">"Look again"</a>
            </p>
        </Alert>
    }
}

/// How long the room is held, counting down. The server cannot count: it says so in words.
#[component]
fn HoldTimer(until: DateTime<Utc>) -> impl IntoView {
    let left = RwSignal::new(None::<i64>);
    let tick = move || {
        let seconds = (until.timestamp_millis() - browser::now_ms()) / 1000;
        left.try_set(Some(seconds.max(0)));
    };
    Effect::new(move |_| {
        tick();
        browser::while_visible(Duration::from_secs(1), tick);
    });
    let text = move || match left.get() {
        None => "Held for some minutes".to_owned(),
        Some(0) => "Being settled".to_owned(),
        Some(seconds) => format!("Held for {}:{:02}", seconds / 60, seconds % 60),
    };
    view! { <span class="hold-timer" role="timer">{text}</span> }
}

#[component]
fn Ended(stay: GuestStay) -> impl IntoView {
    let unpaid = matches!(
        stay.payment,
        PaymentStatus::Declined | PaymentStatus::Failed
    );
    let text = match stay.cancel_fee.minor {
        _ if unpaid => {
            "The payment did not go through, so nothing is booked and nothing was charged. You are welcome to try again.".to_owned()
        }
        0 => "It costs you nothing. We hope to see you another time.".to_owned(),
        _ => format!("The cancellation costs {}.", stay.cancel_fee),
    };
    let again = format!("/book/{}", stay.hotel);
    view! {
        <Alert tone=Tone::Info>
            <p>{text}</p>
            <p><a class="quiet-link" href=again>"Look for another stay"</a></p>
        </Alert>
    }
}

/// What is paid and what is open.
#[component]
pub fn Payment(
    /// The stay.
    stay: GuestStay,
) -> impl IntoView {
    let (text, amount) = match stay.payment {
        PaymentStatus::Succeeded => ("Paid", Some(stay.paid)),
        PaymentStatus::None if stay.status.is_live() => ("Due at the hotel", Some(stay.total)),
        PaymentStatus::None => ("None", None),
        PaymentStatus::Pending | PaymentStatus::Unknown => ("Being confirmed by the bank", None),
        PaymentStatus::Declined | PaymentStatus::Failed => ("Not paid", None),
    };
    view! {
        <dl class="lines">
            <div class="line">
                <dt>"Payment"</dt>
                <dd>
                    {text}
                    {amount.map(|amount| view! { " "<MoneyText amount /> })}
                </dd>
            </div>
        </dl>
    }
}
