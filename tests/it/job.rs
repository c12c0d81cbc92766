//! Work for later: done in order, again after a failure, once in effect.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use hotel::domain::id::JobId;
use hotel::domain::role::Role;
use hotel::error::Code;
use hotel::job::{
    JobError, JobHandler, Registry, Runner, RunnerConfig, WorkerConfig, Workers, dead_letter,
};
use hotel::service::ctx::Ctx;
use hotel::service::services::Services;
use hotel::service::tx::Tx;
use hotel::store;
use hotel::store::job::NewJob;
use hotel::testing::TestHouse;
use serde_json::json;
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

const SOON: Duration = Duration::from_secs(20);

/// What a try of the test's work does.
#[derive(Clone, Copy, Debug)]
enum Act {
    Work,
    Fail,
    Refuse,
    Panic,
    Hang,
    Wait,
}

/// Notes what it does in the order it does it; misbehaves as the script says, then works.
#[derive(Clone, Default)]
struct Notebook {
    script: Arc<Mutex<Vec<Act>>>,
    tries: Arc<AtomicUsize>,
    done: Arc<Mutex<Vec<String>>>,
    at_once: Arc<AtomicUsize>,
    most_at_once: Arc<AtomicUsize>,
    rung: Arc<Notify>,
}

impl Notebook {
    fn following(script: &[Act]) -> Self {
        Self {
            script: Arc::new(Mutex::new(script.iter().rev().copied().collect())),
            ..Self::default()
        }
    }

    fn done(&self) -> Vec<String> {
        self.done.lock().unwrap().clone()
    }

