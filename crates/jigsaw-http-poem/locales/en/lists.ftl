### Lists: reading them, looking at what they would do, many invitations at once.

## Inviting from a list

label-list-file = CSV file
hint-list-file = A list can also come as a file from a spreadsheet, with the columns in any order.
list-sample = Download a sample
list-not-text = This file is not a list in text form. Save it as “CSV (UTF-8)” and choose that file.
list-row = Row { $row }
preview = Preview
preview-heading = What will happen
preview-nothing = Nobody on this list can be invited.
preview-new = { $count ->
    [one] 1 person will be invited
   *[other] { $count } people will be invited
}
preview-renewed = { $count ->
    [one] 1 person was taken back or removed, and will be invited again with a new link
   *[other] { $count } people were taken back or removed, and will be invited again with new links
}
preview-changed = { $count ->
    [one] 1 person is listed already and will change
   *[other] { $count } people are listed already and will change
}
preview-listed = { $count ->
    [one] 1 person is listed already and stays as they are
   *[other] { $count } people are listed already and stay as they are
}
preview-merged = { $count ->
    [one] 1 row repeats an address and is put together with the first
   *[other] { $count } rows repeat an address and are put together with the first
}
preview-mails = { $count ->
    [one] 1 mail will be sent
   *[other] { $count } mails will be sent
}
preview-people = Everyone on this list
preview-role = { $before } → { $after }
preview-more-people = { $count ->
    [one] And 1 more person
   *[other] And { $count } more people
}
preview-more-faults = { $count ->
    [one] And 1 more row
   *[other] And { $count } more rows
}
preview-invite-good = { $count ->
    [one] Invite the 1 good row
   *[other] Invite the { $count } good rows
}
column-outlook = What happens
outlook-new = Invited
outlook-renewed = Invited again
outlook-changed = Changed
outlook-listed = Listed already

## The sample file

sample-email = Email
sample-first-name = First name
sample-last-name = Last name
sample-role = Role
sample-language = Language

## The list

list-progress = { $sent } of { $all } mails sent
list-progress-undelivered = { $count ->
    [one] 1 could not be delivered
   *[other] { $count } could not be delivered
}
label-list-search = Name or address
list-search = Search
list-search-clear = Show everyone
list-any = Any
list-found = { $count ->
    [0] Nobody found
    [one] 1 person
   *[other] { $count } people
}
list-first = First page
list-check-all = Select everyone on this page
list-state-active = Invited
list-state-revoked = Taken back
list-state-queued = Mail on its way
list-state-sent = Mail sent
list-state-undelivered = Could not be delivered

## Many invitations at once

label-bulk-which = Whom
bulk-selected = Selected people
bulk-found = { $count ->
    [one] The 1 person found
   *[other] All { $count } people found
}
label-bulk-action = What to do
bulk-resend = Send again
bulk-revoke = Take back
bulk-attendee = Make attendees
bulk-presenter = Make presenters
bulk-co-host = Make co-hosts
bulk-captioner = Make captioner
bulk-go-on = Go on
bulk-nobody = Select people first, or choose everyone found.
bulk-nothing = Nothing to do
bulk-resend-title = { $count ->
    [one] Mail the invitation of 1 person again?
   *[other] Mail the invitations of { $count } people again?
}
bulk-resend-what-happens = Each is sent the same personal link once more.
bulk-revoke-title = { $count ->
    [one] Take back the invitation of 1 person?
   *[other] Take back the invitations of { $count } people?
}
bulk-revoke-what-happens = Their personal links stop working at once. Whoever is inside stays inside; use Remove on the Live tab for that.
bulk-role-title = { $count ->
    [one] Change the role of 1 person?
   *[other] Change the role of { $count } people?
}
bulk-role-what-happens = Each gets a new personal link and a mail that tells. Their old links stop working.
bulk-more = { $count ->
    [one] And 1 more person
   *[other] And { $count } more people
}
bulk-left = { $count ->
    [one] 1 person stays as they are: taken back already, or in that role already.
   *[other] { $count } people stay as they are: taken back already, or in that role already.
}
bulk-leave = Leave everything as it is
notice-bulk-resent = { $count ->
    [one] 1 invitation is mailed again.
   *[other] { $count } invitations are mailed again.
}
notice-bulk-revoked = { $count ->
    [one] 1 invitation is taken back.
   *[other] { $count } invitations are taken back.
}
notice-bulk-role = { $count ->
    [one] The role of 1 person is changed.
   *[other] The role of { $count } people is changed.
}
