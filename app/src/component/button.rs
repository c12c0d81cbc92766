//! Buttons. One primary button per view.

use leptos::prelude::*;

/// How much a button weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The view's one main action.
    Primary,
    /// Anything beside it.
    #[default]
    Quiet,
    /// Takes something away.
    Danger,
}

impl Weight {
    /// The classes of a button or of a link that looks like one.
    pub fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn-primary",
            Self::Quiet => "btn btn-quiet",
            Self::Danger => "btn btn-danger",
        }
    }
}

/// A button that sends its form.
#[component]
pub fn Submit<V>(
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// While true it cannot be pressed again and says so to screen readers.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The words on it.
    children: TypedChildren<V>,
) -> impl IntoView
where
    V: IntoView + 'static,
{
    view! {
        <button
            type="submit"
            class=format!("{} {class}", weight.class())
            aria-busy=move || busy.get().to_string()
            disabled=busy
        >
            <span class="btn-spinner" aria-hidden="true"></span>
            {children.into_inner()()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton<V>(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The words on it.
    children: TypedChildren<V>,
) -> impl IntoView
where
    V: IntoView + 'static,
{
    view! {
        <a href=href class=format!("{} {class}", weight.class())>
            {children.into_inner()()}
        </a>
    }
}
