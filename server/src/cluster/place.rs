//! Where the cluster's files are.
//!
//! Usually in the data folder. When we are root and the data folder lies in a place that the user
//! `postgres` cannot enter (`/root`, say), they are in `/var/lib/keyrack/<hash of the data
//! folder's path>`, and the file `cluster.location` in the data folder says so.

use std::fs::{self, DirBuilder, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use super::ClusterError;
use super::account::Account;

/// Where clusters go that cannot be in their data folder.
const ELSEWHERE: &str = "/var/lib/keyrack";
/// In the data folder: the path of the folder where the cluster is.
const POINTER: &str = "cluster.location";
/// In that folder: the path of the data folder it belongs to.
const BACK_POINTER: &str = "belongs-to";
/// The longest path a socket can have, without the final zero.
const LONGEST_SOCKET: usize = 107;

/// The folders of one cluster.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// As given, made absolute.
    pub(super) data_dir: PathBuf,
    /// Holds all of the following.
    home: PathBuf,
    /// PostgreSQL's data.
    pub(super) cluster: PathBuf,
    /// The socket's folder, mode 0700.
    pub(super) socket_dir: PathBuf,
    /// What PostgreSQL writes to its standard output and error.
    pub(super) log: PathBuf,
}

impl Place {
    /// Finds the place for a data folder, and makes the data folder if need be.
    pub(super) fn find(data_dir: &Path, account: Account) -> Result<Self, ClusterError> {
        fs::create_dir_all(data_dir).map_err(ClusterError::file("create", data_dir))?;
        let data_dir = fs::canonicalize(data_dir).map_err(ClusterError::file("find", data_dir))?;
        let home = choose_home(&data_dir, account, Path::new(ELSEWHERE))?;
        Ok(Self {
            cluster: home.join("cluster"),
            socket_dir: socket_dir(&home, account),
            log: home.join("postgres.log"),
            home,
            data_dir,
        })
    }

    /// Takes the cluster for this process until the file is dropped (or the process ends).
    pub(super) fn lock(&self) -> Result<File, ClusterError> {
        let path = self.home.join("cluster.lock");
        let mut options = File::options();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path);
        let mut file = file.map_err(ClusterError::file("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                let pid = fs::read_to_string(&path)
                    .unwrap_or_default()
                    .trim()
                    .to_owned();
                return Err(ClusterError::AlreadyRunning {
                    data_dir: self.data_dir.clone(),
                    pid,
                });
            }
            Err(fs::TryLockError::Error(error)) => {
                return Err(ClusterError::file("lock", &path)(error));
            }
        }
        let written = file
            .set_len(0)
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        written.map_err(ClusterError::file("write", &path))?;
        Ok(file)
    }

    /// The socket's folder: ours alone, whatever stood there before.
    pub(super) fn make_socket_dir(&self, account: Account) -> Result<(), ClusterError> {
        make_private(&self.socket_dir, account)
    }
}

/// Makes a folder of mode 0700 that belongs to the server's user, or sees that it is one.
pub(super) fn make_private(folder: &Path, account: Account) -> Result<(), ClusterError> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => account.take(folder),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            // Somebody else's folder (or a link) under a name we chose in /tmp is no accident.
            let found = fs::symlink_metadata(folder).map_err(ClusterError::file("read", folder))?;
            let ours =
                found.is_dir() && found.uid() == account.uid() && found.mode() & 0o7777 == 0o700;
            if ours {
                Ok(())
            } else {
                Err(ClusterError::NotOurs(folder.to_owned()))
            }
        }
        Err(error) => Err(ClusterError::file("create", folder)(error)),
    }
}

fn choose_home(
    data_dir: &Path,
    account: Account,
    elsewhere: &Path,
) -> Result<PathBuf, ClusterError> {
    let closed = closed_folder(data_dir, account);
    if data_dir.join("cluster").join("PG_VERSION").exists() {
        return match closed {
            None => Ok(data_dir.to_owned()),
            Some(closed) => Err(ClusterError::Unreachable {
                cluster: data_dir.join("cluster"),
                closed,
            }),
        };
    }
    if let Some(home) = follow_pointer(data_dir)? {
        return Ok(home);
    }
    match closed {
        None => Ok(data_dir.to_owned()),
        Some(closed) => {
            let home = make_elsewhere(data_dir, elsewhere)?;
            tracing::info!(
                "{} lets the user postgres not through, so the database is in {}",
                closed.display(),
                home.display()
            );
            Ok(home)
        }
    }
}

/// The first folder on the way to `path` that the server's user cannot pass.
fn closed_folder(path: &Path, account: Account) -> Option<PathBuf> {
    let mut way: Vec<&Path> = path.ancestors().collect();
    way.reverse();
    let closed = way
        .into_iter()
        .find(|folder| !fs::metadata(folder).is_ok_and(|m| account.can_enter(&m)));
    closed.map(Path::to_owned)
}

