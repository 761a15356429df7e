### Words of every mail. Plain, short, second person, sentence case.

product-name = Jigsaw
greeting = Hello { $name },
greeting-nobody = Hello,
hosted-by = Hosted by { $host }
paste-link = If the button does not work, open this link:
before-link = { $label }:
quote-by = { $host } writes:
listed-footer = You get this mail because your address is on the list of this session.

## Invitation

invitation-subject = { $host } invites you to “{ $title }”
invitation-lead = { $role ->
    [co_host] { $host } invites you to “{ $title }” as a co-host.
    [presenter] { $host } invites you to “{ $title }” as a presenter.
    [captioner] { $host } invites you to “{ $title }” to write the captions.
   *[attendee] { $host } invites you to “{ $title }”.
}
invitation-intro = { $role ->
    [co_host] { $host } invites you as a co-host.
    [presenter] { $host } invites you as a presenter.
    [captioner] { $host } invites you to write the captions.
   *[attendee] { $host } invites you.
}
invitation-now-subject = { $host } asks you to join “{ $title }” now
invitation-now-lead = { $role ->
    [co_host] “{ $title }” is live, and { $host } asks you to join now as a co-host.
    [presenter] “{ $title }” is live, and { $host } asks you to join now as a presenter.
    [captioner] “{ $title }” is live, and { $host } asks you to join now to write the captions.
   *[attendee] “{ $title }” is live, and { $host } asks you to join now.
}
invitation-now-intro = { $role ->
    [co_host] The session is live, and { $host } asks you to join now as a co-host.
    [presenter] The session is live, and { $host } asks you to join now as a presenter.
    [captioner] The session is live, and { $host } asks you to join now to write the captions.
   *[attendee] The session is live, and { $host } asks you to join now.
}
invitation-button = Open the session
invitation-now-button = Join now
invitation-personal = The link is yours alone: whoever opens it comes in your place. Please keep it to yourself.
invitation-footer = You get this mail because { $host } put your address on the list of this session. If you do not know why, you can ignore it.

## Reminder

reminder-subject = Reminder: “{ $title }”, { $date }, { $time }
reminder-lead = “{ $title }” with { $host } begins in { $wait }.
reminder-intro = The session begins in { $wait }.

## Change

change-subject = Changed: “{ $title }”
change-lead = Something has changed about “{ $title }” with { $host }. This is how it stands now:
change-intro = Something has changed about this session. This is how it stands now:
change-moved-subject = New time for “{ $title }”
change-moved-lead = “{ $title }” with { $host } takes place at another time:
change-moved-intro = The session takes place at another time:
change-was = Before, it was to begin on { $date }, { $time }.
change-link = Your own link is still the same.

## Cancellation

cancellation-subject = Cancelled: “{ $title }”
cancellation-lead = “{ $title }” with { $host } does not take place. It was planned for:
cancellation-intro = This session does not take place. It was planned for:
cancellation-note = There is nothing you have to do. If the session is in your calendar, the attached entry takes it out.
cancellation-footer = You get this mail because your address was on the list of this session.
uninvited-subject = You are no longer invited to “{ $title }”
uninvited-lead = { $host } has taken your invitation to “{ $title }” back. It was for:
uninvited-intro = { $host } has taken your invitation back. It was for:
uninvited-note = Your link no longer opens the session. If the session is in your calendar, the attached entry takes it out.

## Code

code-subject = Your code for “{ $title }”
code-lead = Here is your code for “{ $title }”, hosted by { $host }:
code-intro = Here is your code:
code-use = Type it on the page where you asked for it. It works for { $wait }.
code-use-profile = Type it on the page where you asked for it, and your Jigsaw profile is made. It works for { $wait }.
code-keep = Nobody needs this code but you, so please give it to no one.
code-footer = You get this mail because somebody typed your address at the door of this session. If it was not you, you can ignore it.

## Account exists

