//! The numbered MUSTs of the ports as tests, run by every adapter alike.
//!
//! Each function is one MUST of a trait and is called by its number; the trait stands at the top of its module. A function without a
//! number holds what the trait's words say outside the numbered list. The macros expand to one `#[test]` a function:
//!
//! ```
//! use jigsaw_testkit::{StorePorts, memory::MemoryStore};
//!
//! async fn make_store() -> StorePorts {
//!     MemoryStore::new().ports()
//! }
//!
//! jigsaw_testkit::store_contract!(make_store);
//! ```
//!
//! The factory makes a fresh and empty store each time. Each test has its own runtime of several threads, and a time limit:
//! a port that hangs breaks its contract.

pub mod accounts;
pub mod commits;
pub mod decisions;
pub mod directory;
pub mod door;
pub mod due;
pub mod events;
pub mod invitations;
pub mod lanes;
pub mod limiter;
pub mod mailer;
pub mod outbox;
pub mod participants;
pub mod password_hasher;
pub mod reminders;
pub mod seats;
pub mod sessions;
pub mod single_writes;
mod stage;
pub mod suppressions;
pub mod told_and_mailed;
pub mod uniqueness;
pub mod versions;

use std::future::Future;
use std::time::Duration;

pub use limiter::LimiterPorts;
pub use mailer::MailPorts;
pub use password_hasher::HasherPorts;

/// A contract that has not ended by then is broken.
const TIME_LIMIT: Duration = Duration::from_mins(2);

/// Runs one contract on what the factory makes. The macros call it.
pub fn run<P, Made, Done>(make: impl FnOnce() -> Made, contract: impl FnOnce(P) -> Done)
where
    Made: Future<Output = P>,
    Done: Future<Output = ()>,
{
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(4).enable_all().build().expect("a runtime");
    let whole = async { contract(make().await).await };
    let ended = runtime.block_on(async { tokio::time::timeout(TIME_LIMIT, whole).await });
    ended.expect("the contract ends in time");
}

/// The condition of contracts that are never left out.
#[doc(hidden)]
pub const fn always() -> bool {
    true
}

