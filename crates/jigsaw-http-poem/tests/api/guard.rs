//! What holds for every request: origins, headers, sizes, errors.

use jigsaw_domain::link::PublicAddress;
use poem::http::StatusCode;
use serde_json::json;

use crate::stage::{Set, Stage, new_session};

async fn create(stage: &Stage, headers: &[(&'static str, &str)]) -> (StatusCode, Option<String>) {
    let mut call = stage.call("POST", "/api/v1/sessions").json(new_session());
    for (name, value) in headers {
        call = call.header(name, value);
    }
    let reply = call.send().await;
    (reply.status, (!reply.status.is_success()).then(|| reply.code()))
}

#[tokio::test]
async fn other_sites_cannot_borrow_a_sign_in() {
    let stage = Stage::new().await;
    let cookie = Stage::sign_in("host");
    let cookie = ("cookie", cookie.as_str());
    let own = ("origin", "https://jigsaw.example");
    for (fine, headers) in [
        (true, vec![cookie, ("sec-fetch-site", "same-origin")]),
        (true, vec![cookie, ("sec-fetch-site", "none")]),
        (true, vec![cookie, own]),
        (false, vec![cookie, ("sec-fetch-site", "cross-site")]),
        (false, vec![cookie, ("sec-fetch-site", "same-site")]),
        (false, vec![cookie, ("sec-fetch-site", "cross-site"), own]),
        (false, vec![cookie, ("sec-fetch-site", "")]),
        (false, vec![cookie, ("origin", "https://evil.example")]),
        (false, vec![cookie, ("origin", "http://jigsaw.example")]),
        (false, vec![cookie, ("origin", "https://jigsaw.example.evil.example")]),
        (false, vec![cookie, ("origin", "null")]),
        // Neither header, and a cookie: a browser too old to say. It needs a form token.
        (false, vec![cookie]),
    ] {
        let (status, code) = create(&stage, &headers).await;
        if fine {
            assert_eq!(status, StatusCode::CREATED, "{headers:?}");
        } else {
            assert_eq!((status, code.as_deref()), (StatusCode::FORBIDDEN, Some("cross_site")), "{headers:?}");
        }
    }
    // A bearer token is never sent by a browser on its own.
    let token = format!("Bearer {}", Stage::token("host"));
    assert_eq!(
        create(&stage, &[("authorization", &token), ("sec-fetch-site", "cross-site")]).await.0,
        StatusCode::CREATED
    );
    // A proxy's own password is: it proves nothing about the page.
    let basic = [cookie, ("authorization", "Basic aG9zdDpob3N0"), ("sec-fetch-site", "cross-site")];
    assert_eq!(create(&stage, &basic).await.0, StatusCode::FORBIDDEN);
    // And curl carries nobody's authority.
    assert_eq!(create(&stage, &[]).await.0, StatusCode::UNAUTHORIZED);
    // Reading is open to every site: nothing changes, and nobody there can read the answer.
    let read = stage.get("/api/v1/me").header("cookie", cookie.1).header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(read.header("access-control-allow-origin").is_none());
}

#[tokio::test]
async fn a_null_origin_needs_a_form_token_of_this_browser() {
    let stage = Stage::new().await;
    // Any page gives the browser an id of its own.
    let page = stage.get("/nowhere").send().await;
    let cookie = page.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-jigsaw-browser="), "{cookie}");
    let browser = cookie.split_once('=').unwrap().1;
    let token = stage.door.keyring().form_token(browser);
    let post = |token: &str, cookie: &str| {
        stage
            .call("POST", "/sign-out")
            .header("origin", "null")
            .header("cookie", &format!("{}; {cookie}", Stage::sign_in("host")))
            .body("application/x-www-form-urlencoded", format!("form_token={token}"))
    };
    assert_ne!(post(&token, &cookie).send().await.status, StatusCode::FORBIDDEN);
    for (token, cookie) in
        [("", cookie.as_str()), ("AAAA", &cookie), (token.as_str(), "x=y"), (&token, "__Host-jigsaw-browser=short")]
    {
        assert_eq!(post(token, cookie).send().await.status, StatusCode::FORBIDDEN, "{token} {cookie}");
    }
}

#[tokio::test]
async fn on_loopback_the_request_names_its_own_origin() {
    let address = PublicAddress::new("http://127.0.0.1:8080");
    let stage = Stage::set(Set { address, ..Set::default() }).await;
    let cookie = Stage::sign_in("host");
    let cookie = ("cookie", cookie.trim_start_matches("__Host-"));
    let fine = [cookie, ("host", "localhost:8080"), ("origin", "http://localhost:8080")];
    assert_eq!(create(&stage, &fine).await.0, StatusCode::CREATED);
    let foreign = [cookie, ("host", "localhost:8080"), ("origin", "http://localhost:9999")];
    assert_eq!(create(&stage, &foreign).await.0, StatusCode::FORBIDDEN);
    // Somebody's name that points here: DNS rebinding.
    let rebound = stage.get("/api/v1/me").header(cookie.0, cookie.1).header("host", "evil.example:8080").send().await;
    assert_eq!((rebound.status, rebound.code().as_str()), (StatusCode::MISDIRECTED_REQUEST, "wrong_host"));
    let page = stage.get("/nowhere").header("host", "127.0.0.1:8080").send().await;
    let set = page.header("set-cookie").unwrap();
    assert!(set.starts_with("jigsaw-browser=") && !set.contains("Secure"), "{set}");
    assert!(page.header("strict-transport-security").is_none());
}

#[tokio::test]
async fn every_answer_bears_the_headers() {
    let stage = Stage::new().await;
    let (id, _) = stage.session("invitation_list").await;
    let asset = jigsaw_http_poem::assets::asset_url("jigsaw.css");
    for path in [
        "/api/v1/me",
        "/api/openapi.json",
        "/api/docs",
        "/nowhere",
        "/healthz",
        "/readyz",
        &asset,
        &format!("/api/v1/sessions/{id}"),
    ] {
        let reply = stage.get(path).send().await;
        let header = |name: &str| reply.header(name).unwrap_or_else(|| panic!("{path} has no {name}")).to_owned();
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert!(header("strict-transport-security").starts_with("max-age="));
        assert_eq!(header("x-request-id").len(), 36);
        let cache = header("cache-control");
        match path {
            _ if path == asset => assert!(cache.contains("immutable")),
            _ => assert_eq!(cache, "no-store", "{path}"),
        }
    }
    let first = stage.get("/healthz").send().await;
    let second = stage.get("/healthz").header("x-request-id", "chosen-by-the-client").send().await;
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems_for_programs_and_pages_for_people() {
    let stage = Stage::new().await;
    for path in ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/sessions", "/api/v1/sessions/x/y/z"] {
        let reply = stage.get(path).send().await;
        assert_eq!((reply.status, reply.code().as_str()), (StatusCode::NOT_FOUND, "not_found"), "{path}");
    }
    for (method, path, allow) in [
        ("PUT", "/api/v1/sessions", "GET, HEAD, POST"),
        ("POST", "/api/v1/sessions/x", "DELETE, GET, HEAD, PATCH"),
        ("GET", "/api/v1/sessions/x/start", "POST"),
        ("OPTIONS", "/api/v1/join/x", "GET, HEAD, POST"),
        ("MADEUP", "/api/v1/me", "GET, HEAD, PATCH"),
    ] {
        let reply = stage.call(method, path).send().await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            "{path}"
        );
        assert_eq!(reply.header("allow"), Some(allow), "{path}");
    }
    for path in ["/nowhere", "/assets/jigsaw.css", "/assets/../Cargo.toml", "/apiary"] {
        let reply = stage.get(path).send().await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        assert!(reply.header("content-type").unwrap().starts_with("text/html"), "{path}");
        assert!(reply.text().contains("<html"), "{path}");
    }
}

#[tokio::test]
async fn a_trailing_body_on_get_is_left_alone_and_head_has_none() {
    let stage = Stage::new().await;
    let reply = stage.get("/api/v1/me").by_token("host").body("text/plain", vec![b'x'; 1 << 20]).send().await;
    assert_eq!(reply.status, StatusCode::OK);
    let head = stage.call("HEAD", "/api/v1/me").by_token("host").send().await;
    assert_eq!((head.status, head.text().as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn readiness_follows_the_server() {
    struct Missing;
    #[async_trait::async_trait]
    impl jigsaw_http_poem::Readiness for Missing {
        async fn check(&self) -> Result<(), String> {
            Err("migrations on db.internal".to_owned())
        }
    }
    struct Remarking;
    #[async_trait::async_trait]
    impl jigsaw_http_poem::Readiness for Remarking {
        async fn check(&self) -> Result<(), String> {
            Ok(())
        }

        async fn remark(&self) -> Option<&'static str> {
            Some("paused")
        }
    }
    let stage = Stage::new().await;
    assert_eq!(stage.get("/readyz").send().await.status, StatusCode::OK);
    stage.http.shutdown.announce();
    let leaving = stage.get("/readyz").send().await;
    assert_eq!((leaving.status, leaving.header("connection")), (StatusCode::SERVICE_UNAVAILABLE, "close".into()));
    assert!(!stage.http.shutdown.has_begun(), "everything is still answered");
    stage.http.shutdown.begin();
    stage.http.shutdown.announce();
    assert!(stage.http.shutdown.has_begun(), "what has begun is not taken back");
    assert_eq!(stage.get("/readyz").send().await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(stage.get("/healthz").send().await.status, StatusCode::OK);
    let stage = Stage::set(Set { http: |http| http.readiness = std::sync::Arc::new(Missing), ..Set::default() }).await;
    let reply = stage.get("/readyz").send().await;
    assert_eq!((reply.status, reply.text().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "not ready\n"));
    let stage =
        Stage::set(Set { http: |http| http.readiness = std::sync::Arc::new(Remarking), ..Set::default() }).await;
    let reply = stage.get("/readyz").send().await;
    assert_eq!((reply.status, reply.text().as_str()), (StatusCode::OK, "ready\npaused\n"));
}

#[tokio::test]
async fn the_document_is_served_only_where_it_is_wanted() {
    let stage = Stage::new().await;
    let document = stage.get("/api/openapi.json").send().await;
    assert_eq!(document.text(), jigsaw_http_poem::openapi_document());
    assert_eq!(document.json()["openapi"], "3.0.0");
    assert!(stage.get("/api/docs").send().await.text().contains("Create a session"));
    let closed = Stage::set(Set { http: |http| http.api_docs = false, ..Set::default() }).await;
    for path in ["/api/openapi.json", "/api/docs", "/api/docs.css"] {
        assert_eq!(closed.get(path).send().await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn meters_and_logs_see_patterns_only() {
    use std::sync::{Arc, Mutex};
    #[derive(Default)]
    struct Seen(Mutex<Vec<(String, u16)>>);
    impl jigsaw_http_poem::Meter for Seen {
        fn answered(&self, answered: &jigsaw_http_poem::Answered) {
            self.0.lock().unwrap().push((format!("{} {}", answered.method, answered.pattern), answered.status));
        }
    }
    static SEEN: std::sync::LazyLock<Arc<Seen>> = std::sync::LazyLock::new(Arc::default);
    let stage = Stage::set(Set { http: |http| http.meter = Some(SEEN.clone()), ..Set::default() }).await;
    let (id, key) = stage.session("invitation_list").await;
    stage.get(&format!("/api/v1/join/{key}")).send().await;
    stage.call("PUT", &format!("/api/v1/sessions/{id}")).send().await;
    stage.call("POST", &format!("/api/v1/join/{key}")).json(json!({ "email": 7 })).send().await;
    stage.get(&format!("/j/{key}/secret")).send().await;
    stage.get(&format!("/secret/{key}")).send().await;
    let seen = SEEN.0.lock().unwrap().clone();
    assert_eq!(
        seen,
        [
            ("POST /api/v1/sessions".to_owned(), 201),
            ("GET /api/v1/join/{key}".to_owned(), 200),
            ("PUT /api/v1/sessions/{session_id}".to_owned(), 405),
            ("POST /api/v1/join/{key}".to_owned(), 422),
            ("GET unmatched".to_owned(), 404),
            ("GET unmatched".to_owned(), 404),
        ]
    );
}
