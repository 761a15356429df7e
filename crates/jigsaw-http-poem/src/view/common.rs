//! What every page has: the reader's language, the form token, who is signed in, notices and errors.

use crate::text::{Key, Text, ToArg};

/// The frame around every page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The reader's language.
    pub text: Text,
    /// Value of the hidden field `form_token` of every form.
    pub form_token: String,
    /// The signed-in account, if any: shown with "Sign out" at the top of the host's pages.
    pub viewer: Option<Viewer>,
    /// Result of the last action, shown once at the top.
    pub notice: Option<Notice>,
    /// This page's own path, which the choice of a language comes back to; empty for the start page.
    pub here: String,
    /// In captured-mail mode and for a reader who may open it: a link to the mailbox.
    pub mailbox: bool,
}

/// A signed-in account.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// First and last name.
    pub name: String,
    /// The account's address.
    pub email: String,
}

/// What the last action did.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Colour and icon.
    pub tone: Tone,
    /// One sentence.
    pub text: String,
    /// A way back, where there is one.
    pub undo: Option<Undo>,
}

/// A button that takes an action back. Posts only the form token.
#[derive(Debug, Clone)]
pub struct Undo {
    /// Where the form is posted to.
    pub action: String,
}

/// Colour and icon of a state; never the only carrier of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to do.
    #[default]
    Neutral,
    /// Done, or going well.
    Good,
    /// Somebody waits, or attention is needed.
    Warn,
    /// Failed, refused or final.
    Bad,
}

impl Tone {
    /// The class that the stylesheet knows.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// A moment, ready to be shown: `iso` for machines (RFC 3339, UTC), `text` with zone for people.
/// [`Text::moment`] makes the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// `2026-11-24T13:00:00Z`
    pub iso: String,
    /// "Tue 24 Nov 2026, 14:00 Berlin time"
    pub text: String,
}

impl Stamp {
    /// From both forms.
    pub fn new(iso: impl Into<String>, text: impl Into<String>) -> Self {
        Self { iso: iso.into(), text: text.into() }
    }
}

/// What is wrong with a form, in the order of its fields.
#[derive(Debug, Clone, Default)]
pub struct Errors(Vec<FieldError>);

/// One fault.
#[derive(Debug, Clone)]
pub struct FieldError {
    /// The `name` of the field; empty for the form as a whole.
    pub field: String,
    /// Cause and mend in one sentence.
    pub message: String,
}

impl FieldError {
    /// For the summary: says which field is meant.
    pub(super) fn line(&self, page: &Page) -> String {
        self.label().map_or_else(
            || self.message.clone(),
            |label| page.t2("errors-field", "field", page.say(label), "message", &self.message),
        )
    }

    fn label(&self) -> Option<Key> {
        Some(match self.field.as_str() {
            "at" => Key("label-time"),
            "capacity" => Key("label-capacity"),
            "code" => Key("label-code"),
            "days" => Key("label-days"),
            "early_entry_minutes" => Key("label-early-entry"),
            "email" => Key("label-email"),
            "email_proof" => Key("label-email-proof"),
            "emails" => Key("label-email-addresses"),
            "ends" => Key("label-ends"),
            "every" => Key("label-every"),
            "file" => Key("label-list-file"),
            "first_name" => Key("label-first-name"),
            "invitation_type" => Key("label-invitation-type"),
            "joinable_until" => Key("label-joinable-until"),
            "kind" => Key("label-kind"),
            "language" => Key("label-language"),
            "last" => Key("label-last"),
            "last_name" => Key("label-last-name"),
            "link" => Key("label-link"),
            "link_expires" => Key("label-link-expires"),
            "link_people" => Key("label-link-people"),
            "message" => Key("label-message"),
            "new_password" | "password" => Key("label-password"),
            "reminders" => Key("label-reminders"),
            "role" => Key("label-role"),
            "starts" => Key("label-starts"),
            "time_zone" => Key("label-time-zone"),
            "times" => Key("label-times"),
            "title" => Key("label-title"),
            "waiting_room" => Key("label-waiting-room"),
            _ => return None,
        })
    }
}

impl Errors {
    /// No fault.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a fault of one field.
    pub fn push(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    /// Adds a fault of the form as a whole.
    pub fn push_general(&mut self, message: impl Into<String>) {
        self.push("", message);
    }

    /// One fault, for forms that can have only one.
    pub fn one(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = Self::none();
        errors.push(field, message);
        errors
    }

    /// Whether the form is fine.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many faults there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// All faults, for the summary.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// The first fault of a field; empty if it is fine.
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|error| error.field == field).map_or("", |error| error.message.as_str())
    }

    /// Whether any of the named fields is at fault, to open the group they are in.
    pub fn any_of(&self, fields: &[&str]) -> bool {
        self.0.iter().any(|error| fields.contains(&error.field.as_str()))
    }
}

impl<'a> IntoIterator for &'a Errors {
    type Item = &'a FieldError;
    type IntoIter = std::slice::Iter<'a, FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Faults of a whole form that several handlers need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFault {
    /// Address and password do not belong together.
    SignInWrong,
    /// Sign-in pauses after many tries.
    SignInPaused,
    /// The form token does not fit the browser: the page was open too long.
    FormExpired,
    /// Somebody else changed the session meanwhile.
    ChangedMeanwhile,
}

impl FormFault {
    /// The sentence.
    pub fn say(self, text: &Text) -> String {
        text.say(match self {
            Self::SignInWrong => Key("form-sign-in-wrong"),
            Self::SignInPaused => Key("form-sign-in-paused"),
            Self::FormExpired => Key("form-expired"),
            Self::ChangedMeanwhile => Key("form-changed-meanwhile"),
        })
    }
}

/// Short forms for templates.
impl Page {
    /// A message without parameters.
    pub fn t(&self, key: &str) -> String {
        self.text.t(key)
    }

    /// A message with one parameter.
    pub fn t1(&self, key: &str, name: &'static str, value: impl ToArg) -> String {
        self.text.t1(key, name, value)
    }

    /// A message with two parameters.
    pub fn t2(
        &self,
        key: &str,
        name1: &'static str,
        value1: impl ToArg,
        name2: &'static str,
        value2: impl ToArg,
    ) -> String {
        self.text.t2(key, name1, value1, name2, value2)
    }

    /// A number outside a message.
    pub fn number(&self, number: impl ToArg) -> String {
        self.text.number(number)
    }

    /// The message of a typed key.
    pub fn say(&self, key: Key) -> String {
        self.text.say(key)
    }

    /// A day of the week; 1 is Monday.
    pub fn weekday(&self, number: &u8) -> String {
        self.text.t(&format!("weekday-{number}"))
    }
}
