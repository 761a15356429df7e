### The host's pages.

sign-in = Sign in
sign-in-help = Invited to a session? You do not need to sign in here: open the link you were sent.
sign-out = Sign out
set-up-heading = Set up your account
set-up-lead = Check your name and choose a password. Then you can create your first session.
set-up-button = Create account
hint-own-zone = Times are shown to you in this zone.

account-heading = Your account
hint-own-name = Others see it in your sessions.
hint-own-language = Of pages, and of mails to you.

sessions-heading = My sessions
sessions-upcoming = Upcoming
sessions-upcoming-empty = Nothing is planned.
sessions-past = Past
sessions-empty = Your sessions will be here
    .help = A session is a class, a webinar or a meeting at a certain time. Create one, choose who gets in, and send the link.
create-session = Create session

open-live = Open live view

## The session form

form-what-and-when = What and when
form-who-and-when = Who may enter when
    .help = Early entry, waiting room, number of people, proof of email, reminders
label-title = Title
label-starts = Starts
label-ends = Ends
hint-session-zone = Start and end are meant in this zone.
label-invitation-type = Invitation type
type-list = Invitation list
type-list-help = Only the people you list get in. Each is sent a personal link; on the session link they prove their address with a mailed code.
type-link-password = Link – password requested
type-link-password-help = Anyone with the link gets in with the password of their account. People without an account create one on the way.
type-link-open = Link – password not requested
type-link-open-help = Anyone with the link gets in with an email address and a name. Nobody needs an account.
label-early-entry = Early entry, in minutes
hint-early-entry = How long before the start attendees may enter.
label-capacity = Number of people
hint-capacity = At most so many at once. Leave empty for no limit.
label-wait-for-host = Wait for the host
hint-wait-for-host = Attendees wait until the host, a co-host or a presenter has come.
label-waiting-room = Waiting room
hint-waiting-room = These people wait until you admit them.
waiting-room-off = Nobody waits
waiting-room-guests = People neither invited nor signed in
waiting-room-everyone = Everyone but co-hosts and presenters
label-email-proof = Proof of address
hint-email-proof = For the link without a password.
email-proof-none = Not needed
email-proof-code = With a mailed code
label-joinable-until = Open for new people until
hint-joinable-until = Leave empty to close at the end.
label-reminders = Reminders
hint-reminders = Mailed to everyone on the invitation list.
reminder-before = { $time } before

## Session details

tab-details = Details
tab-invitations = Invitations
tab-live = Live
tab-access = Access
tab-waiting = { $count ->
    [one] 1 waits
   *[other] { $count } wait
}
enter-session = Enter session
details-who-gets-in = Who gets in
details-edit = Edit
label-session-link = Session link
rotate-link = Rotate link
rotate-title = Replace this link?
rotate-what-happens = The old link stops working at once, wherever it was sent or printed. People who are inside stay inside, and personal links keep working.
keep-link = Keep the link
cancelled-lead = This session was cancelled.
cancel-heading = Cancel this session
cancel-session = Cancel session
cancel-title = Cancel “{ $title }”?
cancel-what-happens = Nobody can enter any more, and a cancelled session does not come back. Whoever opens the link reads your reason.
hint-cancel-reason = Optional. Shown to everyone who opens the link, and quoted in the mail to the invitees.
keep-session = Keep the session

## Invitations

invite-heading = Invite people
label-email-addresses = Email addresses
hint-email-addresses = One on each line, or separated by commas. A name may stand before the address: Mia Ito <mia@example.org>
invite = Invite
invite-faulty-lines = { $count ->
    [one] Nobody was invited yet: one of { $all } addresses cannot be used
   *[other] Nobody was invited yet: { $count } of { $all } addresses cannot be used
}
invite-line = Line { $line }
invitations-heading = Invitation list
invitations-empty = Nobody is invited yet
    .list = Only people on this list get in. Add their addresses, and each is sent a personal link.
    .link = Anyone with the link gets in. Invite people to send them a personal link, or to make them co-host, presenter or captioner.
invitation-queued = Mail on its way
invitation-sent = Mail sent
invitation-bounced = Could not be delivered
invitation-opened = Page opened
invitation-waiting = Waiting
invitation-admitted = Let in
invitation-refused = Turned away
invitation-revoked = Taken back
resend = Send again
revoke = Revoke
revoke-title = Take back the invitation of { $email }?
revoke-what-happens = The personal link stops working at once. Somebody who is inside stays inside; use Remove on the Live tab for that.
keep-invitation = Keep the invitation
column-person = Person
column-status = Status
column-actions = Actions
column-state = State

## What the last action did, and why another one was not done

