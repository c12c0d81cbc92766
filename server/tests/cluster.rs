//! The own cluster against the real PostgreSQL of this machine: made, found again, killed from
//! both sides, stopped.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use server::cluster::{APP, Cluster, ClusterError, OWNER};
use server::database::{Databases, MIGRATIONS};
use sqlx::{Connection, PgConnection};

/// A data folder that is removed at the end. Not in the temporary folder's private places: the
/// user `postgres` must be able to reach it.
struct Folder(PathBuf);

impl Folder {
    fn new(mode: u32) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = PathBuf::from(format!("/tmp/keyrack-test-{}-{number}", std::process::id()));
        fs::DirBuilder::new().mode(mode).create(&path).unwrap();
        Self(path)
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Every process of PostgreSQL stands in its data folder.
fn processes_in(cluster: &Path) -> Vec<u32> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let stands_there =
        |pid: &u32| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|folder| folder == cluster);
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(stands_there).collect()
}

fn postmaster(cluster: &Path) -> u32 {
    let file = fs::read_to_string(cluster.join("postmaster.pid")).unwrap();
    file.lines().next().unwrap().parse().unwrap()
}

fn kill_9(pid: u32) {
    assert!(
        Command::new("kill")
            .args(["-9", &pid.to_string()])
            .status()
            .unwrap()
            .success()
    );
}