/// Where `cluster.location` leads, if it is there and meant for this data folder.
fn follow_pointer(data_dir: &Path) -> Result<Option<PathBuf>, ClusterError> {
    let pointer = data_dir.join(POINTER);
    let home = match fs::read_to_string(&pointer) {
        Ok(text) => PathBuf::from(text.trim()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(ClusterError::file("read", &pointer)(error)),
    };
    let back = home.join(BACK_POINTER);
    let Ok(owner) = fs::read_to_string(&back) else {
        return Ok(None);
    };
    let owner = Path::new(owner.trim());
    if owner == data_dir {
        return Ok(Some(home));
    }
    if owner.join(POINTER).exists() {
        // This data folder is a copy; two of them must not write into one database.
        return Ok(None);
    }
    // It was moved, and the database goes with it.
    write_line(&back, data_dir)?;
    Ok(Some(home))
}

fn make_elsewhere(data_dir: &Path, elsewhere: &Path) -> Result<PathBuf, ClusterError> {
    let home = elsewhere.join(format!("{:016x}", hash(data_dir)));
    if home.exists() {
        // Its data folder was removed, which asks for a new beginning. The old one is kept once.
        let kept = home.with_extension("before");
        if kept.exists() {
            fs::remove_dir_all(&kept).map_err(ClusterError::file("remove", &kept))?;
        }
        fs::rename(&home, &kept).map_err(ClusterError::file("move", &home))?;
        tracing::warn!(
            "an earlier database of this data folder was moved to {}",
            kept.display()
        );
    }
    fs::create_dir_all(&home).map_err(ClusterError::file("create", &home))?;
    write_line(&home.join(BACK_POINTER), data_dir)?;
    write_line(&data_dir.join(POINTER), &home)?;
    Ok(home)
}

/// `sock` beside the cluster, or a short folder when the socket's path would be too long.
fn socket_dir(home: &Path, account: Account) -> PathBuf {
    let beside = home.join("sock");
    if fits(&beside) {
        return beside;
    }
    let name = format!("keyrack-{:016x}", hash(home));
    if account.switches() {
        return Path::new("/run").join(name);
    }
    let own = std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|dir| dir.is_dir());
    let folder = own.unwrap_or_else(|| PathBuf::from("/tmp")).join(&name);
    if fits(&folder) {
        folder
    } else {
        Path::new("/tmp").join(name)
    }
}

fn fits(socket_dir: &Path) -> bool {
    let socket = socket_dir.join(format!(".s.PGSQL.{}", super::postgres::PORT));
    socket.as_os_str().len() <= LONGEST_SOCKET
}

fn write_line(path: &Path, line: &Path) -> Result<(), ClusterError> {
    fs::write(path, format!("{}\n", line.display())).map_err(ClusterError::file("write", path))
}

/// FNV-1a: the same in every build, which the standard library's hash does not promise.
fn hash(path: &Path) -> u64 {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A private folder, and beside it one where clusters can go.
    fn folders(name: &str) -> (PathBuf, PathBuf) {
        let root = std::env::temp_dir().join(format!("keyrack-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&root));
        let private = root.join("private");
        fs::create_dir_all(root.join("elsewhere")).expect("a folder");
        DirBuilder::new()
            .mode(0o700)
            .create(&private)
            .expect("a folder");
        (
            fs::canonicalize(&private).expect("there"),
            root.join("elsewhere"),
        )
    }

    fn home_of(data_dir: &Path, elsewhere: &Path) -> PathBuf {
        fs::create_dir_all(data_dir).expect("a folder");
        choose_home(data_dir, Account::stranger(), elsewhere).expect("a home")
    }

    #[test]
    fn a_moved_data_folder_keeps_its_database_and_a_copy_gets_its_own() {
        let (private, elsewhere) = folders("moved");
        let (data, moved, copy) = (private.join("a"), private.join("b"), private.join("c"));
        let home = home_of(&data, &elsewhere);
        assert!(home.starts_with(&elsewhere));
        assert_eq!(home_of(&data, &elsewhere), home);

        fs::rename(&data, &moved).expect("moved");
        assert_eq!(home_of(&moved, &elsewhere), home);

        fs::create_dir(&copy).expect("a folder");
        fs::copy(moved.join(POINTER), copy.join(POINTER)).expect("copied");
        let other = home_of(&copy, &elsewhere);
        assert_ne!(other, home);
        assert_eq!(home_of(&moved, &elsewhere), home);
        assert_eq!(home_of(&copy, &elsewhere), other);
        fs::remove_dir_all(private.parent().expect("a parent")).expect("removed");
    }

    #[test]
    fn data_that_got_shut_in_is_reported_and_not_begun_anew() {
        let (private, elsewhere) = folders("shut");
        let data = private.join("data");
        fs::create_dir_all(data.join("cluster")).expect("a folder");
        fs::write(data.join("cluster").join("PG_VERSION"), "15\n").expect("written");
        let refused = choose_home(&data, Account::stranger(), &elsewhere);
        let Err(ClusterError::Unreachable { closed, .. }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(closed, private);
        fs::remove_dir_all(private.parent().expect("a parent")).expect("removed");
    }

    #[test]
    fn somebody_elses_folder_is_not_used_for_the_socket() {
        let (private, _) = folders("socket");
        let found = make_private(&private, Account::stranger());
        assert!(matches!(found, Err(ClusterError::NotOurs(_))), "{found:?}");
        fs::remove_dir_all(private.parent().expect("a parent")).expect("removed");
    }
}