/// One `#[test]` for each contract of the storage ports. Takes the path of an `async fn() -> StorePorts` that makes a fresh
/// store; see [`contract`](crate::contract). `store_contract!(make_store, if there)` leaves everything out where `there()` is
/// false, for a store whose database may not be installed; whatever says so should be heard.
#[macro_export]
macro_rules! store_contract {
    ($make:path) => {
        $crate::store_contract!($make, if $crate::contract::always);
    };
    ($make:path, if $there:path) => {
        $crate::contract_tests! { $make, $there;
            sessions {
                must_1_find_gives_back_exactly_what_was_committed
                must_1_an_unknown_session_is_none
                must_2_pages_give_each_session_of_the_host_once
                must_2_upcoming_is_what_is_not_over_soonest_first
                must_2_past_is_what_is_over_or_called_off_latest_first
            }
            due {
                must_3_overdue_gives_what_lags_behind_its_phase
                must_3_overdue_gives_open_windows_with_people_waiting
                must_3_overdue_gives_open_sessions_with_people_waiting_every_day
                must_3_overdue_gives_series_that_go_on
                must_3_overdue_gives_live_sessions_past_their_end_with_nobody_in
                must_3_who_was_not_heard_of_lately_is_not_in
                overdue_and_reminders_keep_to_their_limit
                must_4_reminders_are_due_from_their_offset_until_the_start
                must_4_a_marked_reminder_is_due_again_for_another_start_only
                must_4_only_scheduled_sessions_are_reminded_of
            }
            reminders {
                each_comes_once_at_its_minute_and_never_after_the_start
                they_move_along_with_a_session_that_moves_earlier
                they_come_again_for_a_start_that_moved_later
                one_that_is_late_by_a_move_says_how_long_it_really_is
                one_that_waits_for_the_relay_is_dropped_when_the_session_moves
                none_comes_for_a_session_that_was_called_off
                none_comes_to_those_who_were_taken_off_the_list
                none_comes_to_those_who_declined
                none_comes_to_those_who_are_in
                none_comes_to_those_who_were_removed
                whoever_is_invited_later_gets_the_reminders_that_are_still_to_come
                after_a_pause_the_latest_one_comes_late_and_none_after_the_start
                none_is_sent_after_the_start_when_the_relay_was_away
                a_clock_that_is_put_back_reminds_nobody_twice
                nodes_that_sweep_at_once_remind_everyone_once
                the_mail_calendar_foretells_what_is_then_sent
            }
            invitations {
                must_1_find_gives_back_exactly_what_was_committed
                must_2_find_by_emails_compares_by_key_within_the_session
                must_3_pages_give_each_invitation_once_oldest_first
                must_4_listed_with_the_state_of_the_latest_invitation_mail
                must_4_listed_with_what_the_last_try_of_its_mail_left
                must_4_listed_with_what_its_person_did
                must_5_the_tally_counts_each_active_invitation_once
                must_6_mailed_are_those_who_got_an_invitation_and_are_invited_still
                must_7_find_all_gives_those_of_the_session
                must_8_search_finds_what_the_rule_finds_page_by_page
                must_9_active_counts_what_was_not_taken_back
            }
            participants {
                must_1_find_gives_back_exactly_what_was_committed
                must_2_list_gives_everyone_once_in_the_order_they_came
                must_3_waiting_gives_exactly_those_who_wait
                must_4_by_pass_finds_the_holder_of_ended_passes_too
                must_5_by_account_gives_those_who_are_there_by_their_account
                must_6_standing_gives_the_open_passes_of_the_session
                seats_are_taken_by_the_admitted_but_host_and_co_hosts
            }
            door {
                must_1_an_unknown_session_or_invitation_is_none
                must_1_an_invitation_of_another_session_is_unknown
                must_2_the_parts_are_those_of_the_address_that_was_typed
                must_2_without_an_address_the_linked_invitations_counts
                must_2_with_neither_the_parts_are_absent
                must_3_passes_are_those_that_have_not_ended
                must_4_seats_are_counted_when_there_is_a_capacity
                the_code_is_the_latest_one_of_this_session_and_address
            }
            accounts {
                must_1_everything_is_given_back_exactly_as_committed
                must_1_find_by_email_compares_by_key
                must_2_what_was_deleted_is_gone_at_once
                must_2_what_has_expired_is_given_back
                must_3_any_host_tells_whether_someone_may_host
                must_4_find_by_emails_gives_each_account_once
            }
            decisions {
                must_1_pages_give_each_record_once_newest_first
                must_2_a_code_is_found_until_a_newer_one_replaces_it
                must_3_search_gives_what_fits
                must_4_link_uses_tell_what_came_by_each_link
            }
            directory {
                must_1_everything_is_given_back_exactly_as_committed
                must_2_contacts_by_emails_are_the_owners_own
                must_3_pages_give_what_a_host_may_read_in_the_order_of_names
                must_4_contacts_by_ids_are_those_that_may_be_read
                must_5_groups_are_counted_as_the_reader_sees_them
                must_6_what_was_deleted_is_gone_from_everywhere
                contacts_and_groups_are_guarded_by_version_and_address
            }
            events {
                must_1_since_gives_what_came_after_oldest_first
                must_2_latest_is_the_newest_position_or_zero
                must_3_a_feed_tells_everything_after_subscribe_in_order
                must_3_a_feed_that_waits_is_woken
                must_3_a_feed_loses_nothing_under_concurrent_commits
                must_3_a_feed_that_was_left_alone_catches_up
                must_3_a_feed_tells_of_its_own_session_only
            }
            outbox {
                must_1_a_claimed_message_is_nobody_elses_until_its_lease_ran_out
                must_1_concurrent_workers_never_share_a_message
                must_2_urgent_ones_come_first_then_those_written_first
                must_2_what_is_not_to_be_sent_yet_is_left
                must_3_each_claim_carries_a_higher_fence_and_counts_a_try
                must_4_a_lost_fence_changes_nothing_and_is_a_conflict
                must_4_a_fence_ends_with_its_try
                must_5_what_is_done_is_not_claimed_again
                must_6_what_was_put_back_counts_no_try
                must_7_a_message_is_answered_once_a_try_came_to_an_end
                must_8_the_tally_counts_each_open_message_once
                must_9_one_message_is_found_as_it_was_committed
                must_12_the_mails_of_a_session_are_counted_by_kind_and_end
                a_deferred_message_comes_again_when_its_time_has_come
            }
            lanes {
                must_10_a_single_message_does_not_wait_for_another_hosts_thousands
                must_10_lanes_alternate_while_each_has_something
                must_10_a_lane_that_was_idle_has_saved_up_nothing
                must_10_who_sent_much_yesterday_is_not_behind_today
                must_10_what_was_deferred_comes_at_its_lanes_end
                must_10_urgent_lanes_take_turns_too
                must_11_held_since_the_first_was_put_back
            }
            suppressions {
                must_1_the_list_holds_what_was_put_there_until_it_is_lifted
                must_2_an_address_is_put_there_with_the_outcome_of_its_message
                must_3_who_unsubscribed_did_so_from_one_host
                a_report_is_taken_once_and_changes_what_the_relay_took
            }
            commits {
                must_1_a_change_set_is_written_whole
                must_1_a_change_set_that_fails_writes_nothing
                must_6_a_caller_that_goes_away_leaves_no_half
                must_7_an_update_stores_the_next_version
                an_empty_change_set_is_fine
            }
            told_and_mailed {
                must_4_events_get_growing_positions
                must_4_feeds_are_told_nothing_of_a_failed_commit
                must_5_a_known_unique_key_leaves_the_message_out
                must_5_of_concurrent_messages_with_one_key_one_is_written
            }
            versions {
                must_2_a_session_is_updated_from_its_version_only
                must_2_an_invitation_is_updated_from_its_version_only
                must_2_a_person_is_updated_from_their_version_only
                must_2_an_account_is_updated_from_its_version_only
                must_2_guards_hold_at_their_version_only
            }
            uniqueness {
                must_2_an_address_is_listed_once
                must_2_an_address_is_one_person
                must_2_an_address_has_one_account
                must_2_an_identifier_is_used_once
                must_2_a_code_is_used_once
            }
            single_writes {
                a_newer_code_replaces_the_older
                a_wrong_try_is_counted
                passes_end_once_and_are_touched
                marking_a_reminder_twice_is_fine
                ending_sign_ins_ends_all_of_the_account
            }
            seats {
                must_2_of_concurrent_updates_from_one_version_one_wins
                must_2_the_same_person_a_hundred_times_is_one_person
                must_2_a_code_is_used_by_one_of_many
                must_2_no_guarded_join_gets_in_after_the_link_was_renewed
                must_3_the_limit_counts_after_the_whole_change_set
                must_3_the_limit_holds_under_concurrent_commits
                must_3_the_limit_counts_people_who_are_let_in_later
            }
        }
    };
}