notice-created = The session is created. Send its link, or invite people.
notice-saved = Saved.
notice-account = Your account is saved.
notice-rotated = The link is replaced. The old one no longer works.
notice-cancelled = The session is cancelled.
notice-invited = { $count ->
    [0] Everyone on this list was invited already.
    [one] 1 person is invited. The mail is on its way.
   *[other] { $count } people are invited. Their mails are on the way.
}
notice-resent = The invitation is mailed again.
notice-revoked = The invitation is taken back.
notice-started = The session is live.
notice-ended = The session has ended.
notice-locked = The door is locked.
notice-unlocked = The door is open.
notice-admitted = Let in.
notice-approved = Approved. The person enters as soon as nothing else holds them.
notice-denied = The person was told that they are not let in.
notice-removed = The person was removed.
notice-forgiven = The person may come in again.
notice-role = The role is changed.
conflict-not-waiting = This person is not waiting any more.
conflict-address-not-proved = This role needs a proved address. Invite the person, so that they come by their personal link.
conflict-host = The host’s own place cannot be changed.
conflict-invitation-revoked = This invitation was taken back. Invite the address again.
conflict-session = Nothing was changed: the session is not in a state that allows it.

## Live

waiting-heading = Waiting to be let in
waiting-announcement = { $count ->
    [0] Nobody is waiting.
    [one] 1 person is waiting to be let in.
   *[other] { $count } people are waiting to be let in.
}
waiting-knocks = asks to be let in
admit = Admit
admit-all = Admit all
deny = Deny
roster-heading = People
roster-empty = Nobody is here yet
    .help = People appear here as they enter or wait. This page keeps itself up to date.
person-invited = Invited
person-waiting = Waiting
person-in = Inside
person-away = Connection lost
person-left = Left
person-denied = Not let in
person-removed = Removed
change-role = Change role
change-role-title = Role of { $name } in this session
remove = Remove
remove-title = Remove { $name }?
remove-what-happens = They are put out at once and told so.
label-ban = Do not let them in again
hint-remove-reason = Optional. Shown to them.
start-heading = Ready to start?
start-lead = Once started, attendees may enter, even before the planned time.
start = Start
over-heading = This session is over
over-lead = Nobody can enter any more.
door-open = The door is open
door-locked = The door is locked
    .help = Nobody new gets in.
    .message = Nobody new gets in. They read:
label-lock-message = Message at the door
hint-lock-message = Optional. Read by people who come while it is locked.
lock = Lock
unlock = Unlock
fly-heading = Bring someone in now
fly-lead = They are mailed at once and need not wait. You also get their link here.
fly-later = While the session is live you can bring people in from here. Until then, do it on the tab
invite-on-the-fly = Invite on the fly
invited-heading = { $email } is invited
invited-lead = The mail is on its way. You can also hand over this link yourself; it works only for this person.
label-personal-link = Personal link
end-heading = End
end-session = End session
end-title = End “{ $title }” for everyone?
end-what-happens = Everyone inside is put out, and nobody can enter any more. This cannot be undone.
keep-going = Keep going

## Who gets in, as one sentence: parts, joined

access-sentence = { $parts }.
list-separator = ,{" "}
access-list = Only people on the invitation list
access-account = Anyone with the link, after signing in or creating an account
access-mailbox = Anyone with the link, after proving an address
access-anyone = Anyone with the link
access-from-start = from the start
access-early = from { $time } early
access-capacity = { $count ->
    [one] at most 1 person
   *[other] at most { $count } people
}
access-guests-wait = guests let in one by one
access-everyone-waits = everyone let in one by one
access-without-host = even before the host is there
access-until = until { $time }

## Access

explained-admitted = { $email } would be let in at once.
explained-waiting = { $email } would have to wait: { $because }.
explained-refused = { $email } would be turned away: { $because }.
explained-needs = { $email } would be asked for more: { $because }.
explained-then-admitted = After that they would be let in.
explained-then-waiting = After that they would have to wait: { $because }.
explained-then-refused = After that they would be turned away: { $because }.
somebody = Somebody
simulator-heading = Who would get in, and why?
hint-simulator-email = Of the person you want to ask about.
hint-simulator-time = { $zone }. Leave empty for now.
hint-simulator-link = The one they would use.
simulator-button = Find out
link-kind-session = Session link
link-kind-personal = Personal link
decisions-heading = Decisions
decisions-empty = Nobody has tried to enter yet
    .help = Each try is written down here with every rule and what it said.
decision-policy = Policy { $policy }
decision-correlation = Reference { $id }
outcome-admitted = Let in
outcome-needs = Asked for more
outcome-waiting = Held
outcome-refused = Turned away
verdict-permit = Lets in
verdict-require = Asks
verdict-hold = Holds
verdict-deny = Refuses
verdict-abstain = No say
column-rule = Rule
column-verdict = Says
column-why = Why
