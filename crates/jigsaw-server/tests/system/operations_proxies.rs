//! The examples of `docs/operations` for nginx and `HAProxy`, in front of a server: TLS, client addresses, streams.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::api::{await_true, key};
use crate::support::machine::free_port;
use crate::support::node::Node;
use crate::support::operate::text;
use crate::support::site::Site;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations");

/// A running proxy; ended when dropped.
struct Proxy {
    child: Child,
    open: u16,
    secure: u16,
    folder: PathBuf,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Where a program is, or word that the test was left out.
fn program(name: &str) -> Option<PathBuf> {
    let places = ["/usr/sbin", "/usr/bin", "/usr/local/bin"];
    let found = places.iter().map(|place| Path::new(place).join(name)).find(|path| path.is_file());
    if found.is_none() {
        // The real one: the test runner keeps back what `eprintln!` writes.
        let mut aloud = std::io::stderr();
        writeln!(aloud, "the example for a proxy was left out: {name} is not installed").unwrap();
    }
    found
}

/// The example with this machine's ports and certificate in the place of a real one's; each must be there.
fn adjusted(name: &str, changes: &[(&str, &str)]) -> String {
    let example = fs::read_to_string(Path::new(FOLDER).join(name)).unwrap();
    changes.iter().fold(example, |example, (from, to)| {
        assert!(example.contains(from), "{name} has no `{from}`");
        example.replace(from, to)
    })
}

/// A certificate and its key, in files of their own and in one.
fn certificate(folder: &Path) -> Option<()> {
    let made = Command::new(program("openssl")?)
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=jigsaw.example"])
        .args(["-keyout", "key.pem", "-out", "certificate.pem"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", text(&made.stderr));
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    fs::write(folder.join("both.pem"), read("key.pem") + &read("certificate.pem")).unwrap();
    Some(())
}

fn nginx(folder: &Path, node: &Node) -> Option<Proxy> {
    let program = program("nginx")?;
    certificate(folder)?;
    let (open, secure) = (free_port(), free_port());
    let place = folder.display();
    let site = adjusted(
        "nginx.conf",
        &[
            ("/etc/letsencrypt/live/jigsaw.example/fullchain.pem", &format!("{place}/certificate.pem")),
            ("/etc/letsencrypt/live/jigsaw.example/privkey.pem", &format!("{place}/key.pem")),
            ("/var/log/nginx/jigsaw.error.log", &format!("{place}/error.log")),
            ("    listen [::]:80;\n", ""),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("listen 80;", &format!("listen 127.0.0.1:{open};")),
            ("listen 443 ssl", &format!("listen 127.0.0.1:{secure} ssl")),
            ("server 127.0.0.1:8080;", &format!("server 127.0.0.1:{};", node.port)),
        ],
    );
    fs::write(folder.join("site.conf"), site).unwrap();
    let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {place}/{kind};"))
        .join("\n");
    let whole = format!(
        "daemon off;\nmaster_process off;\npid {place}/nginx.pid;\nerror_log {place}/error.log;\nevents {{}}\n\
         http {{\n{folders}\ninclude {place}/site.conf;\n}}\n"
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, whole).unwrap();
    let child = Command::new(program).arg("-c").arg(file).stderr(Stdio::null()).spawn().unwrap();
    Some(Proxy { child, open, secure, folder: folder.to_owned() })
}

fn haproxy(folder: &Path, node: &Node) -> Option<Proxy> {
    let program = program("haproxy")?;
    certificate(folder)?;
    let (open, secure) = (free_port(), free_port());
    let text = adjusted(
        "haproxy.cfg",
        &[
            ("/etc/haproxy/certs/jigsaw.pem", &folder.join("both.pem").to_string_lossy()),
            ("    user haproxy\n    group haproxy\n", ""),
            ("maxconn 20000", "maxconn 2000"),
            ("bind :443 ", &format!("bind 127.0.0.1:{secure} ")),
            ("bind :80\n", &format!("bind 127.0.0.1:{open}\n")),
            ("server a 127.0.0.1:8080", &format!("server a 127.0.0.1:{}", node.port)),
        ],
    );
    let file = folder.join("haproxy.cfg");
    fs::write(&file, text).unwrap();
    let out = fs::File::create(folder.join("error.log")).unwrap();
    let child = Command::new(program).arg("-db").arg("-f").arg(file).stdout(out).stderr(Stdio::null()).spawn().unwrap();
    Some(Proxy { child, open, secure, folder: folder.to_owned() })
}

impl Proxy {
    /// curl speaks TLS and chooses its own address, which the client of the other tests does not.
    fn curl(&self, from: &str, arguments: &[&str], path: &str) -> Output {
        Command::new("curl")
            .args(["--silent", "--insecure", "--interface", from, "--max-time", "5"])
            .args(["--resolve", &format!("jigsaw.example:{}:127.0.0.1", self.secure)])
            .args(arguments)
            .arg(format!("https://jigsaw.example:{}{path}", self.secure))
            .output()
            .unwrap()
    }

    fn join(&self, from: &str, claimed: &str, key: &str, body: &Value) -> Value {
        let claim = format!("X-Forwarded-For: {claimed}");
        let body = body.to_string();
        let arguments = ["--header", "Content-Type: application/json", "--header", &claim, "--data", &body];
        let told = self.curl(from, &arguments, &format!("/api/v1/join/{key}"));
        serde_json::from_slice(&told.stdout).unwrap_or_else(|_| panic!("{}", text(&told.stdout)))
    }

    /// The status of a plain request.
    fn plain(&self, path: &str) -> (String, String) {
        let url = format!("http://127.0.0.1:{}{path}", self.open);
        let told = Command::new("curl")
            .args(["--silent", "--output", "/dev/null", "--write-out", "%{http_code} %{redirect_url}", &url])
            .output()
            .unwrap();
        let told = text(&told.stdout);
        let (status, to) = told.split_once(' ').unwrap_or((&told, ""));
        (status.to_owned(), to.to_owned())
    }
}

fn guest(number: usize) -> Value {
    json!({ "email": format!("guest{number}@example.org"), "first_name": "A", "last_name": "Guest" })
}

fn serves(start: impl FnOnce(&Path, &Node) -> Option<Proxy>) {
    if program("curl").is_none() {
        return;
    }
    let site = Site::sqlite();
    let node = site.start_with(&[
        ("JIGSAW_PUBLIC_URL", "https://jigsaw.example"),
        ("JIGSAW_TRUSTED_PROXIES", "127.0.0.1"),
        ("JIGSAW_LIMITS__JOINS_PER_MINUTE", "3"),
    ]);
    let folder = site.path("proxy");
    fs::create_dir(&folder).unwrap();
    let Some(proxy) = start(&folder, &node) else { return };
    let up = || text(&proxy.curl("127.0.0.1", &[], "/readyz").stdout) == "ready";
    await_true("the proxy has found the server", Duration::from_secs(15), up);

    let (_, link) = node.live(&json!({ "invitation_type": "link_password_not_requested" }));
    let key = key(&link);
    // One client that claims to be many is one; another one has a budget of its own.
    let mut pass = String::new();
    for number in 0..3 {
        let joined = proxy.join("127.0.0.1", &format!("203.0.113.{number}"), key, &guest(number));
        assert_eq!(joined["outcome"], "admitted", "{joined}");
        joined["pass"].as_str().unwrap().clone_into(&mut pass);
    }
    let fourth = proxy.join("127.0.0.1", "203.0.113.77", key, &guest(4));
    assert_eq!(fourth["code"], "too_many_attempts", "what a client claims is not believed: {fourth}");
    let neighbour = proxy.join("127.0.0.2", "203.0.113.77", key, &guest(5));
    assert_eq!(neighbour["outcome"], "admitted", "others are told apart: {neighbour}");

    // A stream says its state at once, and not when a buffer is full.
    let bearer = format!("Authorization: Bearer {pass}");
    let arguments = ["--no-buffer", "--header", &bearer, "--header", "Accept: text/event-stream"];
    let heard = text(&proxy.curl("127.0.0.1", &arguments, "/api/v1/pass").stdout);
    assert!(heard.contains("event: state"), "{heard}");

    assert_eq!(proxy.plain("/"), ("308".to_owned(), "https://jigsaw.example/".to_owned()));
    assert_eq!(proxy.plain(&format!("/j/{key}")).0, "404", "a link that was sent in the open is not led on");
    node.kill();
    let away = proxy.curl("127.0.0.1", &["--output", "/dev/null", "--write-out", "%{http_code}"], &format!("/j/{key}"));
    assert!(text(&away.stdout).starts_with('5'), "{}", text(&away.stdout));
    for entry in fs::read_dir(&proxy.folder).unwrap() {
        let path = entry.unwrap().path();
        let told = fs::read(&path).map(|bytes| text(&bytes)).unwrap_or_default();
        assert!(!told.contains(key), "{} holds a link: {told}", path.display());
    }
}

#[test]
fn the_nginx_example_tells_clients_apart_passes_streams_on_and_writes_no_links_down() {
    serves(nginx);
}

#[test]
fn the_haproxy_example_tells_clients_apart_passes_streams_on_and_writes_no_links_down() {
    serves(haproxy);
}
