//! Who someone is, and how that is shown.

use super::{known, rule};
use crate::admission::{CodeCheck, Evidence, Fact, Facts, PasswordCheck, Proof, Reason, ReasonCode, Relation, Verdict};
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
        let relation = known!(facts, relation);
        let has_account = known!(facts, has_account);
        let proof = facts.proof();
        let uniform = facts.invitation_type() == InvitationType::InvitationList && proof == Proof::Unverified;
        if uniform || !is_guarded(relation, has_account) || proof >= guard(relation) {
            Verdict::Abstain
        } else {
            Verdict::Require(Evidence::Password)
        }
    }
}

rule! {
    /// First and last name, unless an account or the invitation knows them. Asked after the proof that a list or a
    /// guarded address needs.
    NameGiven as "name_given": |facts| {
        if facts.name_known || facts.email.is_none() {
            return Verdict::Abstain;
        }
        let on_list = facts.invitation_type() == InvitationType::InvitationList;
        let unproved = facts.proof() == Proof::Unverified;
        if (on_list && unproved && !facts.knock) || proves_first(facts) {
            Verdict::Abstain
        } else {
            Verdict::Require(Evidence::Name)
        }
    }
}

/// Whether the guard asks first; the account behind the address then gives the name.
fn proves_first(facts: &Facts<'_>) -> bool {
    match (facts.relation.known(), facts.has_account.known()) {
        (Some(&relation), Some(&has_account)) => is_guarded(relation, has_account) && facts.proof() < guard(relation),
        // Unknown: the guard denies; asking for more would only delay that.
        _ => true,
    }
}

rule! {
    /// A typed address alone never admits to a list: personal link, mailed code or sign-in.
    MailboxProved as "mailbox_proved": |facts| {
        let person = known!(facts, person);
        let asks_the_host = facts.knock || person.approved;
        if facts.email.is_none() || facts.proof() > Proof::Unverified || asks_the_host {
            Verdict::Abstain
        } else {
            Verdict::Require(Evidence::Code)
        }
    }
}

rule! {
    /// Without passwords a session may still ask for a mailed code. It is mailed on the step that gives the name.
    TypedAddressProved as "typed_address_proved": |facts| {
        let asked = facts.session.door().email_proof == EmailProof::Code;
        let ready = facts.email.is_some() && facts.name_known && !proves_first(facts);
        if asked && ready && facts.proof() == Proof::Unverified {
            Verdict::Require(Evidence::Code)
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
            return Verdict::Permit;
        }
        match (has_account, facts.profile_given) {
            (true, true) if facts.hide_accounts => Verdict::Require(Evidence::Code),
            (false, true) => Verdict::Require(Evidence::Code),
            (true, _) => Verdict::Require(Evidence::Password),
            (false, false) if facts.hide_accounts => Verdict::Require(Evidence::Password),
            (false, false) => Verdict::Require(Evidence::Account),
        }
    }
}

rule! {
    /// Where the server does not tell whether an account exists, both ways are offered to everyone.
    ProfileOffered as "profile_offered": |facts| {
        let undecided = !facts.profile_given && facts.password == Fact::Known(PasswordCheck::NotGiven);
        if facts.hide_accounts && facts.email.is_some() && undecided && facts.proof() < Proof::Account {
            Verdict::Require(Evidence::Account)
        } else {
            Verdict::Abstain
        }
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
