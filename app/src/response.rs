//! What the answer to this request carries beside its body. In the browser there is no answer to
//! shape, and these do nothing.

/// Sets the HTTP status of the page or call being answered.
pub fn set_status(status: u16) {
    platform::set_status(status);
}

/// Adds a header to the answer; an unreadable name or value is left out.
pub fn append_header(name: &'static str, value: &str) {
    platform::append_header(name, value);
}

#[cfg(feature = "ssr")]
mod platform {
    use http::{HeaderName, HeaderValue, StatusCode};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    pub fn set_status(status: u16) {
        if let (Some(options), Ok(status)) = (
            use_context::<ResponseOptions>(),
            StatusCode::from_u16(status),
        ) {
            options.set_status(status);
        }
    }

    pub fn append_header(name: &'static str, value: &str) {
        if let (Some(options), Ok(value)) = (
            use_context::<ResponseOptions>(),
            HeaderValue::from_str(value),
        ) {
            options.append_header(HeaderName::from_static(name), value);
        }
    }
}

#[cfg(not(feature = "ssr"))]
mod platform {
    pub fn set_status(_status: u16) {}

    pub fn append_header(_name: &'static str, _value: &str) {}
}
