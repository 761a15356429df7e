//! Who someone is, and how that is shown.

use super::{known, rule};
use crate::admission::{
    CodeCheck, Evidence, Facts, PasswordCheck, PersonState, Proof, Reason, ReasonCode, Relation, Verdict,
};
use crate::invitation::Role;
use crate::session::{EmailProof, InvitationType};

rule! {
    /// The email step comes first.
    EmailGiven as "email_given": |facts| {
        if facts.email.is_some() { Verdict::Abstain } else { Verdict::Require(Evidence::Email) }
    }
}

/// Addresses that must not be taken on someone's word: the host's, and those of an invited co-host or
/// presenter who has an account.
fn is_guarded(relation: Relation, has_account: bool) -> bool {
    match relation {
        Relation::Host => true,
        Relation::Invited { role: Role::CoHost | Role::Presenter, .. } => has_account,
        Relation::Invited { .. } | Relation::Stranger => false,
    }
}

/// The proof that a guarded address needs: the host's is worth the account, the others' the mailbox.
fn guard(relation: Relation) -> Proof {
    if relation == Relation::Host { Proof::Account } else { Proof::Mailbox }
}

rule! {
    /// A guarded address asks for the account's password, whatever the invitation type. On a list, only once the
    /// mailbox is proved: before that every address sees the same page.
    GuardedAddress as "guarded_address": |facts| {
        if facts.email.is_none() {
            return Verdict::Abstain;
        }
        known!(facts, relation);
        known!(facts, has_account);
        if guard_asks(facts) { Verdict::Require(Evidence::Password) } else { Verdict::Abstain }
    }
}

rule! {
    /// First and last name, unless an account or the invitation knows them. Asked after the proof that a list or a
    /// guarded address needs.
    NameGiven as "name_given": |facts| {
        if facts.name_known || facts.email.is_none() {
            return Verdict::Abstain;
        }
        let code_first = facts.is_on_list() && !facts.is_proved() && !facts.knock;
        // The account behind a guarded address gives the name.
        if code_first || guard_asks(facts) {
            Verdict::Abstain
        } else {
            Verdict::Require(Evidence::Name)
        }
    }
}

/// Whether the guard asks. Where it does not know, it denies; until then it comes before every other question.
fn guard_asks(facts: &Facts<'_>) -> bool {
    let (Some(&relation), Some(&has_account)) = (facts.relation.known(), facts.has_account.known()) else {
        return true;
    };
    let hidden = facts.is_on_list() && !facts.is_proved();
    !hidden && is_guarded(relation, has_account) && facts.proof() < guard(relation)
}

/// The next step to a proved address where accounts are not asked for. The code is mailed on the step that gives the
/// name, so that typing an address alone never sends mail.
pub(super) fn step_to_proof(facts: &Facts<'_>) -> Evidence {
    if facts.email.is_none() {
        Evidence::Email
    } else if guard_asks(facts) {
        Evidence::Password
    } else if facts.name_known {
        Evidence::Code
    } else {
        Evidence::Name
    }
}

/// The next step to an account's proof.
fn step_to_account(facts: &Facts<'_>, has_account: bool) -> Evidence {
    match (facts.hide_accounts, has_account, facts.profile_given) {
        // Where accounts are hidden, only what was given counts: everyone sees the same.
        (true, _, true) | (false, false, true) => Evidence::Code,
        (true, _, false) | (false, true, _) => Evidence::Password,
        (false, false, false) => Evidence::Account,
    }
}

/// What would show that this is someone who runs the session; `None` when that is settled.
///
/// Rules that spare the host and co-hosts ask for this before they refuse: otherwise a full session would shut out its
/// own host, who types an address like everyone. On a list every unproved address gets the same answer.
pub(super) fn proof_of_running(facts: &Facts<'_>) -> Option<Evidence> {
    if facts.email.is_none() {
        return Some(Evidence::Email);
    }
    let (&relation, &has_account) = (facts.relation.known()?, facts.has_account.known()?);
    if facts.is_on_list() && !facts.is_proved() {
        let asks_the_host = facts.knock || facts.is_approved();
        return (!asks_the_host).then_some(Evidence::Code);
    }
    if !relation.role().runs_session() || facts.role().runs_session() {
        return None;
    }
    match facts.invitation_type() {
        InvitationType::LinkPasswordRequested => Some(step_to_account(facts, has_account)),
        InvitationType::InvitationList | InvitationType::LinkPasswordNotRequested => {
            let by_code = facts.session.door().email_proof == EmailProof::Code;
            (by_code || guard_asks(facts)).then(|| step_to_proof(facts))
        }
    }
}

