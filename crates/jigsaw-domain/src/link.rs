//! Links that cannot be guessed, forged or revived, and are stored nowhere.
//!
//! A link key is 36 bytes, written as 48 characters of base64url: kind, key id, generation (two bytes),
//! the 16 bytes of the object's id, and 16 bytes of HMAC-SHA-256 over all of that. 36 is a multiple of three, so the
//! text has no spare bits and each key has one spelling. Rotating a link is `generation + 1`: the older key still
//! authenticates, which is how a guest is told `link_revoked` instead of `unknown_link`. See ADR 0004.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use crate::admission::NetworkTag;
use crate::delivery::AddressDigest;
use crate::email_address::EmailKey;
use crate::id::{AccountId, CodeId, InvitationId, SessionId};

/// Characters of a link key.
pub const LINK_TEXT_LEN: usize = 48;
const HEAD: usize = 20;
const MAC: usize = 16;

/// How often the link of one object was renewed. Old generations never admit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Generation(u16);

impl Generation {
    /// The first one.
    pub const FIRST: Self = Self(0);

    /// From storage.
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// For storage.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The next one; `None` after 65,536, when the object itself must be made anew.
    pub const fn next(self) -> Option<Self> {
        match self.0.checked_add(1) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }
}

/// What a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// `/j/{key}`: the session link.
    Session(SessionId),
    /// `/i/{token}`: the personal link of one invitation.
    Invitation(InvitationId),
    /// `/setup/{token}`: sets the password of a provisioned account, once.
    Setup(AccountId),
    /// `/u/{token}`: ends the reminders of an invitation's host to its address, and nothing else.
    Unsubscribe(InvitationId),
}

impl LinkTarget {
    const fn kind(self) -> u8 {
        match self {
            Self::Session(_) => 1,
            Self::Invitation(_) => 2,
            Self::Setup(_) => 3,
            Self::Unsubscribe(_) => 8,
        }
    }

    const fn uuid(self) -> Uuid {
        match self {
            Self::Session(id) => id.as_uuid(),
            Self::Invitation(id) | Self::Unsubscribe(id) => id.as_uuid(),
            Self::Setup(id) => id.as_uuid(),
        }
    }

    const fn from_kind(kind: u8, id: Uuid) -> Option<Self> {
        match kind {
            1 => Some(Self::Session(SessionId::from_uuid(id))),
            2 => Some(Self::Invitation(InvitationId::from_uuid(id))),
            3 => Some(Self::Setup(AccountId::from_uuid(id))),
            8 => Some(Self::Unsubscribe(InvitationId::from_uuid(id))),
            _ => None,
        }
    }
}

/// An authentic link: made by us, for this target, at this generation. Whether that generation is still the
/// current one is a fact for the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it opens.
    pub target: LinkTarget,
    /// Which generation it was made in.
    pub generation: Generation,
}

/// One signing key. The id stands in each link, so that keys can be replaced one day.
#[derive(Clone)]
pub struct SigningKey {
    id: u8,
    bytes: [u8; 32],
}

impl SigningKey {
    /// A key from the key file.
    pub const fn new(id: u8, bytes: [u8; 32]) -> Self {
        Self { id, bytes }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.id)
    }
}

/// The keys that links and mailed codes are derived with. They live outside the database, so a stolen
/// dump or backup opens nothing.
#[derive(Clone, Debug)]
pub struct Keyring {
    current: SigningKey,
    older: Vec<SigningKey>,
}

impl Keyring {
    /// Signs with `current`; links signed with an `older` key still open.
    pub const fn new(current: SigningKey, older: Vec<SigningKey>) -> Self {
        Self { current, older }
    }