#[expect(
    clippy::disallowed_methods,
    reason = "looks at processes, which do not tell when they end"
)]
fn eventually(what: &str, limit: Duration, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < limit, "not within {limit:?}: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

async fn ask(cluster: &Cluster, role: &str, database: &str, sql: &'static str) -> String {
    let options = cluster.connect_options(role, database);
    let mut conn = PgConnection::connect_with(&options).await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap()
}

async fn keep_a_word(cluster: &Cluster) {
    let options = cluster.connect_options(OWNER, "home");
    let mut conn = PgConnection::connect_with(&options).await.unwrap();
    sqlx::query("CREATE TABLE kept AS SELECT 'here' AS word")
        .execute(&mut conn)
        .await
        .unwrap();
}

fn we_are_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

#[tokio::test]
async fn is_made_once_migrated_shared_and_stopped() {
    let folder = Folder::new(0o755);
    let home = folder.data().join("cluster");

    let cluster = Cluster::start(&folder.data()).await.unwrap();
    assert_eq!(
        ask(&cluster, OWNER, "home", "SHOW data_checksums").await,
        "on"
    );
    assert_eq!(
        ask(&cluster, OWNER, "home", "SHOW listen_addresses").await,
        ""
    );
    assert_eq!(
        ask(&cluster, OWNER, "home", "SHOW max_prepared_transactions").await,
        "50"
    );
    assert_eq!(
        ask(&cluster, OWNER, "north", "SHOW server_encoding").await,
        "UTF8"
    );
    let socket_dir = fs::metadata(folder.data().join("sock")).unwrap();
    assert_eq!(socket_dir.mode() & 0o777, 0o700);

    let databases = Databases::of_cluster(&cluster);
    databases.migrate_all().await.unwrap();
    databases.migrate_all().await.unwrap();
    for database in ["home", "north"] {
        let count = "SELECT count(*)::text FROM _sqlx_migrations WHERE success";
        let applied = ask(&cluster, OWNER, database, count).await;
        assert_eq!(applied, MIGRATIONS.iter().count().to_string());
        let count = "SELECT count(*)::text FROM property";
        assert_eq!(ask(&cluster, APP, database, count).await, "0");
    }
    let pools = databases.connect().await.unwrap();
    assert_eq!(pools.app["home"].options().get_max_connections(), 16);
    pools.close().await;

    // A second process may share it and not take it.
    let refused = Cluster::start(&folder.data()).await;
    assert!(
        matches!(refused, Err(ClusterError::AlreadyRunning { .. })),
        "{refused:?}"
    );
    let shared = Cluster::open(&folder.data()).await.unwrap();
    assert!(shared.is_shared());
    assert_eq!(
        ask(&shared, APP, "home", "SELECT current_user::text").await,
        APP
    );
    shared.stop().await.unwrap();

    assert!(!processes_in(&home).is_empty());
    cluster.stop().await.unwrap();
    assert_eq!(processes_in(&home), Vec::<u32>::new());

    let again = Instant::now();
    let cluster = Cluster::open(&folder.data()).await.unwrap();
    assert!(
        again.elapsed() < Duration::from_secs(5),
        "took {:?}",
        again.elapsed()
    );
    assert!(!cluster.is_shared());
    cluster.stop().await.unwrap();
    assert_eq!(processes_in(&home), Vec::<u32>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn comes_back_when_postgres_is_killed_and_gives_up_at_the_sixth_time() {
    let folder = Folder::new(0o755);
    let home = folder.data().join("cluster");
    let cluster = Cluster::start(&folder.data()).await.unwrap();
    keep_a_word(&cluster).await;

    for round in 1..=6 {
        let killed = postmaster(&home);
        kill_9(killed);
        if round == 6 {
            break;
        }
        eventually(
            "another postmaster is ready",
            Duration::from_secs(15),
            || {
                let file = fs::read_to_string(home.join("postmaster.pid")).unwrap_or_default();
                let lines: Vec<&str> = file.lines().map(str::trim).collect();
                lines.first() != Some(&killed.to_string().as_str())
                    && lines.get(7) == Some(&"ready")
            },
        );
        assert_eq!(
            ask(&cluster, OWNER, "home", "SELECT word FROM kept").await,
            "here"
        );
    }
    let failure = tokio::time::timeout(Duration::from_secs(10), cluster.failed())
        .await
        .unwrap();
    assert!(
        matches!(*failure, ClusterError::KeepsDying { times: 6, .. }),
        "{failure}"
    );
    cluster.stop().await.unwrap();
    eventually("its last process ends", Duration::from_secs(10), || {
        processes_in(&home).is_empty()
    });
}

/// Run by the next test in a process of its own, which is then killed.
#[tokio::test]
#[ignore = "helper of leaves_no_postgres_when_we_are_killed"]
async fn keeps_a_cluster_until_it_is_killed() {
    let data = PathBuf::from(std::env::var_os("KEYRACK_TEST_DATA").unwrap());
    let _cluster = Cluster::start(&data).await.unwrap();
    println!("the cluster is up");
    std::future::pending::<()>().await;
}

/// Starts ourselves in another process, waits until its cluster is up, and kills it.
fn start_and_kill_ourselves(data: &Path) {
    let mut ourselves = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "keeps_a_cluster_until_it_is_killed",
            "--ignored",
            "--nocapture",
        ])
        .env("KEYRACK_TEST_DATA", data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(ourselves.stdout.take().unwrap());
    assert!(
        output
            .lines()
            .map_while(Result::ok)
            .any(|line| line.contains("the cluster is up"))
    );
    assert!(!processes_in(&data.join("cluster")).is_empty());
    ourselves.kill().unwrap();
    ourselves.wait().unwrap();
}

#[tokio::test]
async fn leaves_no_postgres_when_we_are_killed() {
    let folder = Folder::new(0o755);
    let home = folder.data().join("cluster");
    start_and_kill_ourselves(&folder.data());
    // At once: this start has to cope with one that is still going down.
    let cluster = Cluster::start(&folder.data()).await.unwrap();
    cluster.stop().await.unwrap();

    start_and_kill_ourselves(&folder.data());
    eventually("PostgreSQL is gone", Duration::from_secs(10), || {
        processes_in(&home).is_empty()
    });
    let log = fs::read_to_string(folder.data().join("postgres.log")).unwrap();
    assert!(
        log.trim_end().ends_with("database system is shut down"),
        "not a clean end: {log}"
    );
}

#[tokio::test]
async fn goes_elsewhere_when_postgres_cannot_enter_the_data_folder() {
    if !we_are_root() {
        // Then PostgreSQL runs as ourselves and enters what we enter.
        return;
    }
    let folder = Folder::new(0o700);
    let cluster = Cluster::start(&folder.data()).await.unwrap();
    let pointer = fs::read_to_string(folder.data().join("cluster.location")).unwrap();
    let elsewhere = Folder(PathBuf::from(pointer.trim()));
    assert!(elsewhere.0.starts_with("/var/lib/keyrack"));
    keep_a_word(&cluster).await;
    cluster.stop().await.unwrap();

    let cluster = Cluster::start(&folder.data()).await.unwrap();
    assert_eq!(
        ask(&cluster, OWNER, "home", "SELECT word FROM kept").await,
        "here"
    );
    cluster.stop().await.unwrap();

    // The data folder is thrown away: a new beginning, and the old rows are kept aside.
    fs::remove_dir_all(folder.data()).unwrap();
    let cluster = Cluster::start(&folder.data()).await.unwrap();
    let kept = ask(
        &cluster,
        OWNER,
        "home",
        "SELECT to_regclass('kept') IS NULL || ''",
    )
    .await;
    assert_eq!(kept, "true");
    cluster.stop().await.unwrap();
    let before = Folder(elsewhere.0.with_extension("before"));
    assert!(before.0.join("cluster").exists());
}

#[tokio::test]
async fn finds_a_short_place_for_the_socket_of_a_long_path() {
    let folder = Folder::new(0o755);
    let data = folder
        .0
        .join("a-folder-with-a-long-name".repeat(4))
        .join("data");
    let cluster = Cluster::start(&data).await.unwrap();
    assert_eq!(
        ask(&cluster, OWNER, "home", "SELECT 'hello'").await,
        "hello"
    );
    let place = ask(&cluster, OWNER, "home", "SHOW unix_socket_directories").await;
    let _removed_at_the_end = Folder(PathBuf::from(&place));
    assert!(place.len() < 60 && !data.join("sock").exists(), "{place}");
    cluster.stop().await.unwrap();
}
