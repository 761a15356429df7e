//! A stolen database opens nothing.

use jigsaw_domain::link::{Generation, Keyring, Link, LinkTarget, SigningKey};
use jigsaw_domain::port::{Change, ChangeSet, Commits as _};
use jigsaw_domain::secret::SecretKind;
use jigsaw_testkit::build;

use crate::support::{On, Opened, column, on_both, open_on};

on_both! { neither_links_nor_codes_nor_secrets_are_in_the_database }

/// Everything that a thief would find, file by file or table by table.
async fn loot(on: On, opened: &Opened) -> Vec<Vec<u8>> {
    if on == On::Sqlite {
        let files = std::fs::read_dir(opened.folder.path()).unwrap();
        return files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    }
    let db = opened.beside().await;
    let tables = column(&db, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").await;
    assert!(tables.len() > 10);
    let mut found = Vec::new();
    for table in tables {
        // Bytes are shown as text where they are some: escape, not hex.
        let rows = format!("SELECT {table}::text FROM {table}");
        sea_orm::ConnectionTrait::execute_unprepared(&db, "SET bytea_output = 'escape'").await.unwrap();
        found.push(column(&db, &rows).await.join("\n").into_bytes());
    }
    found
}

async fn neither_links_nor_codes_nor_secrets_are_in_the_database(on: On) {
    let opened = open_on(on).await;
    let (host, session) = opened.with(build::session().live()).await;
    let invitation = build::invitation(&session, "guest@example.org");
    let person = build::participant(&session, "guest@example.org");
    let code = build::mail_code(&session, "guest@example.org");
    let changes = [
        Change::InsertInvitations(vec![invitation.clone()]),
        Change::InsertParticipant(person.clone()),
        Change::InsertPass(build::pass(&person, "phone")),
        Change::InsertSignIn(build::sign_in(&host, "browser")),
        Change::InsertToken(build::api_token(&host, "program")),
        Change::PutCode(code.clone()),
    ];
    let mut set = ChangeSet::of(changes);
    set.messages.push(build::invitation_mail(&invitation));
    opened.store.commit(set).await.unwrap();

    let keys = Keyring::new(SigningKey::new(1, [42; 32]), Vec::new());
    let mut secrets = vec![
        build::secret(SecretKind::Pass, "phone").reveal().to_owned(),
        build::secret(SecretKind::SignIn, "browser").reveal().to_owned(),
        build::secret(SecretKind::ApiToken, "program").reveal().to_owned(),
        keys.code(code.id).reveal().to_owned(),
    ];
    for target in [
        LinkTarget::Session(session.id()),
        LinkTarget::Invitation(invitation.id),
        LinkTarget::Setup(host.id),
        LinkTarget::Calendar(host.id),
    ] {
        secrets.push(keys.seal(Link { target, generation: Generation::FIRST }));
    }
    let mut found_something = false;
    for bytes in loot(on, &opened).await {
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        found_something |= holds("guest@example.org");
        for secret in &secrets {
            assert!(!holds(secret), "{secret}");
            // Without their prefix, too.
            if let Some((_, body)) = secret.split_once('_') {
                assert!(!holds(body), "{body}");
            }
        }
    }
    assert!(found_something, "this is what the database holds");
}
