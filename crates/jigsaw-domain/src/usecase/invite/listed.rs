//! The list as the host looks through it: what a search finds, with counts.

use crate::id::{InvitationId, SessionId};
use crate::invitation::{InvitationTally, ListSearch, ListState};
use crate::usecase::list_sessions::MAX_PAGE;
use crate::usecase::{Action, Caller, FrontDoor, InvitationView, UseCaseError};

/// A page of what a search found.
#[derive(Clone, Debug)]
pub struct ListView {
    /// The invitations, oldest first.
    pub items: Vec<InvitationView>,
    /// The cursor of the next page, if there is one.
    pub next: Option<InvitationId>,
    /// How many the search finds in all.
    pub found: u32,
    /// How far the mail of those who are invited is.
    pub tally: InvitationTally,
    /// How many invitations were taken back.
    pub revoked: u32,
}

impl FrontDoor {
    /// What a search finds on a session's list, a page at a time.
    pub async fn search_invitations(
        &self,
        caller: &Caller,
        id: SessionId,
        search: &ListSearch,
        (after, limit): (Option<InvitationId>, u32),
    ) -> Result<ListView, UseCaseError> {
        let session = self.session_for(caller, id, Action::ViewSession).await?;
        let list = &self.ports.invitations;
        let limit = limit.clamp(1, MAX_PAGE);
        // One more says whether the list goes on.
        let mut listed = list.search(id, search.clone(), after, limit + 1).await?;
        let goes_on = listed.len() > limit as usize;
        listed.truncate(limit as usize);
        let next = listed.last().filter(|_| goes_on).map(|last| last.invitation.id);
        let tally = list.tally(id).await?;
        let taken_back = ListSearch { state: Some(ListState::Revoked), ..ListSearch::default() };
        let revoked = list.count(id, taken_back).await?;
        let found = if *search == ListSearch::default() {
            u32::try_from(tally.active()).unwrap_or(u32::MAX).saturating_add(revoked)
        } else {
            list.count(id, search.clone()).await?
        };
        let items = self.viewed(session.host(), listed).await?;
        Ok(ListView { items, next, found, tally, revoked })
    }
}

#[cfg(test)]
mod tests {
    use crate::invitation::{InvitationTally, ListSearch, SearchText};
    use crate::port::ListedInvitation;
    use crate::usecase::UseCaseError;
    use crate::usecase::testing::*;

    #[test]
    fn a_search_tells_its_page_what_it_finds_and_how_the_mail_is() {
        let mut mocks = Mocks::new();
        mocks.knows(&session());
        mocks.invitations.expect_search().returning(|_, _, after, limit| {
            assert_eq!((after, limit), (None, 3), "one more than asked for");
            let all = ["a@example.org", "b@example.org", "c@example.org"].map(invitation);
            Ok(all.map(ListedInvitation::unseen).to_vec())
        });
        let tally = InvitationTally { queued: 3, sent: 5, ..InvitationTally::default() };
        mocks.invitations.expect_tally().returning(move |_| Ok(tally));
        mocks.invitations.expect_count().returning(|_, search| {
            Ok(if search.state.is_some() { 1 } else { search.text.words().len().try_into().unwrap() })
        });
        let door = mocks.front_door();
        let all =
            block_on(door.search_invitations(&as_host(), session().id(), &ListSearch::default(), (None, 2))).unwrap();
        assert_eq!((all.items.len(), all.next, all.found), (2, Some(invitation("b@example.org").id), 9));
        assert!(all.items[0].link.is_some());
        let search = ListSearch { text: SearchText::parse("one two three four").unwrap(), ..ListSearch::default() };
        let some = block_on(door.search_invitations(&as_host(), session().id(), &search, (None, 2))).unwrap();
        assert_eq!((some.found, some.tally, some.revoked), (4, tally, 1));
        let nobody = block_on(door.search_invitations(&anonymous(), session().id(), &search, (None, 2)));
        assert_eq!(nobody.unwrap_err(), UseCaseError::SignInRequired);
    }
}
