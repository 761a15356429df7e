//! jigsaw-store-sea-orm
