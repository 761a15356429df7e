//! What calendars fetch: the entry of one session behind its link, and the private feed of a host's own sessions.

use super::{Action, Caller, FrontDoor, UseCaseError, authorise};
use crate::account::Account;
use crate::audit::FieldChange;
use crate::calendar::CalendarTimes;
use crate::id::SessionId;
use crate::link::{Link, LinkTarget};
use crate::port::{Change, ChangeSet, SessionsOf};
use crate::session::{Session, SessionState};
use crate::text::{PersonName, Title};
use chrono::{DateTime, Utc};

/// What a calendar is told of one session.
#[derive(Clone, Debug)]
pub struct CalendarOf {
    /// The session: stable identifier of the entry.
    pub session: SessionId,
    /// Rises with each change.
    pub sequence: u32,
    /// Its title.
    pub title: Title,
    /// The host's name.
    pub host_name: PersonName,
    /// The session link, made for showing.
    pub url: String,
    /// When it takes place.
    pub times: CalendarTimes,
    /// Whether it was called off.
    pub cancelled: bool,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

/// Sessions to come in a feed.
const MOST_COMING: u32 = 1_000;
/// Past ones in a feed, the latest.
const MOST_PAST: u32 = 200;

impl FrontDoor {
    /// The entry of the session behind a link that counts. Reads only.
    pub async fn link_calendar(&self, link: Link) -> Result<CalendarOf, UseCaseError> {
        let shown = self.look(link).await?;
        if shown.link_standing.is_some() {
            return Err(UseCaseError::NotFound);
        }
        let session = self.ports.sessions.find(shown.id).await?.ok_or(UseCaseError::NotFound)?;
        Ok(self.entry_for(&session, shown.host_name))
    }

    /// The entry of a session of the caller's own. Reads only.
    pub async fn session_calendar(&self, caller: &Caller, id: SessionId) -> Result<CalendarOf, UseCaseError> {
        let view = self.view_session(caller, id).await?;
        Ok(self.entry_for(&view.session, view.host_name))
    }

    /// The sessions of the host whose private address this is: those to come, and the latest of those past. Reads only.
    pub async fn calendar_feed(&self, link: Link) -> Result<Vec<CalendarOf>, UseCaseError> {
        let LinkTarget::Calendar(id) = link.target else { return Err(UseCaseError::NotFound) };
        let found = self.ports.accounts.find(id).await?;
        let current = found.filter(|account| account.is_usable() && account.may_host());
        let host = current.filter(|account| account.calendar_generation == link.generation);
        let host = host.ok_or(UseCaseError::NotFound)?;
        let now = self.now();
        let coming = self.ports.sessions.list(id, SessionsOf::Upcoming(now), None, MOST_COMING).await?;
        let past = self.ports.sessions.list(id, SessionsOf::Past(now), None, MOST_PAST).await?;
        let all = coming.items.iter().chain(&past.items);
        Ok(all.map(|session| self.entry_for(session, host.name.clone())).collect())
    }

    /// The caller's private calendar address. It is a secret: whoever has it reads what is planned.
    pub async fn calendar_address(&self, caller: &Caller) -> Result<String, UseCaseError> {
        authorise(&caller.subject, Action::Host, None, self.now())?;
        let account = caller.subject.account().ok_or(UseCaseError::SignInRequired)?;
        let account = self.ports.accounts.find(account.id).await?.ok_or(UseCaseError::NotFound)?;
        Ok(self.address.of(&self.keyring, feed_link(&account)))
    }

    /// Renews the private calendar address. The one before is unknown from now on.
    pub async fn renew_calendar_address(&self, caller: &Caller) -> Result<String, UseCaseError> {
        authorise(&caller.subject, Action::Host, None, self.now())?;
        let id = caller.subject.account().ok_or(UseCaseError::SignInRequired)?.id;
        self.until_settled(|| async {
            let account = self.ports.accounts.find(id).await?.ok_or(UseCaseError::NotFound)?;
            let generation = account.calendar_generation.next().ok_or(UseCaseError::Contradiction("link_worn_out"))?;
            let renewed = Account { calendar_generation: generation, ..account };
            let now = self.now();
            let mut changes = ChangeSet::of([Change::UpdateAccount(renewed.clone())]);
            let fields = [FieldChange::set("calendar_generation", generation.get())];
            changes.audit.push(self.audit(caller, "calendar.renewed", (None, id.as_uuid()), fields, now));
            self.commit(changes).await?;
            Ok(self.address.of(&self.keyring, feed_link(&renewed)))
        })
        .await
    }

    fn entry_for(&self, session: &Session, host_name: PersonName) -> CalendarOf {
        CalendarOf {
            session: session.id(),
            sequence: session.parts().calendar_sequence,
            title: session.title().clone(),
            host_name,
            url: self.address.of(&self.keyring, session.current_link()),
            times: CalendarTimes::of(session),
            cancelled: matches!(session.state(), SessionState::Cancelled { .. }),
            created_at: session.parts().created_at,
        }
    }
}

const fn feed_link(account: &Account) -> Link {
    Link { target: LinkTarget::Calendar(account.id), generation: account.calendar_generation }
}

#[cfg(test)]
mod tests;
