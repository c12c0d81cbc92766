//! What the hub counts.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use tokio::sync::Notify;

/// Counts of the hub at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveNumbers {
    /// Sockets open now.
    pub sockets: u64,
    /// Messages sent since the start.
    pub frames: u64,
    /// Clients told to start anew, or sent away because they did not keep up, since the start.
    pub resyncs: u64,
}

/// The counters behind [`LiveNumbers`].
#[derive(Debug, Default)]
pub struct Metrics {
    sockets: AtomicU64,
    frames: AtomicU64,
    resyncs: AtomicU64,
    left: Notify,
}

/// Counts one socket until it is dropped.
pub struct Open<'m>(&'m Metrics);

impl Metrics {
    /// One socket more, for as long as the answer lives.
    pub fn open(&self) -> Open<'_> {
        self.sockets.fetch_add(1, Relaxed);
        Open(self)
    }

    /// One message more.
    pub fn sent(&self) {
        self.frames.fetch_add(1, Relaxed);
    }

    /// One client more that must start anew.
    pub fn resync(&self) {
        self.resyncs.fetch_add(1, Relaxed);
    }

    /// All counts.
    pub fn numbers(&self) -> LiveNumbers {
        LiveNumbers {
            sockets: self.sockets.load(Relaxed),
            frames: self.frames.load(Relaxed),
            resyncs: self.resyncs.load(Relaxed),
        }
    }

    /// Returns when no socket is open.
    pub async fn wait_until_empty(&self) {
        loop {
            // Asked for before looking, so that a socket leaving in between is not missed.
            let left = self.left.notified();
            if self.sockets.load(Relaxed) == 0 {
                return;
            }
            left.await;
        }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.sockets.fetch_sub(1, Relaxed);
        self.0.left.notify_waiters();
    }
}
