//! The gateway's books: one line of JSON per fact, appended and on disk before anybody hears
//! of it.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use hotel::domain::money::Money;
use serde::{Deserialize, Serialize};

/// A charge as it stands in the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What the gateway calls it.
    pub id: String,
    /// What the merchant calls it.
    pub key: String,
    /// A digest of the whole order, to know it again without keeping the card.
    pub order: String,
    /// Minor units and currency.
    pub amount: Money,
    /// Why the card was refused; empty for a charge that succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<String>,
}

/// Money given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundEntry {
    /// What the gateway calls it.
    pub id: String,
    /// What the merchant calls it.
    pub key: String,
    /// The charge it comes from.
    pub charge_key: String,
    /// Minor units and currency.
    pub amount: Money,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Charge(Entry),
    Refund(RefundEntry),
}

/// Why an order is not in the books.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The key belongs to a different order.
    #[error("this Idempotency-Key belongs to a different order")]
    KeyReused,
    /// No charge that succeeded has this key.
    #[error("there is no such charge")]
    NoSuchCharge,
    /// More than is left of the charge, or another currency.
    #[error("the refund is more than is left of the charge")]
    ExceedsCharge,
    /// The disk would not take it; nothing was charged.
    #[error("the books could not be written: {0}")]
    Disk(#[from] io::Error),
}

/// The books, in memory and on disk.
#[derive(Debug)]
pub struct Ledger {
    file: File,
    length: u64,
    charges: HashMap<String, Entry>,
    refunds: HashMap<String, RefundEntry>,
    /// Minor units given back, by the charge's key.
    refunded: HashMap<String, i64>,
}

impl Ledger {
    /// Reads the books, or starts them.
    ///
    /// A last line without an end is the trace of a crash in the middle of a write: nobody was
    /// told of it, so it is cut off. Anything else that cannot be read is an error.
    pub fn open(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        bytes.truncate(whole);
        let length = u64::try_from(whole).map_err(io::Error::other)?;
        file.set_len(length)?;
        file.seek(SeekFrom::End(0))?;
        file.sync_all()?;
        let mut ledger = Self {
            file,
            length,
            charges: HashMap::new(),
            refunds: HashMap::new(),
            refunded: HashMap::new(),
        };
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if !line.is_empty() {
                ledger.remember(serde_json::from_slice(line).map_err(|error| {
                    io::Error::new(
                        io::ErrorKind::InvalidData,
                        format!("line {}: {error}", index + 1),
                    )
                })?);
            }
        }
        Ok(ledger)
    }

    /// The charge under this key, and what was given back of it in minor units.
    pub fn lookup(&self, key: &str) -> Option<(&Entry, i64)> {
        let entry = self.charges.get(key)?;
        Some((entry, self.refunded.get(key).copied().unwrap_or(0)))
    }

    /// Enters a charge or a refusal, once per key: the first one stands and is returned, with
    /// whether it is this one.
    pub fn charge(
        &mut self,
        key: &str,
        order: &str,
        amount: Money,
        declined: Option<&str>,
    ) -> Result<(Entry, bool), LedgerError> {
        if let Some(first) = self.charges.get(key) {
            return if first.order == order {
                Ok((first.clone(), false))
            } else {
                Err(LedgerError::KeyReused)
            };
        }
        let entry = Entry {
            id: format!("sbx_ch_{:06}", self.charges.len() + 1),
            key: key.to_owned(),
            order: order.to_owned(),
            amount,
            declined: declined.map(str::to_owned),
        };
        self.append(Line::Charge(entry.clone()))?;
        Ok((entry, true))
    }

    /// Enters a refund, once per key and never beyond the charge.
    pub fn refund(
        &mut self,
        key: &str,
        charge_key: &str,
        amount: Money,
    ) -> Result<RefundEntry, LedgerError> {
        if let Some(first) = self.refunds.get(key) {
            let same = first.charge_key == charge_key && first.amount == amount;
            return if same {
                Ok(first.clone())
            } else {
                Err(LedgerError::KeyReused)
            };
        }
        let (charge, refunded) = self
            .lookup(charge_key)
            .filter(|(charge, _)| charge.declined.is_none())
            .ok_or(LedgerError::NoSuchCharge)?;
        let left = charge.amount.minor.saturating_sub(refunded);
        if amount.currency != charge.amount.currency || amount.minor > left {
            return Err(LedgerError::ExceedsCharge);
        }
        let entry = RefundEntry {
            id: format!("sbx_re_{:06}", self.refunds.len() + 1),
            key: key.to_owned(),
            charge_key: charge_key.to_owned(),
            amount,
        };
        self.append(Line::Refund(entry.clone()))?;
        Ok(entry)
    }

    /// How much was taken and given back in all, in minor units of one currency.
    #[cfg(test)]
    pub fn taken(&self, currency: hotel::domain::money::Currency) -> i64 {
        let of = |money: &Money| {
            if money.currency == currency {
                money.minor
            } else {
                0
            }
        };
        let charged: i64 = self
            .charges
            .values()
            .filter(|c| c.declined.is_none())
            .map(|c| of(&c.amount))
            .sum();
        charged
            - self
                .refunds
                .values()
                .map(|refund| of(&refund.amount))
                .sum::<i64>()
    }

    /// On disk first, in memory second.
    fn append(&mut self, line: Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(&line)?;
        text.push(b'\n');
        let written = self
            .file
            .write_all(&text)
            .and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // What is not certainly there must not come back at the next start.
            self.file.set_len(self.length)?;
            self.file.seek(SeekFrom::Start(self.length))?;
            return Err(error);
        }
        self.length += u64::try_from(text.len()).map_err(io::Error::other)?;
        self.remember(line);
        Ok(())
    }

    fn remember(&mut self, line: Line) {
        match line {
            Line::Charge(entry) => {
                self.charges.insert(entry.key.clone(), entry);
            }
            Line::Refund(entry) => {
                *self.refunded.entry(entry.charge_key.clone()).or_default() += entry.amount.minor;
                self.refunds.insert(entry.key.clone(), entry);
            }
        }
    }
}
