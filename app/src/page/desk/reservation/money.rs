//! Prices and the account.

use leptos::prelude::*;

use hotel::domain::rate::NightPrice;
use hotel::view::guest_stay::GuestStay;
use hotel::view::reservation::{FolioLine, ReservationPage};

use crate::component::text::{DateText, MoneyText};

/// What each night costs, and the whole.
#[component]
pub fn Nights(stay: GuestStay) -> impl IntoView {
    let line = |night: &NightPrice| {
        view! {
            <tr>
                <td>
                    <DateText date=night.date />
                </td>
                <td class="num">
                    <MoneyText amount=night.price />
                </td>
            </tr>
        }
    };
    let nights: Vec<_> = stay.nights.iter().map(line).collect();
    let city_tax = (stay.city_tax.minor != 0).then(|| {
        view! {
            <tr>
                <td>"City tax"</td>
                <td class="num">
                    <MoneyText amount=stay.city_tax />
                </td>
            </tr>
        }
    });
    view! {
        <section class="card" aria-labelledby="prices">
            <h2 id="prices" class="card-title">"Price per night"</h2>
            <table class="list">
                <tbody>{nights} {city_tax}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">"Total"</th>
                        <td class="num">
                            <MoneyText amount=stay.total />
                        </td>
                    </tr>
                </tfoot>
            </table>
        </section>
    }
    .into_any()
}

/// The lines of the account: what the guest owes and what was paid.
#[component]
pub fn Folio(page: ReservationPage) -> impl IntoView {
    let line = |line: &FolioLine| {
        let class = if line.amount.minor < 0 {
            "num is-paid"
        } else {
            "num"
        };
        view! {
            <tr>
                <td class="folio-date">{line.date.clone()}</td>
                <td>{line.description.clone()}</td>
                <td class=class>
                    <MoneyText amount=line.amount />
                </td>
            </tr>
        }
    };
    let is_empty = page.folio.is_empty();
    let lines: Vec<_> = page.folio.iter().map(line).collect();
    let empty = is_empty.then(|| {
        view! {
            <p class="quiet">
                "Nothing has been charged or paid yet. Nights are charged one by one at the close of each day."
            </p>
        }
    });
    let table = (!is_empty).then(|| {
        view! {
            <table class="list">
                <tbody>{lines}</tbody>
            </table>
        }
    });
    let owed = if page.balance.minor > 0 {
        "facts is-owed"
    } else {
        "facts"
    };
    view! {
        <section class="card" aria-labelledby="folio">
            <h2 id="folio" class="card-title">"Folio"</h2>
            {empty} {table}
            <dl class=owed>
                <dt>"Paid"</dt>
                <dd>
                    <MoneyText amount=page.stay.paid />
                </dd>
                <dt>"Balance"</dt>
                <dd>
                    <MoneyText amount=page.balance />
                </dd>
            </dl>
        </section>
    }
    .into_any()
}
