//! The document's title.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the title to `{text} · Keyrack`.
///
/// `leptos_meta` writes a title into the page as it is, so a guest's name could close the element
/// and open a script (seen with 0.8.7). On the server the text is escaped here; in the browser it
/// goes through `document.title`, which takes text and must not be escaped.
///
/// A plain text, no signal: titles outlive their page for a moment, signals do not.
#[component]
pub fn PageTitle(
    /// What the page shows.
    text: String,
) -> impl IntoView {
    let title = format!("{text} · Keyrack");
    let title = if cfg!(feature = "ssr") {
        escape(&title)
    } else {
        title
    };
    view! { <Title text=title /> }
}

/// Text that can stand inside an element.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_title_cannot_close_its_element() {
        let escaped = escape("</title><script>alert(1)</script> & more");
        assert_eq!(
            escaped,
            "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"
        );
    }
}
