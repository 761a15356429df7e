//! Embeds the decision core in another program: no runtime, no database, no HTTP.
//!
//! ```sh
//! cargo run -p jigsaw-domain --example embed
//! ```
//!
//! Acme sells courses. Whoever has the link of a course may enter its live sessions without a password, as long as
//! the course is paid for. That is one rule of Acme's own beside the built-in ones. The program
//!
//! 1. writes the rule: [`CoursePaid`];
//! 2. adds it to the built-in policy of the invitation type: [`acme_policies`];
//! 3. gathers the facts of each attempt from its own data, here a few sets in memory: [`Acme::facts`];
//! 4. decides, keeps the decision with all its reasons for the host, and shows the guest the public view.
#![expect(clippy::print_stdout, reason = "printing decisions is what this example is for")]

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use jigsaw_domain::admission::{
    CodeCheck, Decision, Fact, Facts, JoinRule, PasswordCheck, PersonFact, PolicyBook, PresentedLink, PublicDecision,
    Reason, ReasonCode, Relation, RuleId, RuleSet, Verdict, decide, public_view,
};
use jigsaw_domain::email_address::{EmailAddress, EmailKey};
use jigsaw_domain::id::{AccountId, SessionId};
use jigsaw_domain::link::Generation;
use jigsaw_domain::malformed::Malformed;
use jigsaw_domain::session::{
    Capacity, DoorSettings, InvitationType, ReminderOffsets, Room, Schedule, Session, SessionDraft,
};
use jigsaw_domain::text::Title;

/// Only people whose course is paid for come in.
///
/// Facts of one's own live in the rule; what Jigsaw knows comes in [`Facts`]. A rule is pure: what it needs is looked
/// up before it is asked.
#[derive(Debug)]
struct CoursePaid {
    paid: BTreeSet<EmailKey>,
    /// The host teaches the course and pays for nothing.
    host: EmailKey,
}

impl JoinRule for CoursePaid {
    fn id(&self) -> RuleId {
        // The part before the dot tells whose rule it is, in records and on the host's page.
        RuleId::new("acme.course_paid")
    }

    fn judge(&self, facts: &Facts<'_>) -> Verdict {
        // No address yet: the built-in email step asks for it, and this rule has nothing to say.
        let Some(email) = facts.email else {
            return Verdict::Abstain;
        };
        if *email.key() == self.host || self.paid.contains(email.key()) {
            // Not `Permit`: having paid is a condition, not an invitation.
            return Verdict::Abstain;
        }
        // Whether someone has paid is theirs to know: it is told to whoever proves the address, and to the host.
        // Everyone else is asked for a mailed code.
        Verdict::Deny(Reason::of_address(ReasonCode::Custom).with("code", "acme.course_not_paid"))
    }
}

/// The built-in policies, with Acme's rule at the door of sessions without passwords.
fn acme_policies(rule: CoursePaid) -> PolicyBook {
    let kind = InvitationType::LinkPasswordNotRequested;
    PolicyBook::built_in().with(kind, Arc::new(RuleSet::built_in(kind).with(Arc::new(rule))))
}

/// All that this program knows.
struct Acme {
    now: DateTime<Utc>,
    session: Session,
    host: EmailAddress,
    /// People who are in: Jigsaw counts nothing by itself.
    seats_taken: u32,
}

/// What one person gives at the door.
struct Attempt {
    what: &'static str,
    email: EmailAddress,
    gives_name: bool,
    code: CodeCheck,
    password: PasswordCheck,
}

impl Acme {
    /// From what was looked up to the facts of one attempt. What is left out stays unknown, and rules that need it refuse.
    fn facts<'a>(&'a self, attempt: &'a Attempt) -> Facts<'a> {
        let link = PresentedLink::of_session(&self.session, Generation::FIRST);
        let is_host = attempt.email == self.host;
        Facts {
            email: Some(&attempt.email),
            name_known: attempt.gives_name,
            relation: Fact::Known(if is_host { Relation::Host } else { Relation::Stranger }),
            has_account: Fact::Known(is_host),
            password: Fact::Known(attempt.password),
            code: Fact::Known(attempt.code),
            person: Fact::Known(PersonFact::NEW),
            seats_taken: Fact::Known(self.seats_taken),
            ..Facts::nothing_known(self.now, &self.session, link)
        }
    }
}

