//! What a list shows that has nothing to show.

use leptos::prelude::*;

use super::icon::{Icon, Sign};

/// Says what is not there and what to do.
#[component]
pub fn EmptyState(
    /// A drawing.
    sign: Sign,
    /// What is not there, in a few words.
    #[prop(into)]
    title: String,
    /// What to do; may hold a link or a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon sign class="empty-sign" />
            <p class="empty-title">{title}</p>
            {children.map(|children| view! { <div class="empty-text">{children()}</div> })}
        </div>
    }
}
