//! Making the data folder, starting the server, stopping it.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use super::ClusterError;
use super::account::Account;
use super::binary::Binaries;
use super::pid_file::{PidFile, inhabitants};
use super::place::{self, Place};

/// Part of the socket's name only: nothing listens on a port.
pub(super) const PORT: u16 = 5432;

/// How often a state is looked at while we wait for it.
const LOOK: Duration = Duration::from_millis(20);
/// How long processes of a killed server may take to end.
const PATIENCE_WITH_REMAINS: Duration = Duration::from_secs(20);
/// How long a start may take; recovery after a crash reads the log of all changes.
const PATIENCE_WITH_START: Duration = Duration::from_mins(10);
/// A log that has grown beyond this is put aside at the next start.
const LONG_LOG: u64 = 16 * 1024 * 1024;

/// What differs from PostgreSQL's defaults, and why.
const SETTINGS: &[&str] = &[
    // The socket is the only door, and its folder is ours alone.
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=120",
    // Moving a guest between databases prepares transactions; the default is none.
    "max_prepared_transactions=50",
    "shared_buffers=256MB",
    "effective_cache_size=1GB",
    "work_mem=8MB",
    "maintenance_work_mem=128MB",
    // Fewer, larger checkpoints while the demo data is loaded.
    "max_wal_size=2GB",
    "wal_compression=on",
    "random_page_cost=1.1",
    // Our statements are short; compiling them costs more than it brings.
    "jit=off",
    "idle_in_transaction_session_timeout=60s",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_line_prefix=%m [%p] %u@%d ",
    "log_lock_waits=on",
];

/// One server: its programs, its user, its folders.
#[derive(Debug)]
pub(super) struct Postgres {
    pub(super) place: Place,
    account: Account,
    binaries: Binaries,
}

impl Postgres {
    /// Finds everything that is needed for the cluster in `place`.
    pub(super) fn new(place: Place, account: Account) -> Result<Self, ClusterError> {
        let binaries = Binaries::find(&place.cluster)?;
        Ok(Self {
            place,
            account,
            binaries,
        })
    }