fn a_live_lesson(now: DateTime<Utc>) -> Result<Session, Malformed> {
    let (starts_at, ends_at) = (now - TimeDelta::minutes(5), now + TimeDelta::minutes(55));
    let draft = SessionDraft {
        title: Title::parse("Course 7: Fractions")?,
        schedule: Schedule::from_instants(starts_at, ends_at, chrono_tz::Europe::Berlin).map_err(|(_, fault)| fault)?,
        invitation_type: InvitationType::LinkPasswordNotRequested,
        door: DoorSettings { capacity: Some(Capacity::parse(30)?), wait_for_host: false, ..DoorSettings::default() },
        reminders: ReminderOffsets::default(),
        room: Room::parse_url("https://rooms.acme.example/fractions")?,
        message: None,
    };
    // Ids come from the time and 128 bits of the embedder's own randomness.
    Ok(Session::create(SessionId::mint(now, [1; 16]), AccountId::mint(now, [2; 16]), draft, now))
}

/// The code of a reason; Acme's own stand in the parameters of `custom`.
fn code_of(reason: &Reason) -> &str {
    let own = reason.params.iter().find(|(name, _)| *name == "code");
    own.map_or(reason.code.as_str(), |(_, code)| code)
}

fn print(what: &str, decision: &Decision, view: &PublicDecision) {
    println!("{what}");
    println!("  decision    {}", decision.outcome().as_str());
    for finding in decision.findings() {
        let rule = finding.rule.as_str();
        match &finding.verdict {
            Verdict::Permit => println!("    {rule:21} permit"),
            Verdict::Deny(reason) => println!("    {rule:21} deny {}", code_of(reason)),
            Verdict::Hold(reason) => println!("    {rule:21} hold {}", code_of(reason)),
            Verdict::Require(evidence) => println!("    {rule:21} require {}", evidence.as_str()),
            Verdict::Abstain => {}
        }
    }
    let needs = view.needs.iter().map(|evidence| evidence.as_str());
    let said: Vec<&str> = needs.chain(view.reasons.iter().map(code_of)).collect();
    println!("  guest sees  {} {}\n", view.outcome.as_str(), said.join(", "));
}

fn main() -> Result<(), Malformed> {
    let now: DateTime<Utc> = "2027-01-10T10:05:00Z".parse().map_err(|_| Malformed::NotATime)?;
    let [ana, ben, host] = ["ana@example.org", "ben@example.org", "teacher@acme.example"].map(EmailAddress::parse);
    let (ana, ben, host) = (ana?, ben?, host?);

    let rule = CoursePaid { paid: BTreeSet::from([ana.key().clone()]), host: host.key().clone() };
    let policies = acme_policies(rule);
    let acme = Acme { now, session: a_live_lesson(now)?, host: host.clone(), seats_taken: 12 };

    let attempt = |what, email: &EmailAddress| Attempt {
        what,
        email: email.clone(),
        gives_name: true,
        code: CodeCheck::NotGiven,
        password: PasswordCheck::NotGiven,
    };
    let attempts = [
        Attempt { gives_name: false, ..attempt("Ana has paid, and has given her address only", &ana) },
        attempt("Ana has paid, and has given her name, too", &ana),
        attempt("Ben has not paid; the address is not proved, so he sees no reason", &ben),
        Attempt { code: CodeCheck::Right, ..attempt("Ben has not paid, and has proved his address", &ben) },
        attempt("Someone types the teacher's address", &host),
        Attempt { password: PasswordCheck::Right, ..attempt("The teacher", &host) },
    ];
    for attempt in &attempts {
        let facts = acme.facts(attempt);
        let decision = decide(policies.of(acme.session.invitation_type()), &facts);
        print(attempt.what, &decision, &public_view(&decision, facts.proof()));
    }
    Ok(())
}
