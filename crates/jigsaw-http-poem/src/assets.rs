//! The stylesheet, the script and the icon, inside the binary.
//!
//! Each has a name made from its content, so a browser may keep it for ever and a new release is seen
//! at once.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// Where the server answers with assets; the hashed name follows.
pub const ASSET_PREFIX: &str = "/assets/";

/// A content-hashed answer never changes.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Files;

/// One file as it is sent.
#[derive(Debug, Clone)]
pub struct Asset {
    /// `jigsaw.css`
    pub name: String,
    /// `jigsaw-1a2b3c4d5e6f.css`
    pub hashed_name: String,
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// The content.
    pub bytes: Cow<'static, [u8]>,
}

static ASSETS: LazyLock<Vec<Asset>> =
    LazyLock::new(|| Files::iter().filter_map(|name| Files::get(&name).map(|file| asset(&name, file.data))).collect());

/// The address of an asset, such as `/assets/jigsaw-1a2b3c4d5e6f.css`.
pub fn asset_url(name: &str) -> String {
    let known = ASSETS.iter().find(|asset| asset.name == name);
    format!("{ASSET_PREFIX}{}", known.map_or(name, |asset| asset.hashed_name.as_str()))
}

/// The asset behind a hashed name; an old or unknown name has none.
pub fn by_hashed_name(hashed_name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.hashed_name == hashed_name)
}

/// All assets, for writing them beside pages that are looked at without a server.
pub fn all() -> &'static [Asset] {
    &ASSETS
}

fn asset(name: &str, bytes: Cow<'static, [u8]>) -> Asset {
    // 48 bits: enough to tell releases apart, short enough to read.
    let hash = Sha256::digest(&bytes).iter().take(6).fold(0_u64, |hash, byte| (hash << 8) | u64::from(*byte));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    Asset {
        name: name.to_owned(),
        hashed_name: format!("{stem}-{hash:012x}.{extension}"),
        content_type: content_type(extension),
        bytes,
    }
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_asset_is_found_by_its_own_address() {
        for asset in all() {
            let url = asset_url(&asset.name);
            let hashed = url.strip_prefix(ASSET_PREFIX).unwrap();
            assert_eq!(by_hashed_name(hashed).unwrap().bytes, asset.bytes);
        }
        assert!(by_hashed_name("jigsaw.css").is_none());
        assert!(by_hashed_name("../Cargo.toml").is_none());
    }

    #[test]
    fn stylesheet_script_and_icon_are_there() {
        for name in ["jigsaw.css", "jigsaw.js", "favicon.svg"] {
            assert!(all().iter().any(|asset| asset.name == name), "{name}");
        }
    }

    /// Left and right change places where people write from right to left, so the stylesheets speak of start and end.
    #[test]
    fn the_stylesheets_know_no_left_and_right() {
        const PHYSICAL: [&str; 12] = [
            "left",
            "right",
            "top",
            "bottom",
            "width",
            "height",
            "min-width",
            "min-height",
            "max-width",
            "max-height",
            "float",
            "clear",
        ];
        let own = include_str!("../assets/jigsaw.css");
        let docs = include_str!("api/docs.css");
        for line in own.lines().chain(docs.lines()).filter(|line| !line.trim_start().starts_with("@media")) {
            for declaration in line.split(['{', '}', ';']) {
                let Some((property, value)) = declaration.split_once(':') else { continue };
                let (property, value) = (property.trim(), value.trim());
                let sided = ["-left", "-right", "-top", "-bottom"].iter().any(|side| property.contains(side));
                assert!(!sided && !PHYSICAL.contains(&property), "{line}");
                assert!(!(property == "text-align" && matches!(value, "left" | "right")), "{line}");
                // Of four values the second is the right side's and the fourth the left one's.
                let lengths: Vec<&str> = value.split_whitespace().collect();
                if let (["margin" | "padding" | "inset" | "scroll-margin" | "scroll-padding"], [_, right, _, left]) =
                    ([property], lengths.as_slice())
                {
                    assert_eq!(left, right, "{line}");
                }
            }
        }
    }
}
