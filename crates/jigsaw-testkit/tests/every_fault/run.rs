//! One case: the same call of a use case with each of its port calls failing once, in every way that it can.

use jigsaw_domain::port::PortError;
use jigsaw_domain::usecase::{FrontDoor, UseCaseError};
use jigsaw_testkit::faults::{Faults, Moment};
use jigsaw_testkit::house::House;
use jigsaw_testkit::laws;

/// How a call of a port fails. A conflict after everything was written breaks the port's contract, so there is none.
fn ways() -> [(Moment, PortError); 5] {
    let away = || PortError::Unavailable("the port is away".to_owned());
    let broken = || PortError::Backend("the port is broken".to_owned());
    [
        (Moment::Before, away()),
        (Moment::After, away()),
        (Moment::Before, broken()),
        (Moment::After, broken()),
        (Moment::Before, PortError::Conflict),
    ]
}

/// What became of one run.
pub(crate) struct Seen<W, A> {
    /// Where it happened; nothing fails any more.
    pub(crate) house: House,
    /// What the set-up gave.
    pub(crate) it: W,
    /// The call that was disturbed.
    pub(crate) first: Result<A, UseCaseError>,
    /// The same call once more, if the first one failed.
    pub(crate) again: Option<Result<A, UseCaseError>>,
    /// The first call failed, and yet wrote: its answer was lost.
    pub(crate) lost: bool,
}

impl<W, A> Seen<W, A> {
    /// What the last call answered. A retry succeeds.
    #[track_caller]
    pub(crate) fn answer(&self) -> &A {
        match self.again.as_ref().unwrap_or(&self.first) {
            Ok(answer) => answer,
            Err(error) => panic!("the retry fails: {error}"),
        }
    }

    /// 1, or 2 where a lost answer is known to do the thing twice: there is no `Idempotency-Key` yet.
    pub(crate) fn once_more_if_lost(&self) -> usize {
        1 + usize::from(self.lost)
    }

    /// How often an audit row of this action was written.
    pub(crate) fn rows(&self, action: &str) -> usize {
        self.house.store.audit().iter().filter(|row| row.action == action).count()
    }
}

/// Tells which run it was when an expectation is broken.
struct Context(String);

impl Drop for Context {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- in the run where {}", self.0);
        }
    }
}

/// Runs a case undisturbed, and then once for each of its port calls and each way to fail. `given` makes everything anew,
/// `does` calls the use case, always with the same evidence, and `then` looks at what became of it. Everything that must hold
/// in the store is checked after each call.
pub(crate) async fn at_every_call<W, A>(
    given: impl AsyncFn(&House) -> W,
    does: impl AsyncFn(&FrontDoor, &W) -> Result<A, UseCaseError>,
    then: impl AsyncFn(Seen<W, A>),
) {
    let calls = once(&given, &does, &then, None).await;
    assert!(calls > 0, "the use case asks nothing of the outside");
    for (moment, error) in ways() {
        for nth in 1..=calls {
            once(&given, &does, &then, Some((nth, moment, error.clone()))).await;
        }
    }
}

async fn once<W, A>(
    given: &impl AsyncFn(&House) -> W,
    does: &impl AsyncFn(&FrontDoor, &W) -> Result<A, UseCaseError>,
    then: &impl AsyncFn(Seen<W, A>),
    strike: Option<(u64, Moment, PortError)>,
) -> u64 {
    let _context = Context(match &strike {
        Some((nth, moment, error)) => format!("port call {nth} fails ({moment:?}: {error})"),
        None => "nothing fails".to_owned(),
    });
    let house = House::with_host().await;
    let it = given(&house).await;
    laws::the_world_is_sound(&house.store);
    let before = written(&house);
    let faults = Faults::none();
    if let Some((nth, moment, error)) = strike.clone() {
        faults.strike(nth, moment, error);
    }
    let first = does(&house.clone().with_faults(faults.clone()).front_door(), &it).await;
    assert_eq!(faults.has_struck(), strike.is_some(), "the call that should fail was never made");
    laws::the_world_is_sound(&house.store);
    let lost = first.is_err() && written(&house) != before;
    let again = match (&first, &strike) {
        (Ok(_), _) => None,
        (Err(error), None) => panic!("fails undisturbed: {error}"),
        (Err(error), Some((_, _, struck))) => {
            let told = *error == UseCaseError::Port(struck.clone());
            assert!(told, "told as something else than the failure of a port: {error:?}");
            Some(does(&house.front_door(), &it).await)
        }
    };
    laws::the_world_is_sound(&house.store);
    then(Seen { house: house.clone(), it, first, again, lost }).await;
    laws::the_world_is_sound(&house.store);
    faults.calls()
}

/// How much is written, so that a call that wrote can be told from one that did not.
fn written(house: &House) -> impl PartialEq + use<> {
    let store = &house.store;
    (
        (store.audit(), store.messages(), store.all_events(), store.decision_records()),
        (store.all_sessions(), store.all_participants(), store.all_passes(), store.all_invitations()),
        (store.all_accounts(), store.all_sign_ins(), store.all_tokens(), store.all_codes()),
    )
}
