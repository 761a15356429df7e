//! Enums whose words are a contract with the API, the pages and the database.

/// Declares an enum whose words are a contract with the API, the pages and the database.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? } list $list:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant),+
        }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the API and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Result<Self, $crate::malformed::Malformed> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word).ok_or($crate::malformed::Malformed::NotAChoice($list))
            }
        }
    };
}
pub(crate) use words;
