//! The simulator's half of joining: the same way from link to decision, without a person, a limit or a write.

use chrono::{DateTime, Utc};

use super::memo::Memo;
use super::{Attempt, Decided, JoinRequest, Profile};
use crate::account::{Account, Password};
use crate::admission::{CodeCheck, Decision, Evidence, PasswordCheck, PublicDecision, Relation};
use crate::delivery::CodePurpose;
use crate::malformed::Malformed;
use crate::text::PersonName;
use crate::usecase::{FrontDoor, UseCaseError};

/// What would be decided on one person.
#[derive(Debug)]
pub(in crate::usecase) struct Simulated {
    /// On what the request gives, and nothing else.
    pub(in crate::usecase) bare: (Decision, PublicDecision),
    /// After everything that is asked for was given, honestly.
    pub(in crate::usecase) satisfied: (Decision, PublicDecision),
    /// What the address is to the session.
    pub(in crate::usecase) relation: Relation,
    /// The moment that was judged.
    pub(in crate::usecase) at: DateTime<Utc>,
}

/// More steps than a door has.
const MOST_STEPS: usize = 8;

impl FrontDoor {
    /// Judges a request at a moment, first as it is, then as if the person gave what they are asked for, step by step.
    /// A person gives only what they can have: nobody has the code that is mailed to nobody.
    pub(in crate::usecase) async fn simulate(
        &self,
        request: &JoinRequest,
        at: Option<DateTime<Utc>>,
    ) -> Result<Simulated, UseCaseError> {
        let memo = Memo::default();
        let attempt = self.attempt(request, &memo, at).await?;
        let (mut password, mut code) = (PasswordCheck::NotGiven, CodeCheck::NotGiven);
        let Decided { decision, public, .. } = self.decided(&attempt, password, code);
        let bare = (decision, public);
        let mut satisfied = bare.clone();
        let (mut given, mut gives_profile) = (request.clone(), attempt.gives_profile);
        for _ in 0..MOST_STEPS {
            let Some(next) = attempt.next_step(&satisfied.1.needs, gives_profile) else { break };
            match next {
                Evidence::Name => given.evidence.name = Some(someone()?),
                Evidence::Password => {
                    given.evidence.password = Some(some_password()?);
                    password = PasswordCheck::Right;
                }
                Evidence::Account => {
                    given.evidence.profile =
                        Some(Profile { name: someone()?, password: some_password()?, time_zone: None });
                    gives_profile = true;
                }
                Evidence::Code => code = CodeCheck::Right,
                Evidence::Seat => given.evidence.take_seat = true,
                Evidence::Email => break,
            }
            let further = Attempt { request: &given, gives_profile, ..attempt.clone() };
            let Decided { decision, public, .. } = self.decided(&further, password, code);
            satisfied = (decision, public);
        }
        Ok(Simulated { bare, satisfied, relation: attempt.relation, at: attempt.now })
    }
}

impl Attempt<'_> {
    /// What an honest person gives next, of what is asked.
    fn next_step(&self, needs: &[Evidence], gives_profile: bool) -> Option<Evidence> {
        let has_account = self.situation.account.as_ref().is_some_and(Account::is_usable);
        needs.iter().copied().find(|asked| match asked {
            Evidence::Password => has_account,
            Evidence::Account => !has_account,
            Evidence::Code => gives_profile || self.may_prove(&CodePurpose::Proof),
            Evidence::Email => false,
            Evidence::Name | Evidence::Seat => true,
        })
    }
}

fn someone() -> Result<PersonName, UseCaseError> {
    PersonName::parse_full("Some One").map_err(never)
}

/// Stands for the right one; it is not compared with anything.
fn some_password() -> Result<Password, UseCaseError> {
    Password::parse_given("the right one").map_err(never)
}

fn never(fault: Malformed) -> UseCaseError {
    UseCaseError::field("simulated", fault)
}
