### Words of every page. Plain, short, second person, sentence case.

product-name = Jigsaw
skip-to-content = Skip to content
nav-main = Main
nav-session = Session
undo = Undo
save = Save
go-back = Go back
optional = Optional
show-more = Show more
copied = Copied
copy-link = Copy link
qr-caption = QR code of this link
offline = You are offline. What you typed is kept, and this page goes on by itself.
online-again = You are connected again.

label-email = Email
label-password = Password
label-new-password = Choose a password
label-first-name = First name
label-last-name = Last name
label-time-zone = Time zone
label-language = Language
language-choose = Change language
language-by-browser = As my browser asks for
label-role = Role
label-reason = Reason
label-time = Time
label-link = Link
hint-new-password = At least 8 characters. A few unusual words in a row work well.
show-password = Show
hide-password = Hide

errors-summary = { $count } things need your attention
errors-field = { $field }: { $message }
form-sign-in-wrong = This email and password do not belong together. Check both and try again.
form-sign-in-paused = Too many tries. Wait a moment, then try again.
form-expired = This page was open for a long time. Nothing was changed; send it again.
form-changed-meanwhile = Somebody changed this session while you were editing. Check the values and save again.

## Roles, proofs and states

role-host = Host
role-co-host = Co-host
role-presenter = Presenter
role-attendee = Attendee
role-captioner = Captioner

proof-account = Signed in
proof-mailbox = Email proved
proof-unverified = Email not proved

state-scheduled = Scheduled
state-live = Live
state-ended = Ended
state-cancelled = Cancelled

people-inside = { $count ->
    [one] 1 person inside
   *[other] { $count } people inside
}
people-invited = { $count ->
    [0] Nobody invited
    [one] 1 person invited
   *[other] { $count } people invited
}
retry-after = { $count ->
    [one] You can try again in 1 second.
   *[other] You can try again in { $count } seconds.
}

## Times

time-date = { $weekday } { $day } { $month } { $year }
time-moment = { $date }, { $time }
time-span = { $from }–{ $to }
time-in-zone = { $time } { $zone }
your-time = { $time } your time
time-zone-of = { $city } time
time-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
time-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
time-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

## Faults of fields, by the code of the domain

fault-blank = Fill this in.
fault-too_short = Use at least { $min } characters.
fault-too_long = Use at most { $max } characters.
fault-control_character = Remove the characters that cannot be shown.
fault-email_malformed = Write a whole email address, such as mia@example.org.
fault-out_of_range = Choose a number from { $min } to { $max }.
fault-not_a_choice = Choose one of the offered values.
fault-unknown_time_zone = Choose a time zone from the list.
fault-not_a_time = Write a date and a time.
fault-time_skipped = The clocks go forward over this time. Choose another one.
fault-ends_before_start = The end has to be after the start.
fault-lasts_too_long = The end has to be at most { $days } days after the start.
fault-in_the_past = Choose a time that is still to come.
fault-password_guessable = This password is easy to guess. Choose another one.
fault-duplicate = This address is in line { $row } already.
fault-too_many = Use at most { $max } entries at once.
fault-second_captioner = A session has one captioner. Change the role of the other one first.
fault-host_invited = This is the host’s own address. The host is always in.
fault-not_an_address = Write a whole web address that begins with https.
fault-unknown_field = This field is not known here.
fault-wrong_type = This cannot be read. Write it again.
