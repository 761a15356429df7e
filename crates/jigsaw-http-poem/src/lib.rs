//! jigsaw-http-poem
pub mod assets;
pub mod text;
pub mod view;
