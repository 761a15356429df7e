//! A temporary PostgreSQL for tests that are not written in Rust: for each line that comes in, the address of a new
//! database goes out. The server ends with this program, and this program with its input.

use std::io::{self, BufRead as _, Write as _};

use jigsaw_testkit::postgres;

fn main() -> io::Result<()> {
    let Some(cluster) = postgres::shared() else {
        return Err(io::Error::other("there is no PostgreSQL: install the Debian package postgresql-15"));
    };
    let mut out = io::stdout();
    for line in io::stdin().lock().lines() {
        line?;
        writeln!(out, "{}", cluster.database())?;
        out.flush()?;
    }
    Ok(())
}
