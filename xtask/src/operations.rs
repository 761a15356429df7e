//! The examples of `docs/operations`, read by the programs that they are for.
//!
//! Each is checked as it stands but for what a machine has and a repository has not: certificates, ports, the installed binary.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::tool::{HAPROXY, NGINX, OPENSSL, SYSTEMD_ANALYZE, Tool};
use crate::workspace::{Workspace, server};

const FOLDER: &str = "docs/operations";
/// What `systemd-analyze security` calls the exposure, in tenths; its own words for up to 2 are "OK".
const MOST_EXPOSED: &str = "--threshold=20";

/// Checks what can be checked here, and remarks what was left out.
pub(crate) fn run(workspace: &Workspace) -> Result<Option<String>> {
    let scratch = server::target_directory(workspace)?.join("operations");
    fs::create_dir_all(&scratch).map_err(|error| failed(&scratch, &error))?;
    let checks: [(&str, &[&Tool], Check); 3] = [
        ("nginx.conf", &[&OPENSSL, &NGINX], nginx),
        ("haproxy.cfg", &[&OPENSSL, &HAPROXY], haproxy),
        ("jigsaw.service", &[&SYSTEMD_ANALYZE], systemd),
    ];
    let mut left_out = vec!["Caddyfile, Dockerfile and compose.yaml (no such program here)".to_owned()];
    for (file, tools, check) in checks {
        match tools.iter().find_map(|tool| tool.find().err()) {
            Some(missing) => {
                println!("{file} was left out: {missing}");
                left_out.push(format!("{file} ({})", missing.cause()));
            }
            None => check(workspace, &scratch)?,
        }
    }
    Ok(Some(format!("not checked: {}", left_out.join(", "))))
}

type Check = fn(&Workspace, &Path) -> Result;

fn nginx(workspace: &Workspace, scratch: &Path) -> Result {
    let (certificate, key) = certificate(workspace, scratch)?;
    let place = scratch.display();
    let site = workspace.read(&format!("{FOLDER}/nginx.conf"))?;
    let site = replaced(&site, "/etc/letsencrypt/live/jigsaw.example/fullchain.pem", &certificate.to_string_lossy())?;
    let site = replaced(&site, "/etc/letsencrypt/live/jigsaw.example/privkey.pem", &key.to_string_lossy())?;
    let site = replaced(&site, "/var/log/nginx/jigsaw.error.log", "stderr")?;
    // `nginx -t` opens what it listens on.
    let site = replaced(&site, "listen [::]:", &format!("listen unix:{place}/six"))?;
    let site = replaced(&site, "listen 80", &format!("listen unix:{place}/four80"))?;
    let site = replaced(&site, "listen 443", &format!("listen unix:{place}/four443"))?;
    let site = write(scratch, "site.conf", &site)?;
    let folders =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path {place}/{kind};"));
    let whole = format!(
        "pid {place}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{}\ninclude {};\n}}\n",
        folders.join("\n"),
        site.display()
    );
    let whole = write(scratch, "nginx.conf", &whole)?;
    let checked = workspace.program(&NGINX.find()?, ["-t", "-q", "-c", &whole.to_string_lossy()]).show();
    for socket in ["four80", "four443", "six80", "six443"] {
        // Left behind by the trial; the next one could not open them.
        fs::remove_file(scratch.join(socket)).ok();
    }
    checked
}

fn haproxy(workspace: &Workspace, scratch: &Path) -> Result {
    let (certificate, key) = certificate(workspace, scratch)?;
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| failed(path, &error));
    let both = write(scratch, "both.pem", &format!("{}{}", read(&key)?, read(&certificate)?))?;
    let text = workspace.read(&format!("{FOLDER}/haproxy.cfg"))?;
    let text = replaced(&text, "/etc/haproxy/certs/jigsaw.pem", &both.to_string_lossy())?;
    let file = write(scratch, "haproxy.cfg", &text)?;
    workspace.program(&HAPROXY.find()?, ["-c", "-q", "-f", &file.to_string_lossy()]).show()
}

fn systemd(workspace: &Workspace, scratch: &Path) -> Result {
    let binary = server::build(workspace)?;
    let text = workspace.read(&format!("{FOLDER}/jigsaw.service"))?;
    let text = replaced(&text, "/usr/local/bin/jigsaw", &binary.to_string_lossy())?;
    let unit = write(scratch, "jigsaw.service", &text)?;
    let (analyze, unit) = (SYSTEMD_ANALYZE.find()?, unit.to_string_lossy().into_owned());
    workspace.program(&analyze, ["verify", "--man=no", &unit]).show()?;
    // Quiet when it is below the threshold: the table is long.
    workspace.program(&analyze, ["security", "--offline=true", "--no-pager", MOST_EXPOSED, &unit]).read().map(drop)
}

/// One that nobody trusts, for programs that want to see one.
fn certificate(workspace: &Workspace, scratch: &Path) -> Result<(PathBuf, PathBuf)> {
    let (certificate, key) = (scratch.join("certificate.pem"), scratch.join("key.pem"));
    let (certificate_text, key_text) = (certificate.to_string_lossy(), key.to_string_lossy());
    let words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=jigsaw.example"];
    let places = ["-keyout", &*key_text, "-out", &*certificate_text];
    workspace.program(&OPENSSL.find()?, words.into_iter().chain(places)).read()?;
    Ok((certificate, key))
}

/// What is replaced must be there: else the check would be of something else.
fn replaced(text: &str, from: &str, to: &str) -> Result<String> {
    if text.contains(from) {
        Ok(text.replace(from, to))
    } else {
        Err(Failure::new(format!("an example of {FOLDER} no longer has `{from}`"))
            .mend("adjust xtask/src/operations.rs"))
    }
}

fn write(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|error| failed(&path, &error))?;
    Ok(path)
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_that_lost_what_is_replaced_is_told() {
        assert_eq!(replaced("listen 80;", "80", "8080").unwrap(), "listen 8080;");
        let message = replaced("listen 80;", "443", "8443").unwrap_err().to_string();
        assert!(message.contains("no longer has `443`"), "{message}");
    }
}
