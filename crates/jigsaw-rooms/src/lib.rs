//! Where admitted people go: room adapters behind the domain's [`Rooms`] port.
//!
//! The built-in room and outside addresses need nothing but themselves. Room systems that mint tokens (`LiveKit`, Jitsi,
//! `BigBlueButton`, Galène) get a file each and an arm in [`RoomDesk::ticket`].
//!
//! This crate knows nothing about how people are judged, stored or mailed.

use async_trait::async_trait;
use jigsaw_domain::link::PublicAddress;
use jigsaw_domain::port::{PortError, RoomEntry, RoomTicket, Rooms};
use jigsaw_domain::session::Room;

/// The rooms of one server.
#[derive(Clone, Debug)]
pub struct RoomDesk {
    address: PublicAddress,
}

impl RoomDesk {
    /// Rooms of the server at this address.
    pub const fn new(address: PublicAddress) -> Self {
        Self { address }
    }
}

#[async_trait]
impl Rooms for RoomDesk {
    async fn ticket(&self, entry: RoomEntry) -> Result<RoomTicket, PortError> {
        let kind = entry.room.kind();
        let url = match entry.room {
            Room::Builtin => self.address.at(&format!("/room/{}", entry.session)),
            // An outside room knows nobody: the bare address, the same for all.
            Room::Url(url) => url,
        };
        Ok(RoomTicket { kind, url })
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use jigsaw_domain::admission::Proof;
    use jigsaw_domain::id::{ParticipantId, SessionId};
    use jigsaw_domain::invitation::Role;
    use jigsaw_domain::text::PersonName;

    use super::*;

    fn ticket(room: Room) -> RoomTicket {
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        let entry = RoomEntry {
            session: SessionId::mint(now, [1; 16]),
            room,
            participant: ParticipantId::mint(now, [2; 16]),
            name: PersonName::parse("Ada", "Lovelace").unwrap(),
            role: Role::Attendee,
            proof: Proof::Mailbox,
            epoch: 0,
        };
        let desk = RoomDesk::new(PublicAddress::new("https://jigsaw.example/"));
        match pin!(desk.ticket(entry)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(ticket) => ticket.unwrap(),
            Poll::Pending => panic!("nothing to wait for"),
        }
    }

    #[test]
    fn the_built_in_room_is_a_page_of_this_server() {
        let ticket = ticket(Room::Builtin);
        assert_eq!(ticket.kind, "builtin");
        assert!(ticket.url.starts_with("https://jigsaw.example/room/"), "{}", ticket.url);
    }

    #[test]
    fn an_outside_room_is_its_bare_address() {
        let room = Room::parse_url("https://meet.example/class").unwrap();
        assert_eq!(ticket(room), RoomTicket { kind: "url", url: "https://meet.example/class".to_owned() });
    }
}
