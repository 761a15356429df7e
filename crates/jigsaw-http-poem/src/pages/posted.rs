//! What a form sent: the fields of an `application/x-www-form-urlencoded` body, which the guard has bounded.

use jigsaw_domain::malformed::Malformed;
use poem::http::StatusCode;
use poem::{FromRequest, Request, RequestBody};

use crate::problem::{FieldFault, Problem};

/// The fields of a form, in the order they were sent.
pub(super) struct Posted(Vec<(String, String)>);

impl<'a> FromRequest<'a> for Posted {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let bytes = Vec::<u8>::from_request(request, body).await?;
        let is_form = request.content_type().is_some_and(|kind| {
            kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        if !is_form && !bytes.is_empty() {
            let detail = "Forms are sent as application/x-www-form-urlencoded.";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail).into());
        }
        Ok(Self(serde_urlencoded::from_bytes(&bytes).map_err(|_| Problem::unreadable_form())?))
    }
}

impl Posted {
    /// Fields that came in another way.
    pub(super) const fn from_fields(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The same as [`Posted::only`] for a form with a column of boxes of one name.
    pub(super) fn only_and_many(mut self, known: &[&str], many: &str) -> Result<(Self, Vec<String>), Problem> {
        let boxes = self.0.extract_if(.., |(name, _)| name == many).map(|(_, value)| value).collect();
        Ok((self.only(known)?, boxes))
    }

    /// Refuses fields that the form does not have, and fields that came twice: each has one value.
    pub(super) fn only(self, known: &[&str]) -> Result<Self, Problem> {
        self.only_where(|name| known.contains(&name))
    }

    /// The same for forms whose fields are not all known by name.
    pub(super) fn only_where(self, is_known: impl Fn(&str) -> bool) -> Result<Self, Problem> {
        let mut faults = Vec::new();
        for (at, (name, _)) in self.0.iter().enumerate() {
            let fault = if name != "form_token" && !is_known(name) {
                Malformed::UnknownField
            } else if self.0.iter().take(at).any(|(earlier, _)| earlier == name) {
                Malformed::TooMany { max: 1 }
            } else {
                continue;
            };
            let shown: String = name.chars().take(60).collect();
            faults.push(FieldFault::new(shown, fault.code(), fault.to_string()));
        }
        if faults.is_empty() { Ok(self) } else { Err(Problem::invalid(faults)) }
    }

    /// A field as it was typed; a missing one is empty.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// A field, if it was sent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Every field, to be sent again.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A field that holds more than spaces.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.trim().is_empty())
    }

    /// Whether a box is ticked.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.get(name) == Some("on")
    }

    /// What follows `prefix` in the names of ticked boxes.
    pub(super) fn ticked<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(|(_, value)| value == "on").filter_map(move |(name, _)| name.strip_prefix(prefix))
    }
}

#[cfg(test)]
impl Posted {
    pub(super) fn of(fields: &[(&str, &str)]) -> Self {
        Self(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_and_repeated_fields_are_named() {
        let posted = Posted::of(&[("form_token", "x"), ("email", "a"), ("email", "b"), ("admin", "on")]);
        let problem = posted.only(&["email"]).err().unwrap();
        let named: Vec<&str> = problem.errors().iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(named, ["email", "admin"]);
    }

    #[test]
    fn boxes_and_blanks() {
        let posted = Posted::of(&[("reminder_10", "on"), ("reminder_60", "off"), ("title", "  ")]);
        assert_eq!(posted.ticked("reminder_").collect::<Vec<_>>(), ["10"]);
        assert_eq!(posted.filled("title"), None);
        assert_eq!(posted.text("title"), "  ");
        assert!(!posted.is_on("reminder_60"));
    }
}
