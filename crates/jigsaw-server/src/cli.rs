//! The command line, as `docs/operators.md` describes it.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand, ValueEnum};

/// The front door of live sessions: who gets in, how, when and why.
#[derive(Debug, Parser)]
#[command(name = "jigsaw", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// A TOML file with settings; see `jigsaw config --reference`.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Accept a plain http public address that is not loopback.
    #[arg(long, global = true)]
    pub(crate) insecure: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Try everything in one step: a host, three live sessions, captured mail, in a fresh folder.
    Demo(Demo),
    /// Run the server.
    Serve {
        /// Apply pending migrations first (SQLite always does).
        #[arg(long)]
        migrate: bool,
        /// Go on with the present key file though the database was made with another one: links that were sent are dead.
        #[arg(long)]
        accept_key: bool,
    },
    /// Write a backup, beside the running server. The key file is not in it.
    Backup {
        /// The file to write; it must not exist.
        file: PathBuf,
    },
    /// Put a backup where the configured database is. Nothing is mailed until `resume`.
    Restore {
        /// What `backup` wrote.
        file: PathBuf,
        /// SQLite: take the place of a database that holds data; it is kept beside.
        #[arg(long)]
        replace: bool,
    },
    /// Go on mailing after a restore.
    Resume,
    /// Check everything that a server needs, and say how to mend what is wrong.
    Doctor {
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
        /// Also send a test mail to this address.
        #[arg(long, value_name = "ADDRESS")]
        send_to: Option<String>,
    },
    /// Bring the database's schema up to date.
    Migrate {
        /// Only tell whether something is pending; exit code 1 if so.
        #[arg(long)]
        check: bool,
    },
    /// Print the configuration that is in effect, without secrets.
    Config {
        /// Only check it.
        #[arg(long)]
        check: bool,
        /// Print every setting with its meaning, as Markdown.
        #[arg(long)]
        reference: bool,
    },
    /// Hosts: the people who may create sessions.
    #[command(subcommand)]
    Host(Host),
    /// API tokens for programs.
    #[command(subcommand)]
    Token(Token),
    /// Who would get in, and why.
    Explain(Explain),
    /// Print the `OpenAPI` document.
    Openapi,
    /// Print the reason codes as Markdown.
    #[command(hide = true)]
    Reasons,
}

#[derive(Debug, Parser)]
pub(crate) struct Demo {
    /// Address and port to listen on; port 0 picks a free one.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<String>,
    /// A folder that is kept, and used again at the next start.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Print one line of JSON when ready.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Host {
    /// Provision a host; prints a set-up link that works once.
    Add {
        /// Their address.
        #[arg(long)]
        email: String,
        /// First and last name.
        #[arg(long)]
        name: String,
        /// They also see what belongs to the server: the captured mail.
        #[arg(long)]
        operator: bool,
    },
    /// A new set-up link for a host who is locked out.
    Reset {
        /// Their address.
        #[arg(long)]
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a token for a host; it is shown once.
    Create {
        /// The host's address.
        #[arg(long)]
        email: String,
        /// What it may do (`sessions:read`, `sessions:write`, `mailbox:read`); everything, if none is given.
        #[arg(long)]
        scope: Vec<String>,
        /// When it ends, e.g. 2027-01-31T00:00:00Z.
        #[arg(long)]
        expires: Option<DateTime<Utc>>,
    },
}

#[derive(Debug, Parser)]
pub(crate) struct Explain {
    /// The session's id.
    #[arg(long)]
    pub(crate) session: String,
    /// The address of the person.
    #[arg(long)]
    pub(crate) email: String,
    /// The moment to judge, e.g. 2026-11-23T14:00:00Z; now, if none is given.
    #[arg(long)]
    pub(crate) at: Option<DateTime<Utc>>,
    /// The link they come by.
    #[arg(long, default_value = "session")]
    pub(crate) link: Link,
    /// They are signed in to their account.
    #[arg(long)]
    pub(crate) signed_in: bool,
    /// They come with the device they were last there with.
    #[arg(long)]
    pub(crate) same_device: bool,
    /// They come by the link as it was before it was last renewed.
    #[arg(long)]
    pub(crate) old_link: bool,
    /// Answer in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Link {
    /// The personal link of their invitation.
    Personal,
    /// The session link.
    Session,
}
