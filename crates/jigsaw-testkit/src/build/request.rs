//! Who asks, and what they give.

use jigsaw_domain::account::Account;
use jigsaw_domain::link::Link;
use jigsaw_domain::usecase::{Caller, ClientNetwork, JoinEvidence, JoinRequest, Subject};

use super::{correlation, email, name};

/// A request of this subject.
pub fn caller(subject: Subject) -> Caller {
    Caller { subject, network: ClientNetwork::local(), correlation: correlation() }
}

/// A request of a browser that is signed in to this account.
pub fn as_account(account: &Account) -> Caller {
    caller(Subject::Account(account.clone()))
}

/// A request of [`host`](super::host).
pub fn as_host() -> Caller {
    as_account(&super::host())
}

/// A request of somebody unknown.
pub fn as_anyone() -> Caller {
    caller(Subject::Anonymous)
}

/// Somebody who comes by this link and types this address and a name.
pub fn join_request(link: Link, address: &str) -> JoinRequest {
    let evidence =
        JoinEvidence { email: Some(email(address)), name: Some(name("Mike Miller")), ..JoinEvidence::default() };
    JoinRequest {
        link,
        evidence,
        signed_in: None,
        pass: None,
        network: ClientNetwork::local(),
        correlation: correlation(),
    }
}
