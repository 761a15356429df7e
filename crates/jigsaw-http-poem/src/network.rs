//! Where a request really comes from: the peer, or what trusted proxies say in front of it.

use std::net::IpAddr;
use std::str::FromStr;

use poem::http::HeaderMap;

/// A range of addresses whose `X-Forwarded-For` is believed: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// Not a range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not an address or a range such as 10.0.0.0/8")]
pub struct NotANetwork;

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim().parse().map_err(|_| NotANetwork)?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(widest), |bits| bits.trim().parse().map_err(|_| NotANetwork))?;
        if bits > widest { Err(NotANetwork) } else { Ok(Self { address, bits }) }
    }
}

impl From<(IpAddr, u8)> for Network {
    fn from((address, bits): (IpAddr, u8)) -> Self {
        Self { address, bits: bits.min(if address.is_ipv4() { 32 } else { 128 }) }
    }
}

impl Network {
    /// Whether an address lies inside. An IPv4 address in IPv6 clothes is the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = u32::from(self.bits);
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// The client's address: the first one, from the right of `X-Forwarded-For`, that no trusted proxy has. What stands
/// left of it was written by the client itself and is not believed.
pub(crate) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_proxy = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer;
    if !is_proxy(client) {
        return client;
    }
    let named: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().flat_map(|value| value.to_str().unwrap_or("?").split(',')).collect();
    for hop in named.into_iter().rev() {
        // What cannot be read ends the walk: the last proxy is all that is known.
        let Some(address) = hop_address(hop.trim()) else {
            break;
        };
        client = address;
        if !is_proxy(client) {
            break;
        }
    }
    client
}

/// An address as proxies write it: bare, or with a port.
fn hop_address(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    if let Ok(socket) = text.parse::<std::net::SocketAddr>() {
        return Some(socket.ip());
    }
    text.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn walk(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        client_address(ip(peer), &headers, &trusted).to_string()
    }

    #[test]
    fn ranges_are_read_and_bounded() {
        let ten: Network = "10.0.0.0/8".parse().unwrap();
        assert!(ten.contains(ip("10.255.0.1")) && ten.contains(ip("::ffff:10.0.0.1")) && !ten.contains(ip("11.0.0.1")));
        let all: Network = "::/0".parse().unwrap();
        assert!(all.contains(ip("2001:db8::1")) && !all.contains(ip("10.0.0.1")));
        assert!("127.0.0.1".parse::<Network>().unwrap().contains(ip("127.0.0.1")));
        for bad in ["", "10.0.0.0/33", "10.0.0.0/-1", "proxy", "::/129"] {
            assert_eq!(bad.parse::<Network>(), Err(NotANetwork), "{bad}");
        }
    }

    #[test]
    fn a_client_cannot_choose_its_address() {
        // Nobody is trusted: the header is noise.
        assert_eq!(walk("192.0.2.9", &["10.9.9.9"], &[]), "192.0.2.9");
        // One proxy: its own entry is the rightmost.
        assert_eq!(walk("10.0.0.1", &["1.2.3.4, 192.0.2.9"], &["10.0.0.0/8"]), "192.0.2.9");
        // Two proxies, two header lines.
        assert_eq!(walk("10.0.0.1", &["1.2.3.4, 192.0.2.9", "10.0.0.2"], &["10.0.0.0/8"]), "192.0.2.9");
        // A spoofed trusted address on the left is not reached.
        assert_eq!(walk("10.0.0.1", &["10.0.0.7, 192.0.2.9"], &["10.0.0.0/8"]), "192.0.2.9");
        // Ports, brackets and rubbish.
        assert_eq!(walk("10.0.0.1", &["192.0.2.9:4711"], &["10.0.0.0/8"]), "192.0.2.9");
        assert_eq!(walk("10.0.0.1", &["[2001:db8::9]:80"], &["10.0.0.0/8"]), "2001:db8::9");
        assert_eq!(walk("10.0.0.1", &["192.0.2.9, unknown"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(walk("10.0.0.1", &[], &["10.0.0.0/8"]), "10.0.0.1");
    }
}
