//! jigsaw-rooms
