//! Values that may stand inside a message.

use fluent_templates::fluent_bundle::FluentValue;

/// First strong isolate and pop directional isolate: the text between them keeps its own direction.
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');

/// A parameter of a message.
///
/// Texts of the other direction of writing are isolated, so that an Arabic name does not turn an
/// English sentence around. Others stay bare, so that copying or searching them finds what is seen.
pub trait ToArg {
    /// The value for Fluent, inside a sentence written in the given direction.
    fn to_arg(&self, right_to_left: bool) -> FluentValue<'static>;
}

impl ToArg for str {
    fn to_arg(&self, right_to_left: bool) -> FluentValue<'static> {
        if right_to_left || self.chars().any(is_right_to_left) {
            FluentValue::from(format!("{}{self}{}", ISOLATE.0, ISOLATE.1))
        } else {
            FluentValue::from(self.to_owned())
        }
    }
}

impl ToArg for String {
    fn to_arg(&self, right_to_left: bool) -> FluentValue<'static> {
        self.as_str().to_arg(right_to_left)
    }
}

impl ToArg for u32 {
    fn to_arg(&self, _: bool) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

impl ToArg for usize {
    fn to_arg(&self, _: bool) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

impl<T: ToArg + ?Sized> ToArg for &T {
    fn to_arg(&self, right_to_left: bool) -> FluentValue<'static> {
        (**self).to_arg(right_to_left)
    }
}

/// The blocks of Unicode that hold strongly right-to-left letters.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{0590}'..='\u{08FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isolates_only_the_other_direction() {
        assert_eq!("Ada".to_arg(false), FluentValue::from("Ada"));
        assert_eq!("ليلى".to_arg(false), FluentValue::from("\u{2068}ليلى\u{2069}"));
        assert_eq!("Ada".to_arg(true), FluentValue::from("\u{2068}Ada\u{2069}"));
    }
}