rule! {
    /// A typed address alone never admits to a list: personal link, mailed code or sign-in. Asking the host is the way
    /// without proof, but not under the address of someone who is in, or whom the host let in: their place is theirs.
    MailboxProved as "mailbox_proved": |facts| {
        let person = known!(facts, person);
        if facts.email.is_none() || facts.is_proved() || facts.is_approved() {
            return Verdict::Abstain;
        }
        let waits_proved = person.state == PersonState::Waiting && person.proof > Proof::Unverified;
        let taken = person.approved || waits_proved || person.state == PersonState::Inside;
        let is_someones = taken && !person.same_device;
        if facts.knock && !is_someones {
            Verdict::Abstain
        } else {
            Verdict::Require(Evidence::Code)
        }
    }
}

rule! {
    /// Without passwords a session may still ask for a mailed code.
    TypedAddressProved as "typed_address_proved": |facts| {
        if facts.session.door().email_proof == EmailProof::Code && !facts.is_proved() {
            Verdict::Require(step_to_proof(facts))
        } else {
            Verdict::Abstain
        }
    }
}

rule! {
    /// Where passwords are asked: the account's, or a new profile with a mailed code.
    AccountOrProfile as "account_or_profile": |facts| {
        if facts.email.is_none() {
            return Verdict::Abstain;
        }
        let has_account = known!(facts, has_account);
        if facts.proof() == Proof::Account {
            Verdict::Permit
        } else {
            Verdict::Require(step_to_account(facts, has_account))
        }
    }
}

rule! {
    /// Where the server does not tell whether an account exists, both ways are offered to everyone, also after a
    /// password that was wrong.
    ProfileOffered as "profile_offered": |facts| {
        let undecided = facts.email.is_some() && !facts.profile_given && facts.proof() < Proof::Account;
        if facts.hide_accounts && undecided { Verdict::Require(Evidence::Account) } else { Verdict::Abstain }
    }
}

rule! {
    /// Without passwords, the link and an address are enough.
    AnyoneWithTheLink as "anyone_with_the_link": |facts| {
        if facts.email.is_some() { Verdict::Permit } else { Verdict::Abstain }
    }
}

rule! {
    /// A password that is given must be right, even where another proof would do.
    PasswordIsRight as "password_is_right": |facts| {
        match known!(facts, password) {
            PasswordCheck::Wrong => Verdict::Deny(Reason::public(ReasonCode::WrongPassword)),
            PasswordCheck::Locked => Verdict::Deny(Reason::public(ReasonCode::AccountLocked)),
            PasswordCheck::NotGiven | PasswordCheck::Right => Verdict::Abstain,
        }
    }
}

