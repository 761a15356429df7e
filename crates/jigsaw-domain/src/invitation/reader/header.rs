//! The words of headings, roles and languages, as spreadsheets in four languages write them.

use unicode_normalization::UnicodeNormalization as _;

use crate::invitation::Role;
use crate::language::Language;

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Email,
    FirstName,
    LastName,
    FullName,
    Role,
    Language,
    /// A word that names the whole, or only one part beside the other one: `Name` with `Vorname`, `Nom` with `Prénom`.
    FullOrLast,
    /// `Nombre` with `Apellidos` is the first name, alone it is the whole.
    FullOrFirst,
}

/// Small letters without accents, and nothing else.
fn plain(text: &str) -> String {
    text.nfd().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

const EMAIL: [&str; 26] = [
    "email",
    "emails",
    "emailaddress",
    "emailaddresses",
    "mail",
    "mailaddress",
    "address",
    "emailvalue",
    "primaryemail",
    "workemail",
    "emailadresse",
    "emailadressen",
    "mailadresse",
    "adresse",
    "adresseemail",
    "adressemail",
    "courriel",
    "adressecourriel",
    "adressedecourriel",
    "adresseelectronique",
    "mel",
    "correo",
    "correoelectronico",
    "direcciondecorreo",
    "direcciondecorreoelectronico",
    "direccion",
];
const FIRST: [&str; 10] = [
    "firstname",
    "first",
    "givenname",
    "given",
    "forename",
    "vorname",
    "vornamen",
    "prenom",
    "prenoms",
    "nombredepila",
];
const LAST: [&str; 14] = [
    "lastname",
    "last",
    "surname",
    "familyname",
    "family",
    "nachname",
    "familienname",
    "zuname",
    "nomdefamille",
    "apellido",
    "apellidos",
    "primerapellido",
    "secondname",
    "lastnames",
];
const FULL: [&str; 16] = [
    "fullname",
    "displayname",
    "person",
    "participant",
    "attendee",
    "invitee",
    "guest",
    "vollername",
    "vollstandigername",
    "teilnehmer",
    "anzeigename",
    "nomcomplet",
    "nometprenom",
    "nombrecompleto",
    "nombreyapellidos",
    "asistente",
];
const FULL_OR_LAST: [&str; 4] = ["name", "names", "nom", "noms"];
const FULL_OR_FIRST: [&str; 2] = ["nombre", "nombres"];
const ROLE: [&str; 7] = ["role", "roles", "rolle", "funktion", "fonction", "rol", "funcion"];
const LANGUAGE: [&str; 7] = ["language", "lang", "locale", "sprache", "langue", "idioma", "lengua"];

/// What a heading says its column holds.
pub(super) fn heading(cell: &str) -> Option<Heading> {
    let word = plain(cell);
    let tables: [(&[&str], Heading); 8] = [
        (&EMAIL, Heading::Email),
        (&FIRST, Heading::FirstName),
        (&LAST, Heading::LastName),
        (&FULL, Heading::FullName),
        (&FULL_OR_LAST, Heading::FullOrLast),
        (&FULL_OR_FIRST, Heading::FullOrFirst),
        (&ROLE, Heading::Role),
        (&LANGUAGE, Heading::Language),
    ];
    tables.into_iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, heading)| heading)
}

const ATTENDEE: [&str; 15] = [
    "attendee",
    "attendant",
    "participant",
    "guest",
    "student",
    "teilnehmer",
    "teilnehmerin",
    "teilnehmende",
    "gast",
    "participante",
    "invite",
    "invitee",
    "asistente",
    "invitado",
    "invitada",
];
const PRESENTER: [&str; 17] = [
    "presenter",
    "speaker",
    "panelist",
    "teacher",
    "referent",
    "referentin",
    "vortragende",
    "vortragender",
    "sprecher",
    "sprecherin",
    "presentateur",
    "presentatrice",
    "intervenant",
    "intervenante",
    "ponente",
    "presentador",
    "presentadora",
];
const CO_HOST: [&str; 12] = [
    "cohost",
    "moderator",
    "organizer",
    "mitveranstalter",
    "mitveranstalterin",
    "mitgastgeber",
    "moderatorin",
    "coanimateur",
    "coanimatrice",
    "cohote",
    "coanfitrion",
    "coanfitriona",
];
const CAPTIONER: [&str; 8] = [
    "captioner",
    "schriftdolmetscher",
    "schriftdolmetscherin",
    "untertitler",
    "soustitreur",
    "soustitreuse",
    "subtitulador",
    "subtituladora",
];

/// The role that a word names, in any of the four languages.
pub(super) fn role(word: &str) -> Option<Role> {
    let word = plain(word);
    let tables: [(&[&str], Role); 4] = [
        (&ATTENDEE, Role::Attendee),
        (&PRESENTER, Role::Presenter),
        (&CO_HOST, Role::CoHost),
        (&CAPTIONER, Role::Captioner),
    ];
    tables.into_iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, role)| role)
}

/// The language that a word or a tag such as `de-AT` names. Others are none: they do not keep anybody out.
pub(super) fn language(word: &str) -> Option<Language> {
    let tag = word.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    Language::parse(&tag).ok().or_else(|| match plain(word).as_str() {
        "english" | "englisch" | "anglais" | "ingles" => Some(Language::English),
        "german" | "deutsch" | "allemand" | "aleman" => Some(Language::German),
        "french" | "franzosisch" | "francais" | "frances" => Some(Language::French),
        "spanish" | "spanisch" | "espagnol" | "espanol" => Some(Language::Spanish),
        _ => None,
    })
}
