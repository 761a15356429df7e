//! jigsaw-testkit
