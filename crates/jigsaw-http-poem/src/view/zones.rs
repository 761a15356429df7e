//! The list behind every "Time zone" field.

use chrono_tz::TZ_VARIANTS;

/// Regions whose zones are places; the rest of the database are old aliases.
const REGIONS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// Zones of one region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneGroup {
    /// `Europe`
    pub region: &'static str,
    /// `Europe/Berlin`, …
    pub zones: Vec<&'static str>,
}

/// All zones a person may choose, by region; UTC stands apart in the template.
pub fn zone_groups() -> Vec<ZoneGroup> {
    REGIONS
        .iter()
        .map(|region| ZoneGroup {
            region,
            zones: TZ_VARIANTS
                .iter()
                .map(|zone| zone.name())
                .filter(|name| name.split('/').next() == Some(region))
                .collect(),
        })
        .collect()
}

/// Whether the list holds `zone`; others (aliases set over the API) are added to it when chosen.
pub fn is_listed_zone(zone: &str) -> bool {
    zone == "UTC" || zone.split('/').next().is_some_and(|region| REGIONS.contains(&region))
}
