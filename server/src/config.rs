//! Where things are: read from the environment once, at start.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

/// Every variable of the contract.
#[derive(Clone, Args)]
pub struct Config {
    /// Where to listen.
    #[arg(
        long,
        env = "KEYRACK_ADDR",
        default_value = "127.0.0.1:3000",
        global = true
    )]
    pub addr: SocketAddr,
    /// The database cluster, keys, and outgoing mail when there is no SMTP server.
    #[arg(long, env = "KEYRACK_DATA", default_value = "./data", global = true)]
    pub data: PathBuf,
    /// The home database; without it an own cluster in the data folder.
    #[arg(env = "DATABASE_URL", long, hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Further databases: `name=url,name=url`.
    #[arg(env = "KEYRACK_DATABASES", long, hide_env_values = true, global = true)]
    pub databases: Option<String>,
    /// Password of the app and relay roles at an external database.
    #[arg(
        env = "KEYRACK_APP_PASSWORD",
        long,
        hide_env_values = true,
        global = true
    )]
    pub app_password: Option<String>,
    /// Outgoing mail: `smtp://user:pass@host:port?tls=required`.
    #[arg(env = "SMTP_URL", long, hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,
    /// Who mails are from.
    #[arg(
        env = "KEYRACK_MAIL_FROM",
        long,
        default_value = "Keyrack <no-reply@keyrack.example>",
        global = true
    )]
    pub mail_from: String,
    /// How guests reach this server, for links in mails.
    #[arg(env = "KEYRACK_PUBLIC_URL", long, global = true)]
    pub public_url: Option<String>,
    /// 32 bytes that seal the house's secrets; made in the data folder.
    #[arg(env = "KEYRACK_MASTER_KEY_FILE", long, global = true)]
    pub master_key_file: Option<PathBuf>,
    /// 32 bytes that sign tokens; made in the data folder.
    #[arg(env = "KEYRACK_JWT_KEY_FILE", long, global = true)]
    pub jwt_key_file: Option<PathBuf>,
    /// How many seconds a room is held while a payment runs.
    #[arg(
        env = "KEYRACK_HOLD_SECONDS",
        long,
        default_value_t = 900,
        global = true
    )]
    pub hold_seconds: u64,
}

impl std::fmt::Debug for Config {
    /// Without the addresses: there may be passwords in them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("addr", &self.addr)
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}
