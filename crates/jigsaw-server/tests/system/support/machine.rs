//! The machine that the tests share: who has it alone, and which ports are free.

use std::net::{TcpListener, UdpSocket};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct Use {
    shared: usize,
    alone: bool,
}

static USE: Mutex<Use> = Mutex::new(Use { shared: 0, alone: false });
static CHANGED: Condvar = Condvar::new();

/// The machine, in use until this is dropped.
#[derive(Debug)]
pub(crate) struct Machine {
    alone: bool,
}

impl Machine {
    /// Beside other tests.
    pub(crate) fn shared() -> Self {
        let mut now = CHANGED.wait_while(look(), |now| now.alone).unwrap_or_else(PoisonError::into_inner);
        now.shared += 1;
        Self { alone: false }
    }

    /// For a drill: its bars are seconds, and mean nothing while another test has the processors.
    pub(crate) fn alone() -> Self {
        let taken = |now: &mut Use| now.alone || now.shared > 0;
        let mut now = CHANGED.wait_while(look(), taken).unwrap_or_else(PoisonError::into_inner);
        now.alone = true;
        Self { alone: true }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let mut now = look();
        if self.alone {
            now.alone = false;
        } else {
            now.shared -= 1;
        }
        CHANGED.notify_all();
    }
}

fn look() -> MutexGuard<'static, Use> {
    USE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A free port of loopback that stays free while a server restarts: below the range that clients' own ports are taken from,
/// and kept from other test processes by a datagram socket with the same number.
pub(crate) fn free_port() -> u16 {
    static TAKEN: Mutex<Vec<UdpSocket>> = Mutex::new(Vec::new());
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Runs beside each other begin at different places.
    let begin = u16::try_from(std::process::id() % 100).unwrap() * 100;
    loop {
        let port = 20_000 + (begin + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000;
        if let Ok(claim) = UdpSocket::bind(("127.0.0.1", port))
            && TcpListener::bind(("127.0.0.1", port)).is_ok()
        {
            TAKEN.lock().unwrap_or_else(PoisonError::into_inner).push(claim);
            return port;
        }
    }
}
