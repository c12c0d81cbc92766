//! As whom PostgreSQL runs.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::ClusterError;

/// A user of this machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
    /// We are root and become this user.
    switch: bool,
}

impl Account {
    /// `postgres` when we are root, else ourselves.
    pub(super) fn of_server() -> Result<Self, ClusterError> {
        // The folder belongs to the effective user; asking the system needs `unsafe`.
        let me = Path::new("/proc/self");
        let me = fs::metadata(me).map_err(ClusterError::file("read", me))?;
        if me.uid() != 0 {
            return Ok(Self {
                uid: me.uid(),
                gid: me.gid(),
                switch: false,
            });
        }
        let users = Path::new("/etc/passwd");
        let users = fs::read_to_string(users).map_err(ClusterError::file("read", users))?;
        let (uid, gid) = lookup_user(&users, "postgres").ok_or(ClusterError::NoAccount)?;
        Ok(Self {
            uid,
            gid,
            switch: true,
        })
    }

    /// Somebody who owns nothing here.
    #[cfg(test)]
    pub(super) fn stranger() -> Self {
        Self {
            uid: 65_533,
            gid: 65_533,
            switch: true,
        }
    }

    /// The user's number.
    pub(super) fn uid(self) -> u32 {
        self.uid
    }

    /// Whether the server runs as somebody else than we do.
    pub(super) fn switches(self) -> bool {
        self.switch
    }

    /// A command that runs as this user, from a folder it can stand in, deaf to our settings.
    pub(super) fn command(self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        if self.switch {
            // Clears the supplementary groups too.
            command.uid(self.uid).gid(self.gid);
        }
        command.current_dir("/").stdin(Stdio::null());
        forget_environment(&mut command);
        command
    }

    /// A command that runs as this user and gets SIGINT when the thread that spawned it ends.
    pub(super) fn tied_command(self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("setpriv");
        if self.switch {
            command.arg(format!("--reuid={}", self.uid));
            command.arg(format!("--regid={}", self.gid));
            command.arg("--clear-groups");
        }
        command.args(["--pdeathsig", "INT", "--"]).arg(program);
        command.current_dir("/").stdin(Stdio::null());
        forget_environment(&mut command);
        command
    }

    /// Gives a folder to this user.
    pub(super) fn take(self, path: &Path) -> Result<(), ClusterError> {
        if self.switch {
            chown(path, Some(self.uid), Some(self.gid)).map_err(ClusterError::file("own", path))?;
        }
        Ok(())
    }

    /// Whether this user can pass through a folder with this owner and mode.
    pub(super) fn can_enter(self, folder: &fs::Metadata) -> bool {
        let mode = folder.mode();
        if !self.switch {
            return true;
        }
        if folder.uid() == self.uid {
            mode & 0o100 != 0
        } else if folder.gid() == self.gid {
            mode & 0o010 != 0
        } else {
            mode & 0o001 != 0
        }
    }
}

/// `PGPORT`, `PGDATA` and the like are meant for other servers; messages are read in English.
fn forget_environment(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"PG") {
            command.env_remove(name);
        }
    }
    command.env("LC_ALL", "C.UTF-8");
}

/// The user's and the group's number in a passwd file.
fn lookup_user(passwd: &str, name: &str) -> Option<(u32, u32)> {
    let line = passwd
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_user_by_its_whole_name() {
        let passwd = "root:x:0:0::/root:/bin/sh\npostgres2:x:7:8::/:/\npostgres:x:101:104:PG:/:/\n";
        assert_eq!(lookup_user(passwd, "postgres"), Some((101, 104)));
        assert_eq!(lookup_user(passwd, "post"), None);
        assert_eq!(lookup_user("postgres:x:none", "postgres"), None);
    }
}