account-exists-subject = You already have a Jigsaw profile
account-exists-lead = Somebody, most likely you, wanted to create a profile with your address to join “{ $title }”, hosted by { $host }. You already have one.
account-exists-next = Go back to the page of the session and give the password of your profile. You can also sign in first:
account-exists-button = Sign in
account-exists-footer = Nothing was changed. If it was not you, you can ignore this mail.

## Lock alert

lock-alert-subject = Your Jigsaw profile takes no password for now
lock-alert-heading = Too many wrong passwords
lock-alert-lead = Somebody gave a wrong password for your Jigsaw profile many times in a row. To keep others out, it takes no password until:
lock-alert-was-you = If it was you, wait until then and try again.
lock-alert-was-not = If it was not you, there is nothing you have to do. None of those tries got in.
lock-alert-footer = Jigsaw sends this mail to the owner of a profile whenever this happens.

## Welcome

welcome-subject = Welcome to Jigsaw
welcome-lead = Your account is ready. From now on your address and your password open every session that asks for them.
welcome-guest = Sign in to see your name and your time zone:
welcome-host = Sign in to plan your first session and invite people to it:
welcome-footer = You get this mail because an account was created with your address.

## A new password

password-reset-subject = Choose a new password
password-reset-lead = Somebody, most likely you, asked for a way to a new password for your Jigsaw account. Here it is:
password-reset-button = Choose a password
password-reset-until = The link works once, until { $date }, { $time }.
password-reset-what-happens = With the new password, every browser that is signed in to your account is signed out.
password-reset-footer = If it was not you, you can ignore this mail: your password stays as it is.

## Somebody knocks

access-request-subject = { $count ->
    [one] Somebody asks to be let in to “{ $title }”
   *[other] { $count } people ask to be let in to “{ $title }”
}
access-request-lead = { $count ->
    [one] Somebody is waiting at the door of “{ $title }”:
   *[other] { $count } people are waiting at the door of “{ $title }”:
}
access-request-intro = { $count ->
    [one] Somebody is waiting at the door of your session:
   *[other] { $count } people are waiting at the door of your session:
}
access-request-unverified = gave an address at { $domain }, which is not proved
access-request-mailbox = proved an address at { $domain }
access-request-account = signed in with an address at { $domain }
access-request-button = See who is waiting
access-request-note = Everyone can give any name. You decide who comes in.
access-request-footer = You get this mail, at most once in ten minutes, because nobody who could answer was in the session.
people-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}

## Invitations that did not arrive

digest-subject = { $count ->
    [one] An invitation to “{ $title }” could not be delivered
   *[other] { $count } invitations to “{ $title }” could not be delivered
}
digest-lead = { $count ->
    [one] An invitation to “{ $title }” could not be delivered:
   *[other] { $count } invitations to “{ $title }” could not be delivered:
}
digest-intro = { $count ->
    [one] An invitation could not be delivered:
   *[other] { $count } invitations could not be delivered:
}
digest-no-reason = The mail server gave no reason.
digest-button = See the invitations
digest-note = Check the spelling of the address, or hand the person their link in another way.
digest-footer = You get this mail, at most once in an hour, because it is your session.

## Calendar entry

calendar-host = { $host } hosts this session.
calendar-own-link = The quickest way in is your own link, in the mail that brought this entry.
calendar-link = The link of the session: { $url }

## Test mail

test-subject = Test mail from Jigsaw
test-lead = This mail was sent to see whether sending works. It does.

## Times

time-date = { $weekday } { $day } { $month } { $year }
time-span = { $from }–{ $to } { $zone }
time-span-from = From { $date }, { $time }
time-span-to = to { $date }, { $time } { $zone }
time-at = { $time } { $zone }
time-zone-of = { $city } time
time-zone-offset = { $zone } (UTC{ $offset })
time-with-offset = { $time } (UTC{ $offset })
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
day-first = 1
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
