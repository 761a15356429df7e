//! [`Invitations`](jigsaw_domain::port::Invitations).

use chrono::TimeDelta;
use jigsaw_domain::admission::{DecisionRecord, LinkKind, RecordedFinding};
use jigsaw_domain::delivery::{AddressDigest, Attempt, DeliveryState, MessageBody, OutgoingMessage};
use jigsaw_domain::id::InvitationId;
use jigsaw_domain::invitation::{
    Answer, Attempted, Invitation, InvitationTally, ListSearch, ListState, ListTally, Origin, Role, Rsvp, SearchText,
    Seen, SeenPerson,
};
use jigsaw_domain::language::Language;
use jigsaw_domain::link::Generation;
use jigsaw_domain::port::{Change, ChangeSet, ListedInvitation};
use jigsaw_domain::text::NamePart;

use super::stage::Stage;
use crate::StorePorts;
use crate::build::{self, email, invitation, invitation_mail, minutes, now, session};

async fn stored(stage: &Stage, id: InvitationId) -> Invitation {
    stage.ports.invitations.find(id).await.expect("invitations are read").expect("the invitation is stored")
}

/// Equal addresses may be spelled differently; what was typed is what mail is sent to.
fn assert_same(found: &Invitation, expected: &Invitation) {
    assert_eq!(found, expected);
    assert_eq!(found.email.as_typed(), expected.email.as_typed(), "as it was typed");
}

/// `find` gives back exactly what was committed: roles, names, generation, origin, spelling; revoked ones, too.
pub async fn must_1_find_gives_back_exactly_what_was_committed(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let plain = invitation(&stage.session, "Mike@Example.ORG");
    let full = Invitation {
        first_name: Some(NamePart::parse("Zoë").expect("a name")),
        last_name: Some(NamePart::parse("O'Neil-Ünal").expect("a name")),
        role: Role::CoHost,
        language: Some(Language::French),
        generation: Generation::new(65_535),
        origin: Origin::OnTheFly,
        rsvp: Some(Rsvp { answer: Answer::Tentative, at: now() + TimeDelta::microseconds(9) }),
        created_at: now() + TimeDelta::microseconds(7),
        ..invitation(&stage.session, "zoë@bücher.example")
    };
    let revoked = invitation(&stage.session, "gone@example.org").revoked(now() + TimeDelta::microseconds(654_321));
    let others = [Role::Presenter, Role::Captioner]
        .map(|role| Invitation { role, ..invitation(&stage.session, &format!("{role}@example.org")) });
    let all: Vec<Invitation> = [plain.clone(), full, revoked].into_iter().chain(others).collect();
    stage.write([Change::InsertInvitations(all.clone())]).await;
    for made in &all {
        assert_same(&stored(&stage, made.id).await, made);
    }
    let listed = plain.id;
    let changed = Invitation { role: Role::Presenter, ..plain.revoked(now()).renewed().expect("a generation") };
    stage.write([Change::UpdateInvitations(vec![changed.clone()])]).await;
    assert_same(&stored(&stage, changed.id).await, &Invitation { version: changed.version.next(), ..changed });
    for answer in Answer::ALL {
        let before = stored(&stage, listed).await;
        let said = before.clone().answered(*answer, now());
        assert_ne!(said, before, "another answer each time");
        stage.write([Change::UpdateInvitations(vec![said.clone()])]).await;
        assert_same(&stored(&stage, listed).await, &Invitation { version: said.version.next(), ..said });
    }
    let unknown = invitation(&session().titled("unknown").build(), "mike@example.org");
    assert_eq!(stage.ports.invitations.find(unknown.id).await, Ok(None));
}

