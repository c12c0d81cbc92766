//! Where PostgreSQL's programs are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::ClusterError;

/// The oldest major version that will do.
const OLDEST: u32 = 15;

/// One installed version.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
    /// The major version.
    major: u32,
}

impl Binaries {
    /// The version that wrote the data in `cluster`, or the newest when there is no data yet.
    pub(super) fn find(cluster: &Path) -> Result<Self, ClusterError> {
        let installed = candidates()
            .into_iter()
            .filter_map(Self::in_folder)
            .collect();
        let wanted = fs::read_to_string(cluster.join("PG_VERSION"));
        let wanted = wanted.ok().and_then(|text| text.trim().parse().ok());
        choose(installed, wanted, cluster)
    }

    /// The full path of a program.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The major version.
    pub(super) fn major(&self) -> u32 {
        self.major
    }

    fn in_folder(folder: PathBuf) -> Option<Self> {
        let complete = ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|p| folder.join(p).is_file());
        if !complete {
            return None;
        }
        let major = parse_major(&output_of(&folder.join("postgres"), "--version")?)?;
        Some(Self { folder, major })
    }
}

fn choose(
    mut installed: Vec<Binaries>,
    wanted: Option<u32>,
    cluster: &Path,
) -> Result<Binaries, ClusterError> {
    installed.sort_by_key(|binaries| binaries.major);
    let newest = installed.last().ok_or(ClusterError::NotInstalled)?.clone();
    if newest.major < OLDEST {
        return Err(ClusterError::TooOld {
            found: newest.major,
            needed: OLDEST,
        });
    }
    let Some(wanted) = wanted else {
        return Ok(newest);
    };
    installed
        .into_iter()
        .find(|binaries| binaries.major == wanted)
        .ok_or_else(|| ClusterError::OtherVersion {
            cluster: cluster.to_owned(),
            wanted,
        })
}

/// Folders that may hold the programs: what `pg_config` says, the distributions' folders, PATH.
fn candidates() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    folders.extend(output_of(Path::new("pg_config"), "--bindir").map(PathBuf::from));
    // Debian has /usr/lib/postgresql/15, Fedora and its kin /usr/pgsql-15.
    folders.extend(entries("/usr/lib/postgresql").map(|version| version.join("bin")));
    folders.extend(
        entries("/usr")
            .filter(|path| {
                path.file_name()
                    .is_some_and(|name| name.as_encoded_bytes().starts_with(b"pgsql"))
            })
            .map(|version| version.join("bin")),
    );
    let path = std::env::var_os("PATH").unwrap_or_default();
    // A link in PATH leads to the folder where all programs of the version are.
    folders.extend(
        std::env::split_paths(&path)
            .filter_map(|folder| fs::canonicalize(folder.join("postgres")).ok())
            .filter_map(|program| program.parent().map(Path::to_owned)),
    );
    folders.sort();
    folders.dedup();
    folders
}

fn entries(folder: &str) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
}

fn output_of(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program)
        .arg(argument)
        .current_dir("/")
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// 15 of `postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)`; also of `16beta1`.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installed(majors: &[u32]) -> Vec<Binaries> {
        majors
            .iter()
            .map(|&major| Binaries {
                folder: PathBuf::new(),
                major,
            })
            .collect()
    }

    #[test]
    fn reads_the_major_version() {
        assert_eq!(
            parse_major("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)"),
            Some(15)
        );
        assert_eq!(parse_major("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(parse_major("postgres"), None);
    }

    #[test]
    fn takes_the_newest_for_new_data_and_the_same_for_old() {
        let somewhere = Path::new("/data/cluster");
        let chosen = |majors: &[u32], wanted| {
            choose(installed(majors), wanted, somewhere).map(|binaries| binaries.major)
        };
        assert_eq!(chosen(&[15, 18, 16], None).ok(), Some(18));
        assert_eq!(chosen(&[15, 18, 16], Some(16)).ok(), Some(16));
        assert!(matches!(chosen(&[], None), Err(ClusterError::NotInstalled)));
        assert!(matches!(
            chosen(&[13], None),
            Err(ClusterError::TooOld { found: 13, .. })
        ));
        let gone = chosen(&[18], Some(15));
        assert!(matches!(
            gone,
            Err(ClusterError::OtherVersion { wanted: 15, .. })
        ));
    }
}