    /// The text of a link. Make it when it is shown or mailed; never store or log it.
    pub fn seal(&self, link: Link) -> String {
        let mut bytes = [0_u8; HEAD + MAC];
        let (head, tail) = bytes.split_at_mut(HEAD);
        head.copy_from_slice(&head_of(link, self.current.id));
        tail.copy_from_slice(&mac(&self.current, b"link", head));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a presented key; `None` for anything that this server did not make, without saying why.
    pub fn open(&self, text: &str) -> Option<Link> {
        if text.len() != LINK_TEXT_LEN {
            return None;
        }
        let bytes: [u8; HEAD + MAC] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (head, tag) = bytes.split_at(HEAD);
        let [kind, key_id, high, low, id @ ..]: [u8; HEAD] = head.try_into().ok()?;
        let key = std::iter::once(&self.current).chain(&self.older).find(|key| key.id == key_id)?;
        keyed(key, b"link", head).verify_truncated_left(tag).ok()?;
        Some(Link {
            target: LinkTarget::from_kind(kind, Uuid::from_bytes(id))?,
            generation: Generation(u16::from_be_bytes([high, low])),
        })
    }

    /// The six digits of a mailed code. Derived, so that neither the database nor the outbox holds them.
    pub fn code(&self, id: CodeId) -> MailedCode {
        let mac = mac(&self.current, b"code", id.as_uuid().as_bytes());
        let number = mac.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        MailedCode(format!("{:06}", number % 1_000_000))
    }

    /// Proof that its bearer gave the very profile that this code was mailed for, so that no page needs to carry a
    /// password to the next step.
    pub fn profile_ticket(&self, id: CodeId) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.current, b"profile", id.as_uuid().as_bytes()))
    }

    /// Compares a presented profile ticket in constant time.
    pub fn profile_ticket_matches(&self, id: CodeId, presented: &str) -> bool {
        self.tag_matches(b"profile", id.as_uuid().as_bytes(), presented)
    }

    /// A form token bound to one browser: proves that a form was served to the one who posts it.
    pub fn form_token(&self, browser: &str) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.current, b"form", browser.as_bytes()))
    }

    /// Compares a presented form token in constant time.
    pub fn form_token_matches(&self, browser: &str, presented: &str) -> bool {
        self.tag_matches(b"form", browser.as_bytes(), presented)
    }

    /// What tells a network apart from the others at one session's door: keyed, so that a database without its key file
    /// tells nobody's address, and bound to the session, so that nobody is followed from one to the next.
    pub fn network_tag(&self, session: SessionId, network: &str) -> NetworkTag {
        let message = [session.as_uuid().as_bytes().as_slice(), network.as_bytes()].concat();
        let full = mac(&self.current, b"network", &message);
        let mut short = [0_u8; NetworkTag::LENGTH];
        for (to, from) in short.iter_mut().zip(full) {
            *to = from;
        }
        NetworkTag::new(short)
    }

    /// What the lists of addresses that are not mailed know an address by, one for each key and the current one first:
    /// written is the first, looked up are all.
    pub fn address_digests(&self, address: &EmailKey) -> Vec<AddressDigest> {
        let keys = std::iter::once(&self.current).chain(&self.older);
        keys.map(|key| AddressDigest::new(mac(key, b"address", address.as_str().as_bytes()))).collect()
    }

    /// The first of [`Self::address_digests`].
    pub fn address_digest(&self, address: &EmailKey) -> AddressDigest {
        AddressDigest::new(mac(&self.current, b"address", address.as_str().as_bytes()))
    }

    /// One value for each key, the current one first: they tell keys apart and nothing else about them. Kept beside
    /// what the keys made, they show later whether a key file is the one that belongs to it.
    pub fn check_values(&self) -> Vec<String> {
        let keys = std::iter::once(&self.current).chain(&self.older);
        keys.map(|key| format!("{}.{}", key.id, URL_SAFE_NO_PAD.encode(mac(key, b"check", &[key.id])))).collect()
    }

    fn tag_matches(&self, purpose: &[u8], message: &[u8], presented: &str) -> bool {
        let Ok(tag) = URL_SAFE_NO_PAD.decode(presented) else { return false };
        tag.len() == MAC && keyed(&self.current, purpose, message).verify_truncated_left(&tag).is_ok()
    }
}

fn head_of(link: Link, key_id: u8) -> [u8; HEAD] {
    let mut head = [0_u8; HEAD];
    let [high, low] = link.generation.0.to_be_bytes();
    let parts = [link.target.kind(), key_id, high, low];
    for (to, from) in head.iter_mut().zip(parts.iter().chain(link.target.uuid().as_bytes())) {
        *to = *from;
    }
    head
}

fn keyed(key: &SigningKey, purpose: &[u8], message: &[u8]) -> Hmac<Sha256> {
    let mut mac = match Hmac::<Sha256>::new_from_slice(&key.bytes) {
        Ok(mac) => mac,
        // HMAC takes keys of any length; 32 bytes never fail.
        Err(never) => unreachable!("{never}"),
    };
    mac.update(&[u8::try_from(purpose.len()).unwrap_or(u8::MAX)]);
    mac.update(purpose);
    mac.update(message);
    mac
}

fn mac(key: &SigningKey, purpose: &[u8], message: &[u8]) -> [u8; MAC] {
    let full = keyed(key, purpose, message).finalize().into_bytes();
    let mut short = [0_u8; MAC];
    for (to, from) in short.iter_mut().zip(full) {
        *to = from;
    }
    short
}

/// Six digits that prove a mailbox.
#[derive(Clone)]
pub struct MailedCode(String);

impl MailedCode {
    /// The digits to mail. Never log them.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Compares what a person typed, spaces and dashes aside, in constant time.
    pub fn matches(&self, typed: &str) -> bool {
        let typed: Vec<u8> = typed.bytes().filter(|b| !matches!(b, b' ' | b'-')).take(7).collect();
        typed.len() == self.0.len()
            && typed.iter().zip(self.0.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
    }
}

impl fmt::Debug for MailedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailedCode(…)")
    }
}

/// Where the outside reaches this server; the only source of every address that is shown or mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAddress(String);

impl PublicAddress {
    /// From the configured public URL, which the server has checked; a trailing slash is dropped.
    pub fn new(url: &str) -> Self {
        Self(url.trim_end_matches('/').to_owned())
    }