/// `find_by_emails` gives those of the addresses that this session lists, by key, revoked ones included.
pub async fn must_2_find_by_emails_compares_by_key_within_the_session(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let mike = invitation(&stage.session, "Mike@Example.ORG");
    let gone = invitation(&stage.session, "gone@example.org").revoked(now());
    let unasked = invitation(&stage.session, "unasked@example.org");
    let elsewhere = invitation(&other, "elsewhere@example.org");
    stage.write([Change::InsertSession(other)]).await;
    stage.write([Change::InsertInvitations(vec![mike.clone(), gone.clone(), unasked, elsewhere])]).await;
    let keys =
        ["mike@example.org", "GONE@example.org", "mike+x@example.org", "elsewhere@example.org", "m.ike@example.org"];
    let keys = keys.map(|address| email(address).key().clone()).to_vec();
    let mut found = stage.ports.invitations.find_by_emails(stage.session.id(), keys).await.expect("invitations");
    found.sort_by_key(|one| one.email.key().clone());
    assert_eq!(found, [gone, mike.clone()]);
    assert_eq!(found[1].email.as_typed(), "Mike@Example.ORG");
    let none = stage.ports.invitations.find_by_emails(stage.session.id(), Vec::new()).await;
    assert_eq!(none, Ok(Vec::new()), "asked for nobody");
    let many: Vec<_> = (0..2_000).map(|n| email(&format!("p{n}@example.org")).key().clone()).collect();
    let many = many.into_iter().chain([mike.email.key().clone()]).collect();
    let found = stage.ports.invitations.find_by_emails(stage.session.id(), many).await;
    assert_eq!(found, Ok(vec![mike]), "a long list is one call");
}

