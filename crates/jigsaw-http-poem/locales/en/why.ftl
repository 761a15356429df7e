### Why: settings that cancel each other, and what an edit would do to whom.

## Settings that cancel each other or surprise, by the codes of the domain

odd-door_closes_before_start = New people may enter until the start at the latest, so nobody who is a moment late gets in. Choose a later time, or none.
odd-link_ends_before_opening = The session link runs out before anyone may enter by it. Let it run longer.
odd-capacity_below_list = { $invited ->
    [one] 1 person who needs a place is invited,
   *[other] { $invited } people who need a place are invited,
} { $capacity ->
    [one] and there is 1 place.
   *[other] and there are { $capacity } places.
}
odd-waiting_room_unstaffed = The session begins without you, and people in the waiting room stay there until somebody lets them in. Invite a co-host, or let the session wait for the host.
odd-waiting_room_idle = The waiting room will hold nobody: with this invitation type, everyone who enters is invited or signed in. Let everyone wait, or nobody.
odd-proof_needless = The mailed code changes nothing: with this invitation type, everyone proves their address anyway.
odd-opens_at_once = People may enter from now on: the early entry is longer than the time that is left.
odd-list_empty = Nobody is on the invitation list yet, so nobody but you gets in.
odd-reminders_too_late = { $count ->
    [one] One reminder is set for a time that has passed already.
   *[other] { $count } reminders are set for times that have passed already.
}
odd-locked_before_start = The door is locked. When the session begins, only you and your co-hosts get in until you unlock it.

## What an edit would do, before it is saved

preview-title = Save these changes?
preview-when = This is how it would be when the session runs: { $time }.
preview-people-shut_out = { $count ->
    [one] This person could no longer enter:
   *[other] These { $count } people could no longer enter:
}
preview-people-must_wait = { $count ->
    [one] This person would have to wait until you let them in:
   *[other] These { $count } people would have to wait until you let them in:
}
preview-people-let_in = { $count ->
    [one] This person could now enter:
   *[other] These { $count } people could now enter:
}
preview-people-waits_no_more = { $count ->
    [one] This person would no longer have to wait:
   *[other] These { $count } people would no longer have to wait:
}
preview-people-asked_otherwise = { $count ->
    [one] This person would be asked for something else:
   *[other] These { $count } people would be asked for something else:
}
preview-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
preview-others-shut_out = Anyone else with the link could no longer enter ({ $because }).
preview-others-must_wait = Anyone else with the link would have to wait until you let them in.
preview-others-let_in = Anyone else with the link could now enter.
preview-others-waits_no_more = Anyone else with the link would no longer have to wait.
preview-others-asked_otherwise = Anyone else with the link would be asked for something else ({ $because }).
preview-incomplete = Only the first { $count } people were looked at.
preview-nothing-saved = Nothing is saved yet, and nobody was told.
preview-save = Save anyway
preview-back = Back

## The Access tab

simulator-signed-in = Signed in to their account
simulator-same-device = On the device they used last
simulator-old-link = With the link as it was before it was replaced
filter-address = Address contains
filter-outcome = Outcome
filter-reason = Reason
filter-any = Any
filter-show = Show
filter-all = Show all
decisions-none-fit = No decision fits.
decisions-export = Download as CSV

## What became of the personal links

links-heading = Links
links-lead = How often somebody tried to enter by each personal link as it is now. Opening its page is not counted.
links-column-used = Opened
links-column-first = First
links-column-last = Last
links-never = Never
links-opened = { $count ->
    [one] Once, from { $networks }
   *[other] { $count } times, from { $networks }
}
links-networks = { $count ->
    [one] 1 network
   *[other] { $count } networks
}
links-forwarded = So many networks are unusual for one person. If the link was passed on, replace it:

## The access summary

access-list-proved = after proving their address
access-link-until = by the session link until { $time }
