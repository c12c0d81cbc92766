//! Who may what. Every address of the site has a case here; the first test fails for one that
//! has none, so nobody adds an address without thinking of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hotel::domain::role::Role;
use hotel::service::booking;
use hotel::testing::order;
use http::{Method, StatusCode};
use serde_json::json;

use crate::support::{Caller, Site};

/// How an address is guarded.
#[derive(Clone, Copy, Debug)]
enum Guard {
    /// Open to everybody: shows nothing of a hotel that is not public.
    Open,
    /// For staff of the hotel; `{hotel}` and `{reference}` are filled in.
    Staff(&'static str),
    /// For staff of the hotel or whoever holds the stay's key.
    Stay(&'static str),
    /// Guarded by a credential of its own, tested beside it.
    Own,
}

/// Every address, with a request that would work for the right caller.
fn guards() -> BTreeMap<&'static str, Guard> {
    use Guard::{Open, Own, Staff, Stay};
    BTreeMap::from([
        ("GET /", Open),
        ("GET /book/:hotel", Open),
        ("GET /login", Open),
        ("GET /stay/:reference", Stay("/stay/{reference}")),
        ("GET /desk/:hotel", Staff("/desk/{hotel}")),
        ("GET /desk/:hotel/rack", Staff("/desk/{hotel}/rack")),
        (
            "GET /desk/:hotel/reservations/:reference",
            Staff("/desk/{hotel}/reservations/{reference}"),
        ),
        ("POST /auth/login", Open),
        ("POST /auth/logout", Open),
        ("GET /api/availability", Open),
        ("POST /api/reservations", Open),
        ("GET /api/ui/hotels", Open),
        ("GET /api/ui/book", Open),
        ("GET /api/ui/me", Open),
        (
            "GET /api/ui/stay",
            Stay("/api/ui/stay?reference={reference}&key="),
        ),
        ("GET /api/ui/frame", Staff("/api/ui/frame?hotel={hotel}")),
        ("GET /api/ui/today", Staff("/api/ui/today?hotel={hotel}")),
        ("GET /api/ui/rack", Staff("/api/ui/rack?hotel={hotel}")),
        (
            "GET /api/ui/reservation",
            Staff("/api/ui/reservation?hotel={hotel}&reference={reference}"),
        ),
        (
            "/api/reservations/{reference}",
            Stay("/api/reservations/{reference}"),
        ),
        (
            "/api/reservations/{reference}/cancel",
            Stay("POST /api/reservations/{reference}/cancel"),
        ),
        ("/book/{hotel}", Open),
        ("/stay/{reference}", Stay("POST /stay/{reference}")),
        (
            "/desk/{hotel}/reservations/{reference}",
            Staff("POST /desk/{hotel}/reservations/{reference}"),
        ),
        ("/login", Open),
        ("/logout", Open),
        ("/theme", Open),
        ("/healthz", Open),
        ("/readyz", Open),
        ("/metrics", Open),
        ("/live", Own),
        ("/webhooks/alpinebits", Own),
        ("/api/{*rest}", Open),
        ("/auth/{*rest}", Open),
        ("/webhooks/{*rest}", Open),
    ])
}

/// Pages, server functions, and every `.route("…")` of the server's own source.
fn addresses() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for route in leptos_axum::generate_route_list(app::App) {
        found.insert(format!(
            "GET {}",
            route.path().replace('{', ":").replace('}', "")
        ));
    }
    for (path, method) in server_fn::axum::server_fn_paths() {
        found.insert(format!("{method} {path}"));
    }
    collect_routes(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    found
}

fn collect_routes(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The sandbox gateway is a server of its own, on a port of its own.
        if path.ends_with("sandbox") || path.ends_with("tests.rs") {
            continue;
        }
        if path.is_dir() {
            collect_routes(&path, found);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap_or("");
            for part in text.split(".route(").skip(1) {
                let literal = part
                    .trim_start()
                    .strip_prefix('"')
                    .and_then(|p| p.split('"').next());
                found.extend(literal.map(str::to_owned));
            }
        }
    }
}

