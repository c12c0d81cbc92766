//! What a list shows that has nothing to show.

use leptos::prelude::*;

use super::icon::{Icon, Sign};

/// Says what is not there and what to do.
#[component]
pub fn EmptyState<V>(
    /// A drawing.
    sign: Sign,
    /// What is not there, in a few words.
    #[prop(into)]
    title: String,
    /// What to do; may hold a link or a button.
    children: TypedChildren<V>,
) -> impl IntoView
where
    V: IntoView + 'static,
{
    view! {
        <div class="empty">
            <Icon sign class="empty-sign" />
            <p class="empty-title">{title}</p>
            <div class="empty-text">{children.into_inner()()}</div>
        </div>
    }
}
