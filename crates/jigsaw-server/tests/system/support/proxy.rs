//! `HAProxy` in front of several nodes.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::api::await_true;
use super::machine::free_port;
use super::node::{Node, probe};
use super::report::left_out;
use super::site::Site;

/// The header by which a request chooses its node, as long as that is up.
pub(crate) const NODE: &str = "X-Node";

/// A running proxy; ended when dropped.
pub(crate) struct Proxy {
    child: Child,
    pub(crate) port: u16,
}

/// Several nodes on one database, and what is in front of them.
pub(crate) struct Nodes {
    pub(crate) proxy: Proxy,
    pub(crate) nodes: Vec<Node>,
}

const HEAD: &str = "\
global
    maxconn 8000
defaults
    mode http
    timeout connect 2s
    timeout check 2s
    timeout client 60s
    timeout server 60s
    retries 3
    option redispatch
";

impl Nodes {
    /// Starts so many of them. `None` where `HAProxy` is not installed, which has been said.
    pub(crate) fn start(site: &Site, count: usize) -> Option<Self> {
        if Command::new(program()).arg("-v").stdout(Stdio::null()).status().is_err() {
            left_out("nodes", "haproxy is not installed", "apt-get install -y --no-install-recommends haproxy");
            return None;
        }
        let port = free_port();
        let public = format!("http://127.0.0.1:{port}");
        let settings = [("JIGSAW_PUBLIC_URL", public.as_str())];
        let nodes: Vec<Node> =
            (0..count).map(|number| site.start_node(&name(number), free_port(), &settings)).collect();
        let proxy = Proxy::start(site, port, &nodes);
        Some(Self { proxy, nodes })
    }

    /// A client of the proxy whose requests go to one of the nodes, as long as that is up.
    pub(crate) fn api(&self, node: usize) -> super::api::Api {
        let any = &self.nodes[0];
        super::api::Api::new(&format!("http://127.0.0.1:{}", self.proxy.port), &any.token).with(NODE, &name(node))
    }
}

/// The name of a node: a, b, c.
pub(crate) fn name(number: usize) -> String {
    char::from(b'a' + u8::try_from(number).unwrap()).to_string()
}

/// Debian keeps servers where only root looks.
fn program() -> &'static str {
    const OF_DEBIAN: &str = "/usr/sbin/haproxy";
    if Path::new(OF_DEBIAN).is_file() { OF_DEBIAN } else { "haproxy" }
}

impl Proxy {
    fn start(site: &Site, port: u16, nodes: &[Node]) -> Self {
        use std::fmt::Write as _;

        let mut text = HEAD.to_owned();
        write!(text, "frontend door\n    bind 127.0.0.1:{port}\n    default_backend nodes\nbackend nodes\n").unwrap();
        text.push_str("    balance roundrobin\n    option httpchk GET /readyz\n    http-check expect status 200\n");
        for number in 0..nodes.len() {
            let name = name(number);
            writeln!(text, "    use-server {name} if {{ req.hdr({NODE}) {name} }}").unwrap();
        }
        for (number, node) in nodes.iter().enumerate() {
            let name = name(number);
            writeln!(text, "    server {name} 127.0.0.1:{} check inter 200ms fall 2 rise 1", node.port).unwrap();
        }
        let file = site.path("haproxy.cfg");
        std::fs::write(&file, text).unwrap();
        let log = std::fs::File::create(site.path("haproxy.log")).unwrap();
        let child = Command::new(program())
            .args(["-db", "-f"])
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        await_true("the proxy answers", Duration::from_secs(10), || probe(port, "/readyz") == Some(200));
        Self { child, port }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Gone already is fine.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
