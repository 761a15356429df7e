//! The invitation list and guarded addresses, as `docs/` promises them.

use serde_json::{Value, json};

use crate::support::demo::Demo;

#[test]
fn every_way_to_a_listed_session() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let (id, link) = demo.live(&json!({ "invitation_type": "invitation_list" }));
    let invited = demo.invite(
        &id,
        &json!([
            { "email": "mike@example.org", "first_name": "Mike", "last_name": "Miller" },
            { "email": "nina@example.org", "first_name": "Nina", "last_name": "Nord" },
        ]),
    );
    assert_eq!(invited.status, 201, "{invited:?}");

    let unlisted = demo.join(&link, &json!({ "email": "mike+x@example.org" }));
    let typed = demo.join(&link, &json!({ "email": "MIKE@Example.ORG" }));
    assert_eq!((typed.outcome(), typed.needs()), ("needs", vec!["code"]));
    assert_eq!(unlisted.body, typed.body, "listed or not, the answer is the same");

    let wrong = demo.join(&link, &json!({ "email": "mike+x@example.org", "code": "000000" }));
    assert_eq!(wrong.codes(), ["code_wrong"], "{wrong:?}");
    let entered = demo.join(&link, &json!({ "email": "MIKE@Example.ORG", "code": demo.code("mike@example.org") }));
    assert_eq!(entered.outcome(), "admitted", "{entered:?}");

    let ninas = demo.personal_link("nina@example.org");
    let borrowed = demo.join(&ninas, &json!({ "email": "mike@example.org" }));
    assert_ne!(
        borrowed.outcome(),
        "admitted",
        "another's personal link proves nothing about this address: {borrowed:?}"
    );
    assert_eq!(demo.join(&ninas, &json!({})).outcome(), "admitted");

    let listed = demo.call("GET", &format!("/sessions/{id}/invitations"), &Value::Null).body;
    let nina = listed["items"].as_array().unwrap().iter().find(|one| one["email"] == "nina@example.org").unwrap();
    let path = format!("/sessions/{id}/invitations/{}", nina["id"].as_str().unwrap());
    assert!(demo.call("DELETE", &path, &Value::Null).status < 300);
    let revoked = demo.join(&ninas, &json!({}));
    assert_eq!((revoked.outcome(), revoked.codes()), ("refused", vec!["link_revoked"]), "{revoked:?}");

    let decisions = demo.call("GET", &format!("/sessions/{id}/decisions"), &Value::Null).body;
    let seen: Vec<String> = decisions["items"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert!(seen.iter().any(|one| one.contains("not_on_list")), "the host sees why");
    assert!(seen.iter().any(|one| one.contains("link_revoked")), "the host sees why");
}

#[test]
fn guarded_addresses_ask_for_the_password_and_others_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let host = demo.facts["host"]["email"].as_str().unwrap();

    // A presenter with an account: they make one at the door of a session that asks for passwords.
    let (_, members) = demo.live(&json!({ "invitation_type": "link_password_requested" }));
    let profile = json!({ "first_name": "Pia", "last_name": "Presenter", "password": "tiny lamp bridge seven", "time_zone": "Europe/Berlin" });
    let asked = demo.join(&members, &json!({ "email": "pia@example.org", "account": profile }));
    assert_eq!(asked.needs(), ["code"], "{asked:?}");
    let made = demo.join(
        &members,
        &json!({ "email": "pia@example.org", "account": profile, "code": demo.code("pia@example.org") }),
    );
    assert_eq!(made.outcome(), "admitted", "{made:?}");

    let (id, link) = demo.live(&json!({ "invitation_type": "link_password_not_requested" }));
    demo.invite(&id, &json!([{ "email": "pia@example.org", "role": "presenter" }]));
    for (email, needs) in [(host, "password"), ("PIA@example.org", "password"), ("stranger@example.org", "name")] {
        assert_eq!(demo.join(&link, &json!({ "email": email })).needs(), [needs], "{email}");
    }
    let named = json!({ "email": host, "first_name": "Not", "last_name": "Me" });
    assert_eq!(demo.join(&link, &named).needs(), ["password"], "a name is no password");
    let password = &demo.facts["host"]["password"];
    let entered = demo.join(&link, &json!({ "email": host, "password": password }));
    assert_eq!(entered.outcome(), "admitted", "{entered:?}");
    let wrong = demo.join(&link, &json!({ "email": "pia@example.org", "password": "something else" }));
    assert_eq!((wrong.outcome(), wrong.codes()), ("refused", vec!["wrong_password"]), "{wrong:?}");

    let roles: Vec<(String, String)> = demo
        .roster(&id)
        .iter()
        .filter(|entry| entry["state"] == "admitted")
        .map(|entry| (entry["role"].as_str().unwrap().to_owned(), entry["proof"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(roles, [("host".to_owned(), "account".to_owned())]);
}

#[test]
fn a_code_proves_only_the_profile_it_was_mailed_for() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let (_, link) = demo.live(&json!({ "invitation_type": "link_password_requested" }));
    let profile = |password: &str| json!({ "first_name": "Vera", "last_name": "Victim", "password": password });
    demo.join(&link, &json!({ "email": "vera@example.org", "account": profile("tiny lamp bridge seven") }));
    let code = demo.code("vera@example.org");
    let hijack = demo.join(
        &link,
        &json!({ "email": "vera@example.org", "account": profile("tiny lamp bridge eight"), "code": code }),
    );
    assert_eq!(hijack.codes(), ["code_wrong"], "{hijack:?}");
    let bare = demo.join(&link, &json!({ "email": "vera@example.org", "code": code }));
    assert_ne!(bare.outcome(), "admitted", "{bare:?}");
    let own = demo.join(
        &link,
        &json!({ "email": "vera@example.org", "account": profile("tiny lamp bridge seven"), "code": code }),
    );
    assert_eq!(own.outcome(), "admitted", "{own:?}");
}
