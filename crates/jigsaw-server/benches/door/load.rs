//! Closed loop: each client sends its next request when the one before is answered.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::client::{Answer, Connection};
use crate::failure::{Failure, Outcome};
use crate::process::Usage;

/// What a client asks, and what it must be answered.
pub(crate) trait Asks {
    /// Writes the next request.
    fn next(&mut self, into: &mut Vec<u8>);

    /// Whether this is the answer that was asked for.
    fn is_right(&self, answer: &Answer<'_>) -> bool;
}

/// How long and by how many is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    pub(crate) clients: usize,
    pub(crate) warm_up: Duration,
    pub(crate) time: Duration,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) per_second: f64,
    pub(crate) latencies: Latencies,
    /// Of the server, for each answer.
    pub(crate) cpu: Duration,
    /// Of the database server, for each answer; nothing where there is none.
    pub(crate) database_cpu: Duration,
    /// Written by the server to files, for each answer.
    pub(crate) written: u64,
}

/// Every latency, in microseconds, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latencies(Vec<u32>);

impl Latencies {
    pub(crate) fn of(mut micros: Vec<u32>) -> Self {
        micros.sort_unstable();
        Self(micros)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The latency that this share of all answers kept.
    pub(crate) fn quantile(&self, share: f64) -> Duration {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a rank between 0 and the count"
        )]
        let rank = (self.0.len().saturating_sub(1) as f64 * share).round() as usize;
        Duration::from_micros(self.0.get(rank).copied().unwrap_or_default().into())
    }
}

/// Microseconds, as they are kept.
pub(crate) fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}

/// Runs a closed loop. One answer that is not the right one fails it.
///
/// Must run on a [`tokio::task::LocalSet`].
pub(crate) async fn closed_loop<A: Asks + 'static>(
    address: SocketAddr,
    load: Load,
    usage: impl Fn() -> Usage,
    mut asks: impl FnMut(usize) -> A,
) -> Outcome<Measured> {
    let begin = Instant::now() + load.warm_up;
    let end = begin + load.time;
    let all = Rc::new(RefCell::new(Vec::<u32>::with_capacity(1 << 18)));
    let mut clients = Vec::new();
    for number in 0..load.clients {
        let client = Client { address, begin, end, all: Rc::clone(&all), asks: asks(number) };
        clients.push(tokio::task::spawn_local(client.run()));
    }
    tokio::time::sleep_until(begin.into()).await;
    let before = usage();
    tokio::time::sleep_until(end.into()).await;
    let after = usage();
    for client in clients {
        client.await??;
    }
    let latencies = Latencies::of(all.take());
    let count = u32::try_from(latencies.count()).unwrap_or(u32::MAX);
    if count == 0 {
        return Err(Failure::new("nothing was answered in time"));
    }
    Ok(Measured {
        per_second: f64::from(count) / load.time.as_secs_f64(),
        cpu: after.server.saturating_sub(before.server) / count,
        database_cpu: after.database.saturating_sub(before.database) / count,
        written: after.written.saturating_sub(before.written) / u64::from(count),
        latencies,
    })
}

struct Client<A> {
    address: SocketAddr,
    begin: Instant,
    end: Instant,
    all: Rc<RefCell<Vec<u32>>>,
    asks: A,
}

impl<A: Asks> Client<A> {
    async fn run(mut self) -> Outcome {
        let mut connection = Connection::open(self.address).await?;
        let mut request = Vec::with_capacity(1024);
        loop {
            request.clear();
            self.asks.next(&mut request);
            let asked = Instant::now();
            if asked >= self.end {
                return Ok(());
            }
            let answer = connection.call(&request).await?;
            if !self.asks.is_right(&answer) {
                return Err(answer.unexpected());
            }
            let answered = Instant::now();
            // What is answered while the time runs counts, whenever it was asked.
            if answered >= self.begin && answered <= self.end {
                self.all.borrow_mut().push(micros(answered - asked));
            }
        }
    }
}