rule! {
    /// A code that is given must be right and fresh.
    CodeIsRight as "code_is_right": |facts| {
        match known!(facts, code) {
            CodeCheck::Wrong => Verdict::Deny(Reason::public(ReasonCode::CodeWrong)),
            CodeCheck::Expired => Verdict::Deny(Reason::public(ReasonCode::CodeExpired)),
            CodeCheck::NotGiven | CodeCheck::Right => Verdict::Abstain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::Fact;
    use crate::admission::fixture::{Case, expect};

    fn host(case: Case) -> Case {
        case.with(|case| {
            case.relation = Fact::Known(Relation::Host);
            case.has_account = Fact::Known(true);
        })
    }

    fn with_account(case: Case) -> Case {
        case.with(|case| case.has_account = Fact::Known(true))
    }

    fn nameless(case: Case) -> Case {
        case.with(|case| case.name_known = false)
    }

    fn code(case: Case) -> Case {
        case.with(|case| case.code = Fact::Known(CodeCheck::Right))
    }

    fn knocks(case: Case) -> Case {
        case.with(|case| case.knock = true)
    }

    fn hidden(case: Case) -> Case {
        case.with(|case| case.hide_accounts = true)
    }

    fn profile(case: Case) -> Case {
        case.with(|case| case.profile_given = true)
    }

    fn password(case: Case, check: PasswordCheck) -> Case {
        case.with(|case| case.password = Fact::Known(check))
    }

    #[test]
    fn the_email_step_comes_first() {
        let nobody = || Case::open().with(|case| case.email = None);
        expect(&EmailGiven, [("none", nobody(), "require email"), ("given", Case::open(), "abstain")]);
        expect(&AnyoneWithTheLink, [("none", nobody(), "abstain"), ("given", Case::open(), "permit")]);
    }

    #[test]
    fn guarded_addresses_ask_for_the_accounts_password() {
        expect(
            &GuardedAddress,
            [
                ("a stranger's", Case::open(), "abstain"),
                ("a stranger's with an account", with_account(Case::open()), "abstain"),
                ("the host's", host(Case::open()), "require password"),
                ("the host's, by a mailed code", code(host(Case::open())), "require password"),
                ("the host's, by a personal link", host(Case::open()).by_personal_link(), "require password"),
                ("the host, signed in", host(Case::open()).with(|c| c.signed_in = true), "abstain"),
                (
                    "a presenter's with an account",
                    with_account(Case::open().invited_as(Role::Presenter)),
                    "require password",
                ),
                (
                    "… by personal link",
                    with_account(Case::open().invited_as(Role::Presenter)).by_personal_link(),
                    "abstain",
                ),
                (
                    "… with the password",
                    password(with_account(Case::open().invited_as(Role::Presenter)), PasswordCheck::Right),
                    "abstain",
                ),
                ("a presenter's without one", Case::open().invited_as(Role::Presenter), "abstain"),
                (
                    "a co-host's with an account",
                    with_account(Case::open().invited_as(Role::CoHost)),
                    "require password",
                ),
                ("a captioner's with an account", with_account(Case::open().invited_as(Role::Captioner)), "abstain"),
                ("an attendee's with an account", with_account(Case::open().invited_as(Role::Attendee)), "abstain"),
                ("the host's on a list, typed: as everyone's", host(Case::on_list()), "abstain"),
                ("the host's on a list, typed, knocking", knocks(host(Case::on_list())), "abstain"),
                ("the host's on a list, by code", code(host(Case::on_list())), "require password"),
                (
                    "a presenter's on a list, by code",
                    code(with_account(Case::on_list().invited_as(Role::Presenter))),
                    "abstain",
                ),
                ("nobody knows", Case::open().with(|c| c.has_account = Fact::Unknown), "deny fact_unknown"),
            ],
        );
    }

    #[test]
    fn names_are_asked_after_the_proof_that_comes_first() {
        expect(
            &NameGiven,
            [
                ("known", Case::open(), "abstain"),
                ("typed address", nameless(Case::open()), "require name"),
                ("personal link", nameless(Case::open().invited_as(Role::Attendee)).by_personal_link(), "require name"),
                ("guarded: the account knows it", nameless(host(Case::open())), "abstain"),
                ("list, typed", nameless(Case::on_list()), "abstain"),
                ("list, host, typed", nameless(host(Case::on_list())), "abstain"),
                (
                    "list, proved",
                    nameless(Case::on_list().invited_as(Role::Attendee)).by_personal_link(),
                    "require name",
                ),
                ("list, knocking", knocks(nameless(Case::on_list())), "require name"),
                (
                    "list, knocking under the host's address: no different",
                    knocks(nameless(host(Case::on_list()))),
                    "require name",
                ),
            ],
        );
    }

    #[test]
    fn a_typed_address_never_admits_to_a_list() {
        use PersonState::{Gone, Inside, New, Waiting};
        let known = |state, change: fn(&mut crate::admission::PersonFact)| Case::on_list().known(state, change);
        expect(
            &MailboxProved,
            [
                ("nobody yet", Case::on_list().with(|c| c.email = None), "abstain"),
                ("typed", Case::on_list(), "require code"),
                ("by code", code(Case::on_list()), "abstain"),
                (
                    "by another's personal link",
                    Case::on_list().by_personal_link().with(|c| c.link.fits_address = false),
                    "require code",
                ),
                ("knocking", knocks(Case::on_list()), "abstain"),
                (
                    "let in by the host, same device",
                    known(Inside, |p| {
                        p.approved = true;
                        p.same_device = true;
                    }),
                    "abstain",
                ),
                ("let in by the host, typed elsewhere", known(Inside, |p| p.approved = true), "require code"),
                ("knocking under an address that is in", knocks(known(Inside, |_| {})), "require code"),
                (
                    "knocking under an address that waits with proof",
                    knocks(known(Waiting, |p| p.proof = Proof::Mailbox)),
                    "require code",
                ),
                (
                    "knocking under an address that the host let in once",
                    knocks(known(Gone, |p| p.approved = true)),
                    "require code",
                ),
                ("knocking again", knocks(known(Waiting, |_| {})), "abstain"),
                ("knocking after having left", knocks(known(Gone, |p| p.proof = Proof::Mailbox)), "abstain"),
                (
                    "proved by this device's pass",
                    known(Inside, |p| {
                        p.proof = Proof::Mailbox;
                        p.same_device = true;
                    }),
                    "abstain",
                ),
                ("never seen, pass or not", known(New, |p| p.same_device = true), "require code"),
            ],
        );
    }

    #[test]
    fn sessions_without_passwords_may_ask_for_a_code() {
        let asks = |case: Case| case.with(|case| case.parts.door.email_proof = EmailProof::Code);
        expect(
            &TypedAddressProved,
            [
                ("not asked for", Case::open(), "abstain"),
                ("typed", asks(Case::open()), "require code"),
                ("the name comes first", asks(nameless(Case::open())), "require name"),
                ("guarded: the password instead", asks(host(Case::open())), "require password"),
                ("by personal link", asks(Case::open().by_personal_link()), "abstain"),
                ("by code", code(asks(Case::open())), "abstain"),
                ("signed in", asks(Case::open()).with(|c| c.signed_in = true), "abstain"),
            ],
        );
    }

    #[test]
    fn where_passwords_are_asked_the_account_is_what_counts() {
        let stranger = || Case::by_password();
        let member = || with_account(Case::by_password());
        expect(
            &AccountOrProfile,
            [
                ("nobody yet", stranger().with(|c| c.email = None), "abstain"),
                ("has an account", member(), "require password"),
                ("has none", stranger(), "require account"),
                ("has none, gives a profile", profile(stranger()), "require code"),
                ("… and the code", code(profile(stranger())), "permit"),
                ("has one, gives a profile: no way round the password", profile(member()), "require password"),
                ("… with a code", code(profile(member())), "require password"),
                ("a code alone is no account", code(stranger()), "require account"),
                ("a personal link is none either", member().by_personal_link(), "require password"),
                ("right password", password(member(), PasswordCheck::Right), "permit"),
                ("signed in", member().with(|c| c.signed_in = true), "permit"),
                ("nobody knows", stranger().with(|c| c.has_account = Fact::Unknown), "deny fact_unknown"),
            ],
        );
    }

    #[test]
    fn hidden_accounts_look_the_same_at_every_step() {
        let steps: [fn(Case) -> Case; 6] = [
            |case| case,
            profile,
            |case| password(case, PasswordCheck::Wrong),
            |case| password(case, PasswordCheck::Locked),
            |case| profile(password(case, PasswordCheck::Wrong)),
            |case| profile(case).with(|c| c.code = Fact::Known(CodeCheck::Wrong)),
        ];
        for (step, given) in steps.into_iter().enumerate() {
            let none = given(hidden(Case::by_password()));
            let one = given(with_account(hidden(Case::by_password())));
            for rule in [&AccountOrProfile as &dyn crate::admission::JoinRule, &ProfileOffered, &PasswordIsRight] {
                assert_eq!(none.lend(|f| rule.judge(f)), one.lend(|f| rule.judge(f)), "step {step}, {}", rule.id());
            }
        }
        expect(
            &ProfileOffered,
            [
                ("not hidden", Case::by_password(), "abstain"),
                ("hidden", hidden(Case::by_password()), "require account"),
                (
                    "hidden, after a wrong password",
                    hidden(password(Case::by_password(), PasswordCheck::Wrong)),
                    "require account",
                ),
                ("hidden, profile given", hidden(profile(Case::by_password())), "abstain"),
                ("hidden, right password", hidden(password(Case::by_password(), PasswordCheck::Right)), "abstain"),
            ],
        );
    }

    #[test]
    fn what_is_given_must_be_right() {
        expect(
            &PasswordIsRight,
            [
                ("none", Case::open(), "abstain"),
                ("right", password(Case::open(), PasswordCheck::Right), "abstain"),
                ("wrong", password(Case::open(), PasswordCheck::Wrong), "deny wrong_password"),
                (
                    "wrong, though signed in",
                    password(Case::open().with(|c| c.signed_in = true), PasswordCheck::Wrong),
                    "deny wrong_password",
                ),
                ("locked", password(Case::open(), PasswordCheck::Locked), "deny account_locked"),
                ("not checked", Case::open().with(|c| c.password = Fact::Unknown), "deny fact_unknown"),
            ],
        );
        let given = |check| Case::open().with(|case| case.code = Fact::Known(check));
        expect(
            &CodeIsRight,
            [
                ("none", Case::open(), "abstain"),
                ("right", given(CodeCheck::Right), "abstain"),
                ("wrong", given(CodeCheck::Wrong), "deny code_wrong"),
                ("too old", given(CodeCheck::Expired), "deny code_expired"),
                ("not checked", Case::open().with(|c| c.code = Fact::Unknown), "deny fact_unknown"),
            ],
        );
    }
}
