//! `postmaster.pid`: what PostgreSQL says about itself, and who really lives in its folder.

use std::fs;
use std::path::{Path, PathBuf};

/// The lines of `postmaster.pid` we need.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PidFile {
    /// The postmaster's process.
    pub(super) pid: u32,
    /// Where its socket is.
    pub(super) socket_dir: PathBuf,
    /// It takes connections.
    pub(super) ready: bool,
}

impl PidFile {
    /// Where it lies.
    pub(super) fn path(cluster: &Path) -> PathBuf {
        cluster.join("postmaster.pid")
    }

    /// What it says, once it says enough; it is written in steps.
    pub(super) fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(Self::path(cluster)).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        Some(Self {
            pid: lines.first()?.parse().ok()?,
            socket_dir: PathBuf::from(lines.get(4)?),
            ready: lines.get(7) == Some(&"ready"),
        })
    }
}

/// The processes that work in `cluster` (every process of PostgreSQL stands in its data folder).
/// A zombie does not count: it has let go of everything, only nobody has taken note.
pub(super) fn inhabitants(cluster: &Path) -> Vec<u32> {
    let Ok(cluster) = fs::canonicalize(cluster) else {
        return Vec::new();
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| {
            fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|folder| folder == cluster)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_file_in_every_state_of_writing() {
        let whole = "4711\n/d/cluster\n1790000000\n5432\n/d/sock\n\n  5 1\nready   \n";
        let file = PidFile::parse(whole).expect("a whole file");
        assert_eq!((file.pid, file.ready), (4711, true));
        assert_eq!(file.socket_dir, Path::new("/d/sock"));

        let starting = whole.replace("ready   ", "starting");
        assert_eq!(
            PidFile::parse(&starting).map(|file| file.ready),
            Some(false)
        );
        assert_eq!(PidFile::parse("4711\n/d/cluster\n"), None);
        assert_eq!(PidFile::parse(""), None);
    }

    #[test]
    fn sees_who_stands_in_a_folder() {
        let here = std::env::current_dir().expect("a folder");
        assert!(inhabitants(&here).contains(&std::process::id()));
        assert!(inhabitants(Path::new("/nowhere/at/all")).is_empty());
    }
}
