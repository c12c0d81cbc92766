//! Just enough HTTP/1.1 to keep a connection busy without spending the machine on it.

use std::io::{BufRead as _, BufReader, Error, Read as _, Result, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Longer than the server may take for anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// One connection, kept open between requests.
pub struct Connection {
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

/// What the server answered; the body stays valid until the next request.
pub struct Answer<'a> {
    /// The HTTP status.
    pub status: u16,
    /// Whether the body is compressed with gzip.
    pub gzip: bool,
    /// The body as it came over the wire.
    pub body: &'a [u8],
}

impl Connection {
    /// Connects to `host:port`.
    pub fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            body: Vec::new(),
        })
    }

    /// Sends a whole request and reads the whole answer.
    pub fn ask(&mut self, request: &str) -> Result<Answer<'_>> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.ok_or_else(|| Error::other("the answer has no status"))?;
        let (mut length, mut chunked, mut gzip) = (0, false, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            match name {
                "content-length" => length = value.parse().map_err(Error::other)?,
                "transfer-encoding" => chunked = value == "chunked",
                "content-encoding" => gzip = value == "gzip",
                _ => {}
            }
        }
        self.body.clear();
        if chunked {
            self.read_chunks()?;
        } else {
            self.read_body(length)?;
        }
        Ok(Answer {
            status,
            gzip,
            body: &self.body,
        })
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(Error::other("the server closed the connection"));
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }

    fn read_body(&mut self, length: u64) -> Result<()> {
        let read = self
            .stream
            .by_ref()
            .take(length)
            .read_to_end(&mut self.body)?;
        if read as u64 == length {
            Ok(())
        } else {
            Err(Error::other("the answer was cut short"))
        }
    }

    fn read_chunks(&mut self) -> Result<()> {
        loop {
            let length = u64::from_str_radix(&self.line()?, 16).map_err(Error::other)?;
            self.read_body(length)?;
            self.line()?;
            if length == 0 {
                return Ok(());
            }
        }
    }
}