    fn tries(&self) -> usize {
        self.tries.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl JobHandler for Notebook {
    const KIND: &'static str = "test.note";
    type Payload = String;

    async fn run(&self, _: &Services, ctx: &Ctx, note: String) -> Result<(), JobError> {
        assert_eq!(ctx.actor.name(), Self::KIND);
        self.tries.fetch_add(1, Ordering::SeqCst);
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(now, Ordering::SeqCst);
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        let act = self.script.lock().unwrap().pop().unwrap_or(Act::Work);
        match act {
            Act::Work => {}
            Act::Fail => return Err(JobError::Later("not this time".to_owned())),
            Act::Refuse => return Err(JobError::Never("never".to_owned())),
            Act::Panic => panic!("on purpose"),
            Act::Hang => std::future::pending().await,
            Act::Wait => return Err(JobError::Early(Duration::ZERO)),
        }
        self.done.lock().unwrap().push(note);
        self.rung.notify_one();
        Ok(())
    }
}

async fn order(house: &TestHouse, hotel: &str, key: &str, lane: &str) -> JobId {
    let ctx = house.guest(hotel).await;
    let id = JobId(house.services.ids().uuid());
    let payload = json!(key);
    let job = NewJob {
        id,
        kind: Notebook::KIND,
        key,
        lane,
        payload: &payload,
    };
    let mut tx = Tx::begin(&house.services, &ctx).await.unwrap();
    store::job::insert(tx.conn(), ctx.hotel.id, &job)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// A runner that does not wait between two tries.
fn runner(house: &TestHouse, notebook: &Notebook, config: RunnerConfig) -> Runner {
    let registry = Arc::new(Registry::default().with(notebook.clone()));
    let home = house.services.database("home").unwrap();
    Runner::new(&house.services, home, &registry, config)
}

fn hasty() -> RunnerConfig {
    RunnerConfig {
        backoff: Duration::ZERO,
        ..RunnerConfig::default()
    }
}

async fn waiting(house: &TestHouse) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM job")
        .fetch_one(&house.owner["home"])
        .await
        .unwrap()
}

#[tokio::test]
async fn failures_and_panics_are_tried_again_and_the_effect_happens_once() {
    let house = TestHouse::new().await;
    let notebook = Notebook::following(&[Act::Fail, Act::Panic, Act::Fail]);
    let runner = runner(&house, &notebook, hasty());
    order(&house, "AUR", "a", "a").await;
    order(&house, "AUR", "a", "a").await;
    for _ in 0..6 {
        runner.step().await.unwrap();
    }
    assert_eq!(
        (notebook.tries(), notebook.done()),
        (4, vec!["a".to_owned()])
    );
    assert_eq!(waiting(&house).await, 0);
}

#[tokio::test]
async fn a_failure_waits_before_its_next_try() {
    let house = TestHouse::new().await;
    let notebook = Notebook::following(&[Act::Fail]);
    let runner = runner(&house, &notebook, RunnerConfig::default());
    order(&house, "AUR", "a", "a").await;
    assert_eq!(runner.step().await.unwrap(), 1);
    assert_eq!(runner.step().await.unwrap(), 0);
    let (seconds, error): (f64, String) =
        sqlx::query_as("SELECT extract(epoch FROM run_at - now())::float8, last_error FROM job")
            .fetch_one(&house.owner["home"])
            .await
            .unwrap();
    assert!((0.0..=3.0).contains(&seconds), "{seconds}");
    assert_eq!(error, "not this time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lane_keeps_its_order_whatever_fails_and_lanes_run_side_by_side() {
    let house = TestHouse::new().await;
    let notebook = Notebook::following(&[Act::Fail, Act::Work, Act::Fail, Act::Panic]);
    let runners = [
        runner(&house, &notebook, hasty()),
        runner(&house, &notebook, hasty()),
    ];
    for number in 0..6 {
        order(&house, "AUR", &format!("a{number}"), "a").await;
        order(&house, "HAR", &format!("b{number}"), "a").await;
    }
    assert_eq!(
        runners[0].step().await.unwrap(),
        2,
        "the first of each lane"
    );
    while waiting(&house).await > 0 {
        let (one, two) = tokio::join!(runners[0].step(), runners[1].step());
        one.unwrap();
        two.unwrap();
    }
    let done = notebook.done();
    for hotel in ["a", "b"] {
        let lane: Vec<_> = done
            .iter()
            .filter(|note| note.starts_with(hotel))
            .cloned()
            .collect();
        let expected: Vec<_> = (0..6).map(|number| format!("{hotel}{number}")).collect();
        assert_eq!(lane, expected);
    }
    assert!(
        notebook.most_at_once.load(Ordering::SeqCst) <= 2,
        "never two of one lane"
    );
}

#[tokio::test]
async fn a_worker_that_is_gone_loses_its_job_to_the_next_one() {
    let house = TestHouse::new().await;
    let notebook = Notebook::default();
    let runner = runner(&house, &notebook, hasty());
    order(&house, "AUR", "a", "a").await;
    let mut conn = house
        .services
        .database("home")
        .unwrap()
        .relay
        .acquire()
        .await
        .unwrap();
    let kinds = [Notebook::KIND.to_owned()];
    let lost = store::job::claim(&mut conn, &kinds, 9, Duration::from_mins(10))
        .await
        .unwrap();
    assert_eq!(lost.len(), 1);
    assert_eq!(runner.step().await.unwrap(), 0, "it is in somebody's hands");

    sqlx::query("UPDATE job SET lease_until = now() - interval '1 second'")
        .execute(&house.owner["home"])
        .await
        .unwrap();
    let again = store::job::claim(&mut conn, &kinds, 9, Duration::from_mins(10))
        .await
        .unwrap();
    assert_eq!(again[0].attempt, 2);
    // The first one wakes up late: nothing it says counts.
    assert!(!store::job::finish(&mut conn, &lost[0]).await.unwrap());
    store::job::bury(&mut conn, &lost[0], "late").await.unwrap();
    store::job::try_again(&mut conn, &lost[0], Duration::ZERO, "late")
        .await
        .unwrap();
    assert_eq!(
        runner.step().await.unwrap(),
        0,
        "still in the second one's hands"
    );
    assert!(store::job::finish(&mut conn, &again[0]).await.unwrap());
    assert_eq!(waiting(&house).await, 0);
}

#[tokio::test]
async fn work_that_hangs_is_cut_off_and_done_again() {
    let house = TestHouse::new().await;
    let notebook = Notebook::following(&[Act::Hang]);
    let config = RunnerConfig {
        lease: Duration::from_millis(200),
        ..hasty()
    };
    let runner = runner(&house, &notebook, config);
    order(&house, "AUR", "a", "a").await;
    runner.step().await.unwrap();
    runner.step().await.unwrap();
    assert_eq!(
        (notebook.tries(), notebook.done()),
        (2, vec!["a".to_owned()])
    );
}

#[tokio::test]
async fn what_cannot_work_is_kept_for_a_person_and_blocks_nobody() {
    let house = TestHouse::new().await;
    let notebook = Notebook::following(&[Act::Refuse, Act::Fail, Act::Fail]);
    let runner = runner(&house, &notebook, hasty());
    order(&house, "AUR", "refused", "a").await;
    order(&house, "AUR", "failing", "a").await;
    order(&house, "AUR", "fine", "a").await;
    sqlx::query("UPDATE job SET max_attempts = 2")
        .execute(&house.owner["home"])
        .await
        .unwrap();
    for _ in 0..5 {
        runner.step().await.unwrap();
    }
    assert_eq!(notebook.done(), ["fine"]);

    let owner = house.staff("AUR", Role::Owner).await;
    let dead = dead_letter::list(&house.services, &owner).await.unwrap();
    let seen: Vec<_> = dead
        .iter()
        .map(|job| (job.key.as_str(), job.last_error.as_str()))
        .collect();
    assert_eq!(seen, [("failing", "not this time"), ("refused", "never")]);

    let desk = house.staff("AUR", Role::FrontDesk).await;
    let forbidden = dead_letter::list(&house.services, &desk).await.unwrap_err();
    assert_eq!(forbidden.code, Code::Forbidden);
    let elsewhere = house.staff("HAR", Role::Owner).await;
    let missing = dead_letter::send_again(&house.services, &elsewhere, dead[0].id).await;
    assert_eq!(missing.unwrap_err().code, Code::NotFound);

    dead_letter::send_again(&house.services, &owner, dead[0].id)
        .await
        .unwrap();
    runner.step().await.unwrap();
    assert_eq!(notebook.done(), ["fine", "failing"]);
}

#[tokio::test]
async fn a_job_that_takes_its_worker_down_is_given_up_in_the_end() {
    let house = TestHouse::new().await;
    order(&house, "AUR", "a", "a").await;
    let mut conn = house
        .services
        .database("home")
        .unwrap()
        .relay
        .acquire()
        .await
        .unwrap();
    sqlx::query("UPDATE job SET max_attempts = 1")
        .execute(&house.owner["home"])
        .await
        .unwrap();
    let kinds = [Notebook::KIND.to_owned()];
    store::job::claim(&mut conn, &kinds, 9, Duration::ZERO)
        .await
        .unwrap();
    assert!(
        store::job::claim(&mut conn, &kinds, 9, Duration::ZERO)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store::job::bury_lost(&mut conn).await.unwrap(), 1);
    let owner = house.staff("AUR", Role::Owner).await;
    assert_eq!(
        dead_letter::list(&house.services, &owner)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn too_early_is_no_try() {
    let house = TestHouse::new().await;
    let notebook = Notebook::following(&[Act::Wait; 5]);
    let runner = runner(&house, &notebook, hasty());
    order(&house, "AUR", "a", "a").await;
    sqlx::query("UPDATE job SET max_attempts = 1")
        .execute(&house.owner["home"])
        .await
        .unwrap();
    for _ in 0..6 {
        runner.step().await.unwrap();
    }
    assert_eq!(notebook.done(), ["a"]);
}

#[tokio::test]
async fn kinds_nobody_knows_here_are_left_alone() {
    let house = TestHouse::new().await;
    order(&house, "AUR", "a", "a").await;
    let home = house.services.database("home").unwrap();
    let registry = Arc::new(Registry::default());
    let runner = Runner::new(&house.services, home, &registry, hasty());
    assert_eq!(runner.step().await.unwrap(), 0);
    assert_eq!(waiting(&house).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_do_what_is_there_and_stop_when_asked() {
    let house = TestHouse::new().await;
    let notebook = Notebook::default();
    order(&house, "AUR", "a", "a").await;
    let closing = CancellationToken::new();
    let registry = Registry::default().with(notebook.clone());
    let workers = Workers::start(
        &house.services,
        registry,
        &WorkerConfig::default(),
        &closing,
    );
    timeout(SOON, notebook.rung.notified()).await.expect("done");
    closing.cancel();
    timeout(SOON, workers.stopped()).await.expect("stopped");
    assert_eq!(notebook.done(), ["a"]);
    assert_eq!(waiting(&house).await, 0);
}