/// One `#[test]` for each contract of [`Limiter`](jigsaw_domain::port::Limiter). Takes the path of an
/// `async fn() -> LimiterPorts`.
#[macro_export]
macro_rules! limiter_contract {
    ($make:path) => {
        $crate::limiter_contract!($make, if $crate::contract::always);
    };
    ($make:path, if $there:path) => {
        $crate::contract_tests! { $make, $there;
            limiter {
                must_1_a_key_gets_no_more_than_its_size
                must_1_concurrent_spending_gets_no_more_than_its_size
                must_2_a_refusal_spends_nothing_and_names_a_wait_that_helps
                must_3_keys_and_budgets_do_not_influence_each_other
                must_4_budgets_but_joins_survive_a_restart
            }
        }
    };
}

/// One `#[test]` for each contract of [`PasswordHasher`](jigsaw_domain::port::PasswordHasher). Takes the path of an
/// `async fn() -> HasherPorts`.
#[macro_export]
macro_rules! hasher_contract {
    ($make:path) => {
        $crate::contract_tests! { $make, $crate::contract::always;
            password_hasher {
                must_1_two_hashes_of_one_password_differ
                must_2_right_for_the_same_password_and_wrong_for_others
                must_3_against_nothing_is_wrong_and_costs_the_same
                must_4_a_full_queue_is_unavailable_at_once
                guessable_passwords_are_told
            }
        }
    };
}

/// One `#[test]` for each contract of [`Mailer`](jigsaw_domain::port::Mailer) with its
/// [`Mailbox`](jigsaw_domain::port::Mailbox). Takes the path of an `async fn() -> MailPorts`.
#[macro_export]
macro_rules! mailer_contract {
    ($make:path) => {
        $crate::contract_tests! { $make, $crate::contract::always;
            mailer {
                must_1_the_mail_goes_to_exactly_one_address
                must_2_every_try_bears_the_same_message_id
                must_3_both_parts_hold_the_same_link
                must_4_no_text_of_a_person_becomes_markup_or_a_header
                the_mailbox_lists_newest_first_and_finds_by_id
            }
        }
    };
}

/// Expands the list of one of the contract macros.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_tests {
    ($make:path, $there:path; $($port:ident { $($must:ident)* })*) => {$(
        mod $port {
            #[allow(clippy::wildcard_imports, unused_imports, reason = "the factory's path is written from outside")]
            use super::*;
            $(
                #[test]
                fn $must() {
                    if $there() {
                        $crate::contract::run($make, $crate::contract::$port::$must);
                    }
                }
            )*
        }
    )*};
}