#[test]
fn every_address_has_a_case() {
    let known: BTreeSet<String> = guards().into_keys().map(str::to_owned).collect();
    let found = addresses();
    assert!(found.len() > 20, "the addresses were not found: {found:?}");
    let missing: Vec<_> = found.difference(&known).collect();
    assert!(missing.is_empty(), "no authorisation case for {missing:?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(
        gone.is_empty(),
        "cases for addresses that are not there: {gone:?}"
    );
}

/// A reservation at Grand Meridian, in the other database.
async fn foreign_reference(site: &Site) -> String {
    let ctx = site.house.guest("MER").await;
    let answer = booking::book(&site.house.services, &ctx, order("MER", 3), None)
        .await
        .unwrap();
    answer.made().unwrap().reservations[0].reference.to_string()
}

async fn ask(site: &Site, caller: &Caller, request: &str) -> StatusCode {
    let answer = match request.split_once(' ') {
        Some(("POST", path)) if path.starts_with("/api/") => {
            site.post(caller, path, &json!({})).await
        }
        Some(("POST", path)) => site.form(caller, path, "").await,
        _ => site.ask(caller, Method::GET, request).await,
    };
    assert!(
        !answer.body.contains("Elena Rossi"),
        "{request} shows a foreign guest"
    );
    answer.status
}

#[tokio::test]
async fn another_hotels_things_are_not_there_by_any_address() {
    let site = Site::new().await;
    let reference = foreign_reference(&site).await;
    let own_code = format!("AUR-{}", reference.split_once('-').unwrap().1);
    for caller in [
        site.program("AUR", Role::FrontDesk).await,
        site.browser("AUR", Role::Owner).await,
    ] {
        for (address, guard) in guards() {
            let (Guard::Staff(request) | Guard::Stay(request)) = guard else {
                continue;
            };
            let foreign = request
                .replace("{hotel}", "MER")
                .replace("{reference}", &reference);
            assert_eq!(
                ask(&site, &caller, &foreign).await,
                StatusCode::NOT_FOUND,
                "{address}"
            );
            // The foreign reference under the caller's own hotel finds nothing either.
            if request.contains("{reference}") {
                for reference in [&reference, &own_code] {
                    let mixed = request
                        .replace("{hotel}", "AUR")
                        .replace("{reference}", reference);
                    assert_eq!(
                        ask(&site, &caller, &mixed).await,
                        StatusCode::NOT_FOUND,
                        "{mixed}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn nobody_gets_in_without_logging_in() {
    let site = Site::new().await;
    let reference = foreign_reference(&site).await;
    for (address, guard) in guards() {
        let (Guard::Staff(request) | Guard::Stay(request)) = guard else {
            continue;
        };
        let request = request
            .replace("{hotel}", "MER")
            .replace("{reference}", &reference);
        let status = ask(&site, &Caller::default(), &request).await;
        let refused = [
            StatusCode::UNAUTHORIZED,
            StatusCode::NOT_FOUND,
            // Pages send a person to the log-in.
            StatusCode::FOUND,
            StatusCode::SEE_OTHER,
        ];
        assert!(refused.contains(&status), "{address}: {status}");
    }
}

#[tokio::test]
async fn the_right_people_get_in() {
    let site = Site::new().await;
    let reference = foreign_reference(&site).await;
    let desk = site.browser("MER", Role::FrontDesk).await;
    for (address, guard) in guards() {
        let Guard::Staff(request) = guard else {
            continue;
        };
        if request.starts_with("POST") {
            continue;
        }
        let path = request
            .replace("{hotel}", "MER")
            .replace("{reference}", &reference);
        let answer = site.get(&desk, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
    }
}

#[tokio::test]
async fn housekeeping_sees_the_rack_and_no_prices() {
    let site = Site::new().await;
    let reference = foreign_reference(&site).await;
    let house = site.program("MER", Role::Housekeeping).await;
    assert_eq!(
        site.get(&house, "/api/ui/rack?hotel=MER").await.status,
        StatusCode::OK
    );
    let page = format!("/api/ui/reservation?hotel=MER&reference={reference}");
    assert_eq!(site.get(&house, &page).await.status, StatusCode::FORBIDDEN);
    let cancel = format!("/api/reservations/{reference}/cancel");
    assert_eq!(
        site.post(&house, &cancel, &json!({})).await.status,
        StatusCode::NOT_FOUND
    );
}
