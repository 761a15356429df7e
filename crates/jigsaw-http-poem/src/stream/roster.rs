//! Who is in, as people inside are told.

use std::collections::BTreeMap;

use jigsaw_domain::usecase::RosterEntry;
use serde_json::json;

/// Above this many people a room is told numbers instead of names.
const MOST_NAMES: usize = 200;

pub(super) fn write(entries: &[RosterEntry]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.role.as_str()).or_default() += 1;
    }
    if entries.len() > MOST_NAMES {
        return json!({ "total": entries.len(), "counts": counts }).to_string();
    }
    let people: Vec<_> = entries
        .iter()
        .map(|entry| {
            json!({
                "participant_id": entry.participant.map(|id| id.to_string()),
                "name": entry.name,
                "role": entry.role.as_str(),
                "proof": entry.proof.as_str(),
            })
        })
        .collect();
    json!({ "total": entries.len(), "counts": counts, "people": people }).to_string()
}