    /// Makes the data folder if it is not there. A folder appears whole or not at all.
    pub(super) fn initialise(&self) -> Result<(), ClusterError> {
        let cluster = &self.place.cluster;
        if cluster.join("PG_VERSION").exists() {
            return Ok(());
        }
        tracing::info!(
            "making a PostgreSQL {} cluster in {}",
            self.binaries.major(),
            cluster.display()
        );
        let unfinished = cluster.with_extension("new");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).map_err(ClusterError::file("remove", &unfinished))?;
        }
        place::make_private(&unfinished, self.account)?;
        let mut initdb = self.account.command(self.binaries.program("initdb"));
        initdb.arg("-D").arg(&unfinished);
        initdb.args(["-U", super::OWNER, "-A", "trust", "-k", "-E", "UTF8"]);
        initdb.args(["--locale=C.UTF-8", "--no-instructions"]);
        run("initdb", initdb)?;
        fs::rename(&unfinished, cluster).map_err(ClusterError::file("create", cluster))
    }

    /// Starts the server and waits until it takes connections. The calling thread must live as
    /// long as the server should: the kernel stops the server when the thread ends.
    pub(super) fn launch(&self) -> Result<Child, ClusterError> {
        self.clear_remains()?;
        self.place.make_socket_dir(self.account)?;
        let started = Instant::now();
        let mut child = self.spawn()?;
        let mut told = started;
        loop {
            let file = PidFile::read(&self.place.cluster);
            if file.is_some_and(|file| file.pid == child.id() && file.ready) {
                let ms = started.elapsed().as_millis();
                tracing::info!(
                    "PostgreSQL {} is ready after {ms} ms",
                    self.binaries.major()
                );
                return Ok(child);
            }
            let ended = child
                .try_wait()
                .map_err(|error| failed("postgres", &error))?;
            if ended.is_some() || started.elapsed() > PATIENCE_WITH_START {
                self.end(&mut child)?;
                let said = tail(&self.place.log, 12);
                return Err(ClusterError::NotReady {
                    log: self.place.log.clone(),
                    said,
                });
            }
            if told.elapsed() > Duration::from_secs(5) {
                told = Instant::now();
                tracing::info!("PostgreSQL is still recovering its data");
            }
            super::pause(LOOK);
        }
    }

    /// Ends the server in good order and waits for its last process.
    pub(super) fn end(&self, child: &mut Child) -> Result<ExitStatus, ClusterError> {
        let wait = |child: &mut Child| child.wait().map_err(|error| failed("postgres", &error));
        if let Ok(Some(status)) = child.try_wait() {
            return Ok(status);
        }
        if let Err(error) = self.pg_stop() {
            tracing::error!("{error} PostgreSQL is killed and recovers at the next start.");
            child.kill().map_err(|error| failed("kill", &error))?;
        }
        wait(child)
    }

    fn spawn(&self) -> Result<Child, ClusterError> {
        let log = self.open_log()?;
        let twin = log
            .try_clone()
            .map_err(ClusterError::file("open", &self.place.log))?;
        let mut command = self.account.tied_command(self.binaries.program("postgres"));
        command.arg("-D").arg(&self.place.cluster);
        command.arg("-c").arg(format!("port={PORT}"));
        let socket_dir = self.place.socket_dir.display();
        command
            .arg("-c")
            .arg(format!("unix_socket_directories={socket_dir}"));
        for setting in SETTINGS {
            command.arg("-c").arg(setting);
        }
        // A group of its own: Ctrl-C must not reach it before our requests are answered.
        command.process_group(0).stdout(log).stderr(twin);
        command
            .spawn()
            .map_err(|error| failed("setpriv (package util-linux)", &error))
    }

    fn open_log(&self) -> Result<File, ClusterError> {
        let path = &self.place.log;
        if fs::metadata(path).is_ok_and(|found| found.len() > LONG_LOG) {
            let before = path.with_extension("log.1");
            fs::rename(path, before).map_err(ClusterError::file("move", path))?;
        }
        // Statements that failed stand in it.
        let file = File::options()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path);
        file.map_err(ClusterError::file("open", path))
    }

    /// Clears away what a server before this one left: itself, its last processes, its pid file.
    /// We hold the lock, so nobody keeps it any more.
    fn clear_remains(&self) -> Result<(), ClusterError> {
        let cluster = &self.place.cluster;
        let started = Instant::now();
        loop {
            let alive = inhabitants(cluster);
            if alive.is_empty() {
                break;
            }
            if started.elapsed() > PATIENCE_WITH_REMAINS {
                let pids: Vec<String> = alive.iter().map(u32::to_string).collect();
                let (cluster, pids) = (cluster.clone(), pids.join(", "));
                return Err(ClusterError::StillInhabited { cluster, pids });
            }
            match PidFile::read(cluster) {
                Some(file) if alive.contains(&file.pid) => {
                    tracing::info!("stopping a PostgreSQL that was left running");
                    self.pg_stop()?;
                }
                // Its postmaster was killed; the others notice and end by themselves.
                _ => super::pause(LOOK),
            }
        }
        let pid_file = PidFile::path(cluster);
        match fs::remove_file(&pid_file) {
            Ok(()) => tracing::info!("the last PostgreSQL did not end in good order"),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(ClusterError::file("remove", &pid_file)(error)),
        }
        Ok(())
    }

    fn pg_stop(&self) -> Result<(), ClusterError> {
        let mut stop = self.account.command(self.binaries.program("pg_ctl"));
        stop.arg("stop").arg("-D").arg(&self.place.cluster);
        stop.args(["-m", "fast", "-w", "-t", "60", "-s"]);
        match run("pg_ctl stop", stop) {
            // It may have gone by itself between our look and our knock.
            Err(_) if inhabitants(&self.place.cluster).is_empty() => Ok(()),
            other => other,
        }
    }
}

fn run(name: &str, mut command: Command) -> Result<(), ClusterError> {
    let output = command.output().map_err(|error| failed(name, &error))?;
    if output.status.success() {
        return Ok(());
    }
    let mut said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if said.is_empty() {
        said = output.status.to_string();
    }
    Err(ClusterError::Program {
        program: name.to_owned(),
        said,
    })
}

fn failed(program: &str, error: &std::io::Error) -> ClusterError {
    ClusterError::Program {
        program: program.to_owned(),
        said: error.to_string(),
    }
}

/// The last lines of a log.
fn tail(log: &Path, lines: usize) -> String {
    let read = || -> std::io::Result<String> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(4096)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let text = read().unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