async fn pages(stage: &Stage, limit: u32) -> Vec<ListedInvitation> {
    let mut all: Vec<ListedInvitation> = Vec::new();
    for _ in 0..100 {
        let after = all.last().map(|listed| listed.invitation.id);
        let page = stage.ports.invitations.list(stage.session.id(), after, limit).await.expect("a page");
        assert!(page.len() <= limit as usize, "a page holds `limit` invitations at most");
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
    panic!("the pages never end");
}

/// `mailed` gives those who are invited still and of whom an invitation mail was sent, oldest first, whatever became of a
/// later one; nobody to whom it is on its way, was not sent or was given up, and nobody of another session.
pub async fn must_6_mailed_are_those_who_got_an_invitation_and_are_invited_still(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let made = |address: &str, after: i64| Invitation {
        id: InvitationId::mint(minutes(after), build::id_seed(address)),
        created_at: minutes(after),
        ..invitation(&stage.session, address)
    };
    let ends = [
        (made("sent@example.org", -5), Some(Attempt::Sent)),
        (made("again@example.org", -9), Some(Attempt::Sent)),
        (made("revoked@example.org", -4).revoked(now()), Some(Attempt::Sent)),
        (made("dropped@example.org", -3), Some(Attempt::Dropped { reason: "revoked" })),
        (made("parked@example.org", -2), Some(Attempt::Parked { error: "550".to_owned() })),
        (Invitation { session: other.id(), ..made("elsewhere@example.org", -1) }, Some(Attempt::Sent)),
        (made("queued@example.org", 0), None),
    ];
    stage.write([Change::InsertSession(other)]).await;
    for (invitation, end) in &ends {
        let changes = vec![Change::InsertInvitations(vec![invitation.clone()])];
        let messages = vec![invitation_mail(invitation)];
        stage.commit(ChangeSet { changes, messages, ..ChangeSet::default() }).await.expect("written");
        let Some(end) = end else { continue };
        let claimed = stage.ports.outbox.claim(now(), TimeDelta::minutes(1), 10).await.expect("claimed");
        let done = stage.ports.outbox.complete(claimed[0].message.id, claimed[0].fence, end.clone(), now());
        done.await.expect("completed");
    }
    let (sent, again) = (&ends[0].0, &ends[1].0);
    let body = MessageBody::Invitation { invitation: again.id, on_the_fly: false };
    let reminder = MessageBody::Reminder { invitation: ends[6].0.id, offset_minutes: 10, starts_at: minutes(60) };
    let messages = vec![build::message(body, "again"), build::message(reminder, "reminder")];
    stage.commit(ChangeSet { messages, ..ChangeSet::default() }).await.expect("written");
    let mailed = async |only| stage.ports.invitations.mailed(stage.session.id(), only).await.expect("read");
    assert_eq!(mailed(None).await, [again.clone(), sent.clone()]);
    assert_eq!(mailed(Some(sent.id)).await, std::slice::from_ref(sent));
    for (invitation, _) in &ends[2..] {
        assert_eq!(mailed(Some(invitation.id)).await, [], "{}", invitation.email.as_typed());
    }
}

/// All pages together give each invitation of the session once, oldest first, revoked ones included; those made at one moment
/// in any order, but once.
pub async fn must_3_pages_give_each_invitation_once_oldest_first(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let made = |address: &str, after: i64| {
        let base = invitation(&stage.session, address);
        let id = InvitationId::mint(minutes(after), build::id_seed(address));
        Invitation { id, created_at: minutes(after), ..base }
    };
    let single = [made("a@example.org", -9), made("b@example.org", -8).revoked(now()), made("c@example.org", -7)];
    let together: Vec<Invitation> = (0..7).map(|n| made(&format!("p{n}@example.org"), -6)).collect();
    stage.write([Change::InsertSession(other.clone())]).await;
    stage.write([Change::InsertInvitations(vec![invitation(&other, "elsewhere@example.org")])]).await;
    stage.write([Change::InsertInvitations(single.iter().rev().cloned().collect())]).await;
    stage.write([Change::InsertInvitations(together.clone())]).await;
    for limit in [1, 2, 3, 100] {
        let found: Vec<Invitation> = pages(&stage, limit).await.into_iter().map(|listed| listed.invitation).collect();
        assert_eq!(found[..3], single, "oldest first, in pages of {limit}");
        let mut rest: Vec<InvitationId> = found[3..].iter().map(|one| one.id).collect();
        let mut expected: Vec<InvitationId> = together.iter().map(|one| one.id).collect();
        rest.sort_unstable();
        expected.sort_unstable();
        assert_eq!(rest, expected, "each once, in pages of {limit}");
    }
}

/// `active` counts those of this session that were not taken back, and the co-hosts among them.
pub async fn must_9_active_counts_what_was_not_taken_back(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let tally = async || stage.ports.invitations.active(stage.session.id()).await.expect("counted");
    assert_eq!(tally().await, ListTally::default());
    let of = |address, role| Invitation { role, ..invitation(&stage.session, address) };
    let (first, second) = (of("a@example.org", Role::CoHost), of("b@example.org", Role::CoHost));
    let mut listed =
        vec![first, second.clone(), of("c@example.org", Role::Presenter), of("d@example.org", Role::Attendee)];
    let foreign = invitation(&other, "e@example.org");
    stage.write([Change::InsertSession(other), Change::InsertInvitations(vec![foreign])]).await;
    stage.write([Change::InsertInvitations(listed.clone())]).await;
    assert_eq!(tally().await, ListTally { active: 4, co_hosts: 2 });
    let last = listed.pop().expect("four");
    stage.write([Change::UpdateInvitations(vec![second.revoked(now()), last.revoked(now())])]).await;
    assert_eq!(tally().await, ListTally { active: 2, co_hosts: 1 });
}

/// Beside each invitation stands where its latest invitation mail is: queued, sent, dropped or parked; reminders do not count.
pub async fn must_4_listed_with_the_state_of_the_latest_invitation_mail(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let mailed = invitation(&stage.session, "mike@example.org");
    let silent = Invitation { created_at: now(), ..invitation(&stage.session, "zoe@example.org") };
    let first = OutgoingMessage { created_at: minutes(-5), ..invitation_mail(&mailed) };
    let changes = vec![Change::InsertInvitations(vec![mailed.clone(), silent.clone()])];
    stage.commit(ChangeSet { changes, messages: vec![first], ..ChangeSet::default() }).await.expect("written");
    let states = async || {
        let listed = pages(&stage, 10).await;
        let find = |id| listed.iter().find(|one| one.invitation.id == id).expect("listed").mail;
        (find(mailed.id), find(silent.id))
    };
    assert_eq!(states().await, (Some(DeliveryState::Queued), None));
    let claimed = stage.ports.outbox.claim(now(), TimeDelta::minutes(1), 10).await.expect("claimed");
    let done = stage.ports.outbox.complete(claimed[0].message.id, claimed[0].fence, Attempt::Sent, now());
    done.await.expect("completed");
    assert_eq!(states().await, (Some(DeliveryState::Sent), None));
    let reminder = MessageBody::Reminder { invitation: silent.id, offset_minutes: 10, starts_at: minutes(60) };
    let body = MessageBody::Invitation { invitation: mailed.id, on_the_fly: false };
    let again = OutgoingMessage { created_at: minutes(5), ..build::message(body, "again") };
    let messages = vec![build::message(reminder, "reminder"), again];
    stage.commit(ChangeSet { messages, ..ChangeSet::default() }).await.expect("written");
    assert_eq!(states().await, (Some(DeliveryState::Queued), None), "the latest one; reminders do not count");
}

/// Beside an invitation stands the word that the last try of its mail left: why it waits, came back, or was given up.
pub async fn must_4_listed_with_what_the_last_try_of_its_mail_left(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let mailed = invitation(&stage.session, "mike@example.org");
    let changes = vec![Change::InsertInvitations(vec![mailed.clone()])];
    let messages = vec![invitation_mail(&mailed)];
    stage.commit(ChangeSet { changes, messages, ..ChangeSet::default() }).await.expect("written");
    let told = |text: &str| text.to_owned();
    for (at, attempt, state, why, since) in [
        (0, Attempt::PutBack { until: minutes(1), error: told("away") }, DeliveryState::Queued, Some("away"), 0),
        (1, Attempt::Deferred { until: minutes(2), error: told("451") }, DeliveryState::Deferred, Some("451"), 0),
        (2, Attempt::PutBack { until: minutes(3), error: told("away") }, DeliveryState::Deferred, Some("away"), 0),
        (3, Attempt::Parked { error: told("554 no") }, DeliveryState::Parked, Some("554 no"), 3),
    ] {
        let claimed = stage.ports.outbox.claim(minutes(at), TimeDelta::minutes(1), 10).await.expect("claimed");
        let during = pages(&stage, 10).await.remove(0).mail;
        let before = if at < 2 { DeliveryState::Queued } else { DeliveryState::Deferred };
        assert_eq!(during, Some(before), "a try that has not ended has not been in vain");
        let done = stage.ports.outbox.complete(claimed[0].message.id, claimed[0].fence, attempt, minutes(at));
        done.await.expect("completed");
        let listed = pages(&stage, 10).await.remove(0);
        assert_eq!((listed.mail, listed.mail_error.as_deref()), (Some(state), why));
        assert_eq!(listed.mail_since, Some(minutes(since)), "written while it waits, ended after that");
    }
}

/// Beside an invitation stands what its person did: the first attempt by the personal link, the latest by any, and where the
/// session's person of that address stands.
pub async fn must_4_listed_with_what_its_person_did(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let (mike, zoe) = (invitation(&stage.session, "Mike@example.org"), invitation(&stage.session, "zoe@example.org"));
    let elsewhere = invitation(&other, "mike@example.org");
    stage.write([Change::InsertSession(other.clone())]).await;
    stage.write([Change::InsertInvitations(vec![mike.clone(), zoe.clone(), elsewhere])]).await;
    let seen = async |id| {
        let listed = pages(&stage, 10).await.into_iter().find(|one| one.invitation.id == id).expect("listed");
        listed.seen
    };
    assert_eq!(seen(mike.id).await, Seen::default());
    let attempt = |after: i64, link, outcome: &str| {
        let record = build::decision_record(&stage.session, minutes(after));
        DecisionRecord { link, outcome: outcome.to_owned(), ..record }
    };
    let by_link = attempt(2, LinkKind::Personal, "needs");
    let refused = attempt(4, LinkKind::Session, "refused");
    for record in [attempt(1, LinkKind::Session, "needs"), by_link, attempt(3, LinkKind::Personal, "waiting")] {
        stage.write([Change::RecordDecision(record)]).await;
    }
    let latest = |after, outcome: &str| Attempted { at: minutes(after), outcome: outcome.to_owned(), denials: vec![] };
    let expected = Seen { opened_at: Some(minutes(2)), latest: Some(latest(3, "waiting")), person: None };
    assert_eq!(seen(mike.id).await, expected);
    let denied = RecordedFinding {
        rule: "seats".to_owned(),
        verdict: "deny".to_owned(),
        code: Some("full".to_owned()),
        disclosure: Some("public".to_owned()),
        params: Vec::new(),
    };
    let findings = refused.findings.iter().filter(|found| found.verdict != "deny").cloned().chain([denied]).collect();
    let person = build::participant(&stage.session, "mike@example.org");
    let changes = [
        Change::RecordDecision(DecisionRecord { findings, ..refused }),
        Change::InsertParticipant(person.clone()),
        Change::RecordDecision(build::decision_record(&other, minutes(9))),
    ];
    stage.write(changes).await;
    let seen_mike = seen(mike.id).await;
    let latest = Attempted { denials: vec!["full".to_owned()], ..latest(4, "refused") };
    assert_eq!((seen_mike.opened_at, seen_mike.latest), (Some(minutes(2)), Some(latest)));
    let stands = SeenPerson { state: person.state, since: person.state_since, proof: person.proof };
    assert_eq!(seen_mike.person, Some(stands));
    assert_eq!(seen(zoe.id).await, Seen::default(), "nobody else's");
}

/// Each active invitation is counted once, where its latest invitation mail stands.
pub async fn must_5_the_tally_counts_each_active_invitation_once(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let tally = async || stage.ports.invitations.tally(stage.session.id()).await.expect("counted");
    assert_eq!(tally().await, InvitationTally::default());
    let listed: Vec<Invitation> = (0..9).map(|n| invitation(&stage.session, &format!("p{n}@example.org"))).collect();
    let revoked = invitation(&stage.session, "gone@example.org").revoked(now());
    let silent = invitation(&stage.session, "silent@example.org");
    let all = listed.iter().cloned().chain([revoked.clone(), silent]).collect();
    let messages = listed.iter().chain([&revoked]).map(invitation_mail).collect();
    let changes = vec![Change::InsertInvitations(all)];
    stage.commit(ChangeSet { changes, messages, ..ChangeSet::default() }).await.expect("written");
    let queued = InvitationTally { unmailed: 1, queued: 9, waiting_since: Some(now()), ..InvitationTally::default() };
    assert_eq!(tally().await, queued);
    let claimed = stage.ports.outbox.claim(now(), TimeDelta::minutes(1), 6).await.expect("claimed");
    let error = || "words".to_owned();
    let ends = [
        Attempt::Sent,
        Attempt::Dropped { reason: "suppressed" },
        Attempt::Parked { error: error() },
        Attempt::Bounced { error: error(), address: AddressDigest::new([7; 16]) },
        Attempt::Deferred { until: minutes(5), error: error() },
        Attempt::PutBack { until: minutes(5), error: error() },
    ];
    for (claimed, attempt) in claimed.iter().zip(ends) {
        let done = stage.ports.outbox.complete(claimed.message.id, claimed.fence, attempt, minutes(1));
        done.await.expect("completed");
    }
    let counted = InvitationTally { queued: 4, deferred: 1, sent: 1, bounced: 1, dropped: 1, parked: 1, ..queued };
    assert_eq!(tally().await, counted);
    assert_eq!((counted.active(), counted.waiting(), counted.settled()), (10, 5, 4));
    let body = MessageBody::Invitation { invitation: listed[0].id, on_the_fly: false };
    let again = vec![build::message(body, "again")];
    stage.commit(ChangeSet { messages: again, ..ChangeSet::default() }).await.expect("written");
    assert_eq!(tally().await.active(), 10, "whoever was mailed twice counts once");
}

/// `find_all` gives those of the invitations that the session lists, revoked ones included, whatever else is asked for.
pub async fn must_7_find_all_gives_those_of_the_session(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let other = session().titled("other").build();
    let elsewhere = invitation(&other, "elsewhere@example.org");
    let (mike, gone) = (invitation(&stage.session, "mike@example.org"), invitation(&stage.session, "gone@example.org"));
    let gone = gone.revoked(now());
    stage.write([Change::InsertSession(other)]).await;
    stage.write([Change::InsertInvitations(vec![mike.clone(), gone.clone(), elsewhere.clone()])]).await;
    let unknown = (0..2_000).map(|n| InvitationId::mint(now(), build::id_seed(&n.to_string())));
    let ids = unknown.chain([gone.id, elsewhere.id, mike.id]).collect();
    let mut found = stage.ports.invitations.find_all(stage.session.id(), ids).await.expect("invitations");
    found.sort_by_key(|one| one.email.key().clone());
    assert_eq!(found, [gone, mike]);
    let none = stage.ports.invitations.find_all(stage.session.id(), Vec::new()).await;
    assert_eq!(none, Ok(Vec::new()), "asked for none");
}

/// A list with names, roles, mails in every state, and one that was taken back.
async fn searched(stage: &Stage) -> Vec<ListedInvitation> {
    let named = |address: &str, name: &str, role: Role, after: i64| {
        let name = build::name(name);
        let id = InvitationId::mint(minutes(after), build::id_seed(address));
        Invitation {
            id,
            role,
            first_name: Some(name.first().clone()),
            last_name: Some(name.last().clone()),
            created_at: minutes(after),
            ..invitation(&stage.session, address)
        }
    };
    let all = vec![
        named("a@example.org", "Zoë Müller", Role::Attendee, -9),
        named("b@example.org", "Ünal 100%", Role::Presenter, -8),
        named("c_d@EXAMPLE.com", "Σοφία Back\\slash", Role::Attendee, -7),
        named("e@example.org", "Zoe Nord", Role::CoHost, -6).revoked(now()),
        Invitation { created_at: minutes(-5), ..invitation(&stage.session, "plain@example.org") },
        named("f@example.org", "Queued One", Role::Attendee, -4),
    ];
    let other = session().titled("other").build();
    let elsewhere = invitation(&other, "zoe@example.org");
    stage.write([Change::InsertSession(other)]).await;
    stage.write([Change::InsertInvitations(vec![elsewhere])]).await;
    let mails: Vec<OutgoingMessage> = all
        .iter()
        .zip(-9..)
        .map(|(one, after)| OutgoingMessage { created_at: minutes(after), ..invitation_mail(one) })
        .collect();
    let changes = vec![Change::InsertInvitations(all.clone())];
    stage.commit(ChangeSet { changes, messages: mails, ..ChangeSet::default() }).await.expect("written");
    let ends = [
        Attempt::Sent,
        Attempt::Parked { error: "550".to_owned() },
        Attempt::Sent,
        Attempt::Sent,
        Attempt::Deferred { until: minutes(10), error: "451".to_owned() },
        Attempt::Dropped { reason: "moved" },
    ];
    for attempt in ends {
        let claimed = stage.ports.outbox.claim(now(), TimeDelta::minutes(1), 1).await.expect("claimed").remove(0);
        stage.ports.outbox.complete(claimed.message.id, claimed.fence, attempt, now()).await.expect("completed");
    }
    // One is mailed again: the latest mail counts.
    let body = MessageBody::Invitation { invitation: all[0].id, on_the_fly: false };
    let messages = vec![build::message(body, "latest")];
    stage.commit(ChangeSet { messages, ..ChangeSet::default() }).await.expect("written");
    pages(stage, 100).await
}

/// `search` gives exactly what [`ListSearch::finds`], in pages as `list` does, and `count` says how many.
pub async fn must_8_search_finds_what_the_rule_finds_page_by_page(ports: StorePorts) {
    let stage = Stage::with_session(ports).await;
    let all = searched(&stage).await;
    let (list, id) = (&stage.ports.invitations, stage.session.id());
    let text = |text: &str| ListSearch { text: SearchText::parse(text).expect("a search"), ..ListSearch::default() };
    let mut searches: Vec<ListSearch> =
        ["", "zoe", "ZOË müll", "example.org", "σοφια", "100%", "%", "_", "c_d", "\\", "back\\slash", "'", "nobody"]
            .map(text)
            .to_vec();
    searches.extend(ListState::ALL.iter().map(|state| ListSearch { state: Some(*state), ..ListSearch::default() }));
    let roles = [Role::Attendee, Role::Presenter, Role::CoHost, Role::Captioner];
    searches.extend(roles.map(|role| ListSearch { role: Some(role), ..ListSearch::default() }));
    searches.push(ListSearch { role: Some(Role::Attendee), state: Some(ListState::Sent), ..text("zoe") });
    for search in searches {
        let expected: Vec<&ListedInvitation> =
            all.iter().filter(|listed| search.finds(&listed.invitation, listed.mail)).collect();
        for limit in [1, 2, 100] {
            let mut found: Vec<ListedInvitation> = Vec::new();
            loop {
                let after = found.last().map(|listed| listed.invitation.id);
                let page = list.search(id, search.clone(), after, limit).await.expect("a page");
                assert!(page.len() <= limit as usize, "a page holds `limit` invitations at most");
                if page.is_empty() {
                    break;
                }
                found.extend(page);
                assert!(found.len() <= all.len(), "each once: {search:?} in pages of {limit}");
            }
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{search:?} in pages of {limit}");
        }
        let count = list.count(id, search.clone()).await.expect("a number");
        assert_eq!(count as usize, expected.len(), "{search:?}");
    }
}
