//! What an account says about itself.

use chrono_tz::Tz;

use super::sign_in::written;
use super::{Action, Caller, FrontDoor, UseCaseError, authorise};
use crate::account::Account;
use crate::audit::FieldChange;
use crate::language::Language;
use crate::port::{Change, ChangeSet};
use crate::text::{NamePart, PersonName};

/// A change of one's own account: what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct ProfileEdit {
    /// Another first name.
    pub first_name: Option<NamePart>,
    /// Another last name.
    pub last_name: Option<NamePart>,
    /// Another zone to show times in.
    pub time_zone: Option<Tz>,
    /// Another language; `Some(None)` leaves it to the browser again.
    pub language: Option<Option<Language>>,
}

impl ProfileEdit {
    fn applied_to(&self, account: &Account) -> Account {
        let first = self.first_name.as_ref().unwrap_or_else(|| account.name.first());
        let last = self.last_name.as_ref().unwrap_or_else(|| account.name.last());
        Account {
            name: PersonName::new(first.clone(), last.clone()),
            time_zone: self.time_zone.unwrap_or(account.time_zone),
            language: self.language.unwrap_or(account.language),
            ..account.clone()
        }
    }
}

impl FrontDoor {
    /// Changes the caller's own account. A change that changes nothing writes nothing.
    pub async fn update_profile(&self, caller: &Caller, edit: &ProfileEdit) -> Result<Account, UseCaseError> {
        authorise(&caller.subject, Action::EditProfile, None, self.now())?;
        let id = caller.subject.account().ok_or(UseCaseError::SignInRequired)?.id;
        self.until_settled(|| async {
            let account = self.ports.accounts.find(id).await?.ok_or(UseCaseError::SignInRequired)?;
            let next = edit.applied_to(&account);
            if next == account {
                return Ok(account);
            }
            let mut changes = ChangeSet::of([Change::UpdateAccount(next.clone())]);
            let object = (None, id.as_uuid());
            changes.audit.push(self.audit(
                caller,
                "account.profile_edited",
                object,
                differences(&account, &next),
                self.now(),
            ));
            self.commit(changes).await?;
            Ok(written(next))
        })
        .await
    }
}

fn differences(before: &Account, after: &Account) -> Vec<FieldChange> {
    let word = |account: &Account| account.language.map_or("", Language::as_str);
    let fields = [
        FieldChange::between("name", &before.name, &after.name),
        FieldChange::between("time_zone", before.time_zone, after.time_zone),
        FieldChange::between("language", word(before), word(after)),
    ];
    fields.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Scope;
    use crate::port::PortError;
    use crate::usecase::Subject;
    use crate::usecase::testing::*;

    fn stored(account: &Account) -> Mocks {
        let mut mocks = Mocks::new();
        let known = account.clone();
        mocks.accounts.expect_find().returning(move |id| Ok((known.id == id).then(|| known.clone())));
        mocks
    }

    fn german() -> ProfileEdit {
        ProfileEdit { language: Some(Some(Language::German)), ..ProfileEdit::default() }
    }

    #[test]
    fn what_is_given_is_changed_and_the_rest_stays() {
        let before = Account { language: Some(Language::French), ..account("mike@example.org") };
        let mut mocks = stored(&before);
        let written = mocks.commits();
        let edit = ProfileEdit {
            first_name: Some(NamePart::parse("Michael").unwrap()),
            time_zone: Some(chrono_tz::Asia::Tokyo),
            language: Some(None),
            ..ProfileEdit::default()
        };
        let caller = Caller { subject: Subject::Account(before.clone()), ..anonymous() };
        let after = block_on(mocks.front_door().update_profile(&caller, &edit)).unwrap();
        assert_eq!((after.name.to_string().as_str(), after.time_zone), ("Michael Miller", chrono_tz::Asia::Tokyo));
        assert_eq!((after.language, after.version), (None, before.version.next()));

        let changes = written.only();
        assert_eq!(changes.account().version, before.version, "guarded");
        assert_eq!(changes.actions(), ["account.profile_edited"]);
        let fields: Vec<&str> = changes.audit[0].changes.iter().map(|change| change.field).collect();
        assert_eq!(fields, ["name", "time_zone", "language"]);
        let language = &changes.audit[0].changes[2];
        assert_eq!((language.before.as_deref(), language.after.as_deref()), (Some("fr"), Some("")));
    }

    #[test]
    fn a_change_that_changes_nothing_writes_nothing() {
        let before = Account { language: Some(Language::German), ..host() };
        let mut mocks = stored(&before);
        let written = mocks.commits();
        let after = block_on(mocks.front_door().update_profile(&as_host(), &german())).unwrap();
        assert_eq!(after, before);
        assert!(written.take().is_empty());
    }

    #[test]
    fn of_two_changes_at_once_the_second_one_is_decided_again() {
        let mut mocks = stored(&host());
        let written = mocks.commits_after(vec![PortError::Conflict]);
        block_on(mocks.front_door().update_profile(&as_host(), &german())).unwrap();
        assert_eq!(written.only().account().language, Some(Language::German));
    }

    #[test]
    fn only_an_account_changes_itself() {
        let session = live_session();
        let by_pass = Subject::Pass(Box::new(holder(&participant("mike@example.org"), &session)));
        let reading = Subject::Token { account: host(), scopes: vec![Scope::SessionsRead] };
        for (subject, error) in [
            (Subject::Anonymous, UseCaseError::SignInRequired),
            (by_pass, UseCaseError::SignInRequired),
            (Subject::CommandLine, UseCaseError::SignInRequired),
            (reading, UseCaseError::Forbidden),
        ] {
            let caller = Caller { subject, ..anonymous() };
            let tried = block_on(stored(&host()).front_door().update_profile(&caller, &german()));
            assert_eq!(tried.unwrap_err(), error);
        }
    }

    #[test]
    fn an_account_that_is_gone_has_to_sign_in_again() {
        let tried = block_on(stored(&account("mike@example.org")).front_door().update_profile(&as_host(), &german()));
        assert_eq!(tried.unwrap_err(), UseCaseError::SignInRequired);
    }
}
