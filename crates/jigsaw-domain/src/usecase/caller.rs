use std::fmt;
use std::net::IpAddr;

use crate::account::{Account, Scope};
use crate::admission::PassHolder;
use crate::audit::Actor;
use crate::id::CorrelationId;

/// Where a request comes from, as limits see it: an IPv4 address, or the /64 of an IPv6 address.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ClientNetwork(String);

impl ClientNetwork {
    /// The network of an address. An IPv4 address in IPv6 clothes is the IPv4 address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self(v4.to_string()),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                Self(format!("{a:x}:{b:x}:{c:x}:{d:x}::/64"))
            }
        }
    }

    /// Calls that do not come over a network: the command line, the sweep.
    pub fn local() -> Self {
        Self("local".to_owned())
    }

    /// Whether there is none, see [`Self::local`].
    pub fn is_local(&self) -> bool {
        self.0 == "local"
    }

    /// As text, for limit keys.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientNetwork(…)")
    }
}

/// Who is asking, as far as it was shown.
#[derive(Clone, Debug)]
pub enum Subject {
    /// Nobody is known.
    Anonymous,
    /// A browser that is signed in.
    Account(Account),
    /// A program with a host's token.
    Token {
        /// The host.
        account: Account,
        /// What the token may do.
        scopes: Vec<Scope>,
    },
    /// A person in a session, by their pass.
    Pass(Box<PassHolder>),
    /// Whoever runs the command line on the server itself.
    CommandLine,
}

impl Subject {
    /// The account behind it, if there is one.
    pub const fn account(&self) -> Option<&Account> {
        match self {
            Self::Account(account) | Self::Token { account, .. } => Some(account),
            Self::Anonymous | Self::Pass(_) | Self::CommandLine => None,
        }
    }

    /// How audit rows name it.
    pub fn actor(&self) -> Actor {
        match self {
            Self::Anonymous => Actor::Guest,
            Self::Account(account) | Self::Token { account, .. } => Actor::Account(account.id),
            Self::Pass(holder) => Actor::Participant(holder.participant.id),
            Self::CommandLine => Actor::Operator,
        }
    }
}

/// One request: who, from where, and the id that ties its traces together.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub subject: Subject,
    /// From where.
    pub network: ClientNetwork,
    /// The request.
    pub correlation: CorrelationId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_v4_addresses_and_v6_halves() {
        let of = |text: &str| ClientNetwork::of(text.parse().unwrap());
        assert_eq!(of("192.0.2.7").as_str(), "192.0.2.7");
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }
}
