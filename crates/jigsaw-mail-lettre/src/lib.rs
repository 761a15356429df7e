//! jigsaw-mail-lettre
