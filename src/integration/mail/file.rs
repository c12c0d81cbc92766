//! Mails as `.eml` files in a folder: for a house without a mail server, and for tests.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;

use super::{Mail, MailError, Mailer};

/// Writes every mail as `<message id>.eml`. A mail sent twice is one file, and a file under its
/// name is always whole.
#[derive(Clone, Debug)]
pub struct FileMailer {
    folder: PathBuf,
}

impl FileMailer {
    /// Writes into `folder`, which is made with the first mail if need be.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }
}

#[async_trait]
impl Mailer for FileMailer {
    fn name(&self) -> &'static str {
        "file"
    }

    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let bytes = mail.to_message()?.formatted();
        let stem = mail.message_id.local().to_owned();
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || write_whole(&folder, &stem, &bytes))
            .await
            .map_err(|error| MailError::Later(error.to_string()))?
            .map_err(|error| MailError::Later(error.to_string()))
    }
}

/// Written aside and then renamed, so that a reader never meets half a mail.
fn write_whole(folder: &Path, stem: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let aside = folder.join(format!(".{stem}.part"));
    let mut file = File::create(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&aside, folder.join(format!("{stem}.eml")))?;
    // Without this the new name may be gone after a power cut.
    File::open(folder)?.sync_all()
}
