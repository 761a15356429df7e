//! Connections to PostgreSQL over TLS.

use std::path::Path;
use std::process::Command;

use jigsaw_store_sea_orm::{Store, StoreError, StoreOptions};
use jigsaw_testkit::postgres::{Cluster, Options, unless_missing};

use crate::support::options;

fn openssl(folder: &Path, arguments: &str) {
    let out = Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output();
    let out = out.expect("openssl is installed where PostgreSQL is");
    assert!(out.status.success(), "{arguments}: {}", String::from_utf8_lossy(&out.stderr));
}

/// A certification authority and, from it, a certificate for `localhost`.
fn certificates(folder: &Path) -> (String, String) {
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    for name in ["ca", "other"] {
        let subject = format!("-subj /CN={name} -keyout {name}.key -out {name}.crt");
        openssl(folder, &format!("req -x509 {key} -days 2 {subject}"));
    }
    openssl(folder, &format!("req {key} -subj /CN=localhost -keyout server.key -out server.csr"));
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n").unwrap();
    openssl(
        folder,
        "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.crt",
    );
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap();
    (read("server.crt"), read("server.key"))
}

async fn opens(address: &str) -> Result<Store, StoreError> {
    let store = Store::connect(address, StoreOptions { connections: 2, ..options() }).await?;
    store.migrate().await?;
    Ok(store)
}

#[tokio::test]
async fn tls_is_spoken_and_a_wrong_certificate_refused() {
    let folder = tempfile::tempdir().unwrap();
    let with_tls = || Options { tls: Some(certificates(folder.path())), ..Options::default() };
    if !crate::support::with_postgres() {
        return;
    }
    let Some(cluster) = unless_missing(Cluster::start(with_tls())) else { return };
    let address = cluster.database();
    let encrypted = "SELECT COUNT(*) > 0 FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                     WHERE ssl AND application_name = 'jigsaw'";
    let store = opens(&format!("{address}?sslmode=require")).await.unwrap();
    assert_eq!(cluster.psql(&address, encrypted).unwrap(), "t");
    store.close().await;

    let ca = |name: &str| folder.path().join(name).display().to_string();
    let named = address.replace("127.0.0.1", "localhost");
    let right = format!("{named}?sslmode=verify-full&sslrootcert={}", ca("ca.crt"));
    opens(&right).await.unwrap().close().await;
    for (wrong, why) in [
        (format!("{named}?sslmode=verify-full&sslrootcert={}", ca("other.crt")), "issued by somebody else"),
        (format!("{named}?sslmode=verify-full"), "issued by nobody that the system knows"),
        (format!("{address}?sslmode=verify-full&sslrootcert={}", ca("ca.crt")), "issued for another name"),
    ] {
        let refused = opens(&wrong).await.expect_err(why).to_string();
        assert!(refused.contains("certificate"), "{why}: {refused}");
    }
}

#[tokio::test]
async fn a_server_without_tls_is_refused_where_tls_is_required() {
    if !crate::support::with_postgres() {
        return;
    }
    let plain = jigsaw_testkit::postgres::shared().unwrap().database();
    let refused = opens(&format!("{plain}?sslmode=require")).await.unwrap_err().to_string();
    assert!(refused.to_lowercase().contains("tls"), "{refused}");
    assert!(!refused.contains("postgres://"), "no password in it: {refused}");
}
