//! `/login`: the way in for staff.
//!
//! A plain form on purpose: password managers know it, it works without JavaScript, and what
//! follows is another page in any case.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

use hotel::view::session::Me;

use super::guest::frame::GuestFrame;
use crate::api::auth::me;
use crate::component::alert::ProblemAlert;
use crate::component::button::{LinkButton, Submit, Weight};
use crate::component::field::Field;
use crate::component::still::Still;
use crate::component::title::PageTitle;
use crate::form::{Posted, return_to};

/// `/login`.
#[derive(Debug)]
pub struct LoginRoute;

#[lazy_route]
impl LazyRoute for LoginRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let LoginRoute = this;
        let posted = Posted::take();
        let query = use_query_map();
        let asked = query.with_untracked(|query| query.get("to"));
        let to = asked.unwrap_or_else(|| posted.value("to"));
        let to = return_to(&to).unwrap_or_default().to_owned();
        let me = Resource::new(|| (), |()| me());
        let page = move || {
            let (posted, to) = (posted.clone(), to.clone());
            Suspend::new(async move {
                let me = me.await.ok().flatten();
                Still(view! { <Page posted to me /> })
            })
        };
        view! { <Suspense fallback=|| ()>{page}</Suspense> }.into_any()
    }
}

#[component]
fn Page(posted: Posted, to: String, me: Option<Me>) -> impl IntoView {
    view! {
        <PageTitle text="Log in".to_owned() />
        <GuestFrame>
            <section class="login sheet">
                <h1 class="login-title">"Log in"</h1>
                {me.map(|me| view! { <Already me /> })}
                <Form posted to />
            </section>
        </GuestFrame>
    }
}

#[component]
fn Form(posted: Posted, to: String) -> impl IntoView {
    let email = posted.value("email");
    view! {
        <form class="login-form" method="post" action="/login">
            {posted.problem.map(|problem| view! { <ProblemAlert problem /> })}
            <input type="hidden" name="to" value=to />
            <Field
                name="email"
                label="E-mail"
                kind="email"
                autocomplete="username"
                value=email
                required=true
            />
            <Field
                name="password"
                label="Password"
                kind="password"
                autocomplete="current-password"
                required=true
            />
            <Submit weight=Weight::Primary class="btn-full">"Log in"</Submit>
        </form>
    }
}

/// Somebody is logged in already.
#[component]
fn Already(me: Me) -> impl IntoView {
    let desk = me.hotels.first().map(|hotel| {
        let (href, text) = (
            format!("/desk/{}", hotel.code),
            format!("To the desk of {}", hotel.name),
        );
        view! { <LinkButton href=href>{text}</LinkButton> }
    });
    view! {
        <div class="login-already">
            <p>"You are logged in as " <strong>{me.name}</strong> "."</p>
            <div class="login-actions">
                {desk}
                <form method="post" action="/logout"><Submit>"Log out"</Submit></form>
            </div>
        </div>
    }
}
