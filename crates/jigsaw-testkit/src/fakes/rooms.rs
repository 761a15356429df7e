//! Rooms that are nowhere.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jigsaw_domain::port::{PortError, RoomEntry, RoomTicket, Rooms};
use jigsaw_domain::session::Room;

/// Gives tickets to the built-in room and to plain addresses, and keeps who asked. Clones share what is kept.
#[derive(Clone, Debug, Default)]
pub struct FakeRooms(Arc<Mutex<Vec<RoomEntry>>>);

impl FakeRooms {
    /// Nobody has asked yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Everyone who was given a ticket, in order.
    pub fn entries(&self) -> Vec<RoomEntry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Rooms for FakeRooms {
    async fn ticket(&self, entry: RoomEntry) -> Result<RoomTicket, PortError> {
        let url = match &entry.room {
            Room::Builtin => format!("https://jigsaw.example/room/{}", entry.session),
            Room::Url(url) => url.clone(),
        };
        let ticket = RoomTicket { kind: entry.room.kind(), url };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        Ok(ticket)
    }
}