    /// The bare origin.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of a local path, which starts with `/`.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The address that opens a link.
    pub fn of(&self, keyring: &Keyring, link: Link) -> String {
        let folder = match link.target {
            LinkTarget::Session(_) => "j",
            LinkTarget::Invitation(_) => "i",
            LinkTarget::Setup(_) => "setup",
            LinkTarget::Unsubscribe(_) => "u",
        };
        format!("{}/{folder}/{}", self.0, keyring.seal(link))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::email_address::EmailAddress;

    fn ring() -> Keyring {
        Keyring::new(SigningKey::new(1, [42; 32]), vec![])
    }

    fn link(id: u128, generation: u16) -> Link {
        Link {
            target: LinkTarget::Session(SessionId::from_uuid(Uuid::from_u128(id))),
            generation: Generation(generation),
        }
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens(id: u128, generation: u16) {
            let text = ring().seal(link(id, generation));
            prop_assert_eq!(text.len(), LINK_TEXT_LEN);
            prop_assert_eq!(ring().open(&text), Some(link(id, generation)));
        }

        #[test]
        fn no_changed_character_opens(id: u128, at in 0..LINK_TEXT_LEN, to in "[A-Za-z0-9_-]") {
            let text = ring().seal(link(id, 3));
            let mut changed = text.clone();
            changed.replace_range(at..=at, &to);
            prop_assume!(changed != text);
            prop_assert_eq!(ring().open(&changed), None);
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            prop_assert_eq!(ring().open(&text), None);
        }
    }

    #[test]
    fn kinds_and_keys_do_not_mix() {
        let id = Uuid::from_u128(5);
        let seal = |target| ring().seal(Link { target, generation: Generation::FIRST });
        let session = seal(LinkTarget::Session(SessionId::from_uuid(id)));
        let personal = seal(LinkTarget::Invitation(InvitationId::from_uuid(id)));
        assert_ne!(session[28..], personal[28..], "the MAC covers the kind");
        let other = Keyring::new(SigningKey::new(2, [43; 32]), vec![SigningKey::new(1, [42; 32])]);
        assert!(other.open(&session).is_some(), "an older key still opens");
        assert!(ring().open(&other.seal(link(5, 0))).is_none(), "an unknown key does not");
    }

    #[test]
    fn codes_have_six_digits_and_take_human_spacing() {
        let code = ring().code(CodeId::from_uuid(Uuid::from_u128(77)));
        let digits = code.reveal().to_owned();
        assert_eq!(digits.len(), 6);
        assert!(code.matches(&digits));
        assert!(code.matches(&format!("{} {}", &digits[..3], &digits[3..])));
        assert!(!code.matches(&format!("{digits}0")));
        assert!(!code.matches(""));
    }

    #[test]
    fn check_values_tell_keys_apart_and_survive_a_new_key() {
        let rotated = Keyring::new(SigningKey::new(2, [43; 32]), vec![SigningKey::new(1, [42; 32])]);
        let (old, new) = (ring().check_values(), rotated.check_values());
        assert_eq!(new[1..], old[..]);
        assert_ne!(new[0], old[0]);
        let same_id = Keyring::new(SigningKey::new(1, [7; 32]), vec![]);
        assert_ne!(same_id.check_values(), old);
    }

    #[test]
    fn networks_are_told_apart_within_a_session_and_by_this_key_alone() {
        let session = |id| SessionId::from_uuid(Uuid::from_u128(id));
        let tag = ring().network_tag(session(1), "192.0.2.7");
        assert_eq!(tag, ring().network_tag(session(1), "192.0.2.7"));
        assert_ne!(tag, ring().network_tag(session(1), "192.0.2.8"));
        assert_ne!(tag, ring().network_tag(session(2), "192.0.2.7"));
        let other = Keyring::new(SigningKey::new(1, [43; 32]), vec![]);
        assert_ne!(tag, other.network_tag(session(1), "192.0.2.7"));
        assert_eq!(format!("{tag:?}"), "NetworkTag(…)");
    }

    #[test]
    fn an_address_is_known_by_every_key_and_written_with_the_current_one() {
        let key = |address| EmailAddress::parse(address).unwrap().key().clone();
        let rotated = Keyring::new(SigningKey::new(2, [43; 32]), vec![SigningKey::new(1, [42; 32])]);
        let (old, new) =
            (ring().address_digests(&key("Mike@Example.org")), rotated.address_digests(&key("mike@example.org")));
        assert_eq!(new[1..], old[..], "what was written before the new key is found");
        assert_eq!(new[0], rotated.address_digest(&key("mike@example.org")));
        assert_ne!(new[0], new[1]);
        assert_ne!(ring().address_digests(&key("mike@example.com")), old);
        assert_eq!(format!("{:?}", new[0]), "AddressDigest(…)");
    }

    #[test]
    fn form_tokens_are_bound_to_the_browser() {
        let token = ring().form_token("browser-a");
        assert!(ring().form_token_matches("browser-a", &token));
        assert!(!ring().form_token_matches("browser-b", &token));
        assert!(!ring().form_token_matches("browser-a", ""));
    }
}
