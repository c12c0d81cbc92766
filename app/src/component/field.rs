//! A labelled input with its error.

use leptos::prelude::*;

/// Label, input, hint and error, tied together for screen readers. The input keeps what was typed;
/// `value` is only what it starts with.
#[component]
pub fn Field(
    /// The input's name in the form, and its id.
    name: &'static str,
    /// What is asked for.
    label: &'static str,
    /// The input's type: `text`, `email`, `tel`, `date`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What the input starts with.
    #[prop(optional, into)]
    value: String,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// A word of help below the input.
    #[prop(optional)]
    hint: &'static str,
    /// For dates: the earliest one.
    #[prop(optional, into)]
    min: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = format!("{name}-error");
    let hint_id = format!("{name}-hint");
    let described = {
        let (error_id, hint_id) = (error_id.clone(), hint_id.clone());
        move || match (error.with(Option::is_some), hint.is_empty()) {
            (true, _) => Some(error_id.clone()),
            (false, false) => Some(hint_id.clone()),
            (false, true) => None,
        }
    };
    view! {
        <div class="field">
            <label class="field-label" for=name>
                {label}
                {(!required && kind != "date").then(|| view! { <span class="field-optional">"optional"</span> })}
            </label>
            <input
                class="field-input"
                id=name
                name=name
                type=kind
                autocomplete=autocomplete
                value=value
                min=min
                required=required
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
            />
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <FieldError id=error_id error />
        </div>
    }
}

/// The line below an input that says what is wrong with it.
#[component]
pub fn FieldError(
    /// What the input's `aria-describedby` names.
    id: String,
    /// What is wrong.
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <Show when=move || error.with(Option::is_some)>
            <p class="field-error" id=id.clone()>
                {move || error.get()}
            </p>
        </Show>
    }
}
