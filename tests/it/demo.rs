//! The demo on a real PostgreSQL.

use std::sync::Mutex;

use hotel::service::demo;
use hotel::testing;

#[tokio::test]
async fn times() {
    let owner = testing::bare_databases().await;
    let start = std::time::Instant::now();
    demo::load(&owner, testing::now(), &|p| {
        eprintln!("{:?} {} {}", start.elapsed(), p.hotel, p.table);
    })
    .await
    .unwrap();
    eprintln!("{:?}", start.elapsed());
}
