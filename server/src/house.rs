//! Builds the house from its configuration: databases, keys, gateway, mail, bus.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hotel::auth::secret::Secrets;
use hotel::integration::bus::in_process::InProcessBus;
use hotel::integration::mail::Mailer;
use hotel::integration::mail::file::FileMailer;
use hotel::integration::mail::smtp::SmtpMailer;
use hotel::integration::payment::sandbox::{SandboxConfig, SandboxGateway};
use hotel::service::determinism::{Ids as _, SystemClock, SystemIds};
use hotel::service::services::{Database, Parts, Services, Settings};
use tokio::sync::Notify;

use crate::Failure;
use crate::cluster::Cluster;
use crate::config::Config;
use crate::database::{Databases, Pools};
use crate::sandbox::{self, SandboxServer};

/// The databases, and the cluster they live in when it is our own.
pub struct Storage {
    /// Every database of this installation.
    pub databases: Databases,
    cluster: Option<Cluster>,
}

impl Storage {
    /// Finds or makes the databases and brings them up to date.
    pub async fn open(config: &Config) -> Result<Self, Failure> {
        let storage = if let Some(home) = &config.database_url {
            let further = config.databases.as_deref();
            let password = config.app_password.as_deref();
            Self {
                databases: Databases::of_addresses(home, further, password)?,
                cluster: None,
            }
        } else {
            let cluster = Cluster::open(&config.data).await?;
            Self {
                databases: Databases::of_cluster(&cluster),
                cluster: Some(cluster),
            }
        };
        storage.databases.migrate_all().await?;
        Ok(storage)
    }

    /// Resolves when the own cluster cannot be kept up any longer; never without one.
    pub async fn failed(&self) -> Failure {
        match &self.cluster {
            Some(cluster) => Failure::plain(cluster.failed().await.to_string()),
            None => std::future::pending().await,
        }
    }

    /// Stops the own cluster cleanly.
    pub async fn close(self) -> Result<(), Failure> {
        if let Some(cluster) = self.cluster {
            cluster.stop().await?;
        }
        Ok(())
    }
}

/// Services and what runs beside them.
pub struct House {
    /// For pages, webhooks and jobs.
    pub services: Services,
    pools: Pools,
    gateway: SandboxServer,
}

impl House {
    /// Puts everything together over open storage.
    pub async fn build(config: &Config, storage: &Storage) -> Result<Self, Failure> {
        let pools = storage.databases.connect().await?;
        let gateway = sandbox::serve(&config.data).await?;
        let mut databases = BTreeMap::new();
        for (name, app) in &pools.app {
            let Some(relay) = pools.relay.get(name) else {
                continue;
            };
            let database = Database {
                name: name.as_str().into(),
                app: app.clone(),
                relay: relay.clone(),
                wake: Arc::new(Notify::new()),
            };
            databases.insert(name.clone(), database);
        }
        let services = Services::new(Parts {
            databases,
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            gateway: Arc::new(SandboxGateway::new(&SandboxConfig::new(gateway.url()))?),
            mailer: mailer(config)?,
            bus: Arc::new(InProcessBus::default()),
            secrets: secrets(config)?,
            settings: Settings {
                hold: Duration::from_secs(config.hold_seconds),
                public_url: public_url(config),
                ..Settings::default()
            },
        });
        Ok(Self {
            services,
            pools,
            gateway,
        })
    }

    /// Closes what the house opened.
    pub async fn close(self) {
        self.gateway.shutdown().await;
        self.pools.close().await;
    }
}

fn public_url(config: &Config) -> String {
    let url = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}", config.addr));
    url.trim_end_matches('/').to_owned()
}

fn mailer(config: &Config) -> Result<Arc<dyn Mailer>, Failure> {
    Ok(match &config.smtp_url {
        Some(url) => Arc::new(SmtpMailer::from_url(url)?),
        None => Arc::new(FileMailer::new(config.data.join("mail"))),
    })
}

fn secrets(config: &Config) -> Result<Secrets, Failure> {
    let keys = config.data.join("keys");
    let place =
        |given: &Option<PathBuf>, name: &str| given.clone().unwrap_or_else(|| keys.join(name));
    let master = key(&place(&config.master_key_file, "master.key"))?;
    let jwt = key(&place(&config.jwt_key_file, "jwt.key"))?;
    Ok(Secrets::new(master, jwt))
}

/// The 32 bytes in a file; made on first use, readable by its owner only.
fn key(path: &Path) -> Result<[u8; 32], Failure> {
    let at = |doing: &str| format!("The key file {} could not be {doing}", path.display());
    if !path.exists() {
        use std::io::Write as _;
        use std::os::unix::fs::OpenOptionsExt as _;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| Failure::new(at("made"), error))?;
        }
        let mut options = std::fs::OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(path);
        let mut file = file.map_err(|error| Failure::new(at("made"), error))?;
        let written = file
            .write_all(&SystemIds.secret())
            .and_then(|()| file.sync_all());
        written.map_err(|error| Failure::new(at("written"), error))?;
    }
    let bytes = std::fs::read(path).map_err(|error| Failure::new(at("read"), error))?;
    bytes.try_into().map_err(|_| {
        Failure::plain(format!(
            "The key file {} must hold exactly 32 bytes.",
            path.display()
        ))
    })
}
