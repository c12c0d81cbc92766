//! The tape chart: how long the server takes for it, and how much it sends.

use std::io::{Error, Result, Write as _};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use crate::figure::Figures;
use crate::http::Connection;

/// How often each chart is asked for.
const TIMES: usize = 15;

/// One hotel's chart.
pub struct Chart {
    /// From the request to the last byte, in milliseconds.
    pub millis: Figures,
    /// Compressed with gzip, as a browser of today would get it or could get it.
    pub kib: f64,
}

/// The charts of both sizes of hotel.
pub struct Charts {
    /// 1,000 rooms.
    pub big: Chart,
    /// 100 rooms.
    pub small: Chart,
}

/// Asks for 30 days of both hotels.
pub fn measure(address: &str) -> Result<Charts> {
    eprintln!("    tape chart");
    Ok(Charts {
        big: chart(address, "BIG")?,
        small: chart(address, "B01")?,
    })
}

fn chart(address: &str, hotel: &str) -> Result<Chart> {
    let request = format!(
        "GET /desk/{hotel}/rack?days=30 HTTP/1.1\r\nHost: {address}\r\n\
         Accept: text/html\r\nAccept-Encoding: gzip\r\nCookie: __Host-sid=bench\r\n\r\n"
    );
    let mut connection = Connection::open(address)?;
    let mut chart = Chart {
        millis: Figures::default(),
        kib: 0.0,
    };
    // The first one fills caches and does not count.
    for time in 0..=TIMES {
        let begun = Instant::now();
        let answer = connection.ask(&request)?;
        let took = begun.elapsed();
        if answer.status != 200 {
            return Err(Error::other(format!(
                "the chart of {hotel} answered {}",
                answer.status
            )));
        }
        if time == 0 {
            let size = if answer.gzip {
                answer.body.len()
            } else {
                gzip(answer.body)?
            };
            chart.kib = kib(size);
        } else {
            chart.millis.push(took.as_secs_f64() * 1000.0);
        }
    }
    Ok(chart)
}

fn kib(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1024.0
}

/// How large it would be, had it been compressed.
fn gzip(body: &[u8]) -> Result<usize> {
    let mut program = Command::new("gzip")
        .arg("-6")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let input = program.stdin.take();
    thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(body)));
        program.wait_with_output().map(|output| output.stdout.len())
    })
}
