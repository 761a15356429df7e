### Answers, mail calendar, links.

## Will you come?

coming-question = Will you come?
coming-said = Your answer:
coming-confirm = Press the button to send your answer. Opening this page has not sent anything.
coming-help = You can change your answer until the session is over. If you say no, you get no reminders, and you can still come.
coming-enter = Open the session
said-accepted = Will come
    .button = Yes, I will come
said-tentative = May come
    .button = Maybe
said-declined = Will not come
    .button = No, I cannot come
notice-answered = Thank you. Your answer is noted.

## Answers, for the host

answers-heading = Answers
answers-accepted = { $count ->
    [one] 1 will come
   *[other] { $count } will come
}
answers-tentative = { $count ->
    [one] 1 may come
   *[other] { $count } may come
}
answers-declined = { $count ->
    [one] 1 will not come
   *[other] { $count } will not come
}
answers-none = { $count ->
    [one] 1 has not answered
   *[other] { $count } have not answered
}

## Mail calendar

mail-calendar-heading = Mail calendar
mail-calendar-help = Everything that is mailed for this session. What is to come is counted as things stand now.
column-mail = Mail
column-when = When
mailing-invitations = Invitations
mailing-others = Other mail
mailing-reminder = Reminder, { $time } before
mailing-planned = Planned
mailing-under-way = On its way
mailing-done = Done
mailing-skipped = Left out
mailing-to = { $count ->
    [0] to nobody
    [one] to 1 person
   *[other] to { $count } people
}
mailing-sent = { $count ->
    [one] 1 sent
   *[other] { $count } sent
}
mailing-queued = { $count ->
    [one] 1 in the queue
   *[other] { $count } in the queue
}
mailing-failed = { $count ->
    [one] 1 could not be delivered
   *[other] { $count } could not be delivered
}
mailing-declined = { $count ->
    [one] 1 declined
   *[other] { $count } declined
}
mailing-present = { $count ->
    [one] 1 already in
   *[other] { $count } already in
}
mailing-moved = { $count ->
    [one] 1 overtaken by a move
   *[other] { $count } overtaken by a move
}
mailing-dropped = { $count ->
    [one] 1 left out
   *[other] { $count } left out
}

## Links

qr-png = QR code as PNG
qr-svg = QR code as SVG
show-link = Link
personal-link-heading = Personal link
personal-link-help = Whoever opens this link comes in this person’s place. Hand it to nobody else. That you looked at it is written down.
renew-link = Renew link
renew-title = Renew this link?
renew-what-happens = The old link stops working at once. If this person is inside, they stay inside.
renew-tell = Mail them the new link
back-to-invitations = Back to the invitations
notice-renewed = The link is renewed. The old one no longer works.
link-since = The link works since { $time }.
link-until = It ends { $time }.
link-no-end = It ends with the session.
link-expired = The link ended { $time }.
link-over = The session is over, and so is its link.
link-came = { $count ->
    [0] Nobody came by it yet.
    [one] 1 person came by it.
   *[other] { $count } people came by it.
}
share-heading = Text to send
share-label = Text with time and link
share-copy = Copy text
share-mail = Write a mail
share-asks-list = You will be asked for the address that you were invited with, and for the code that is mailed to it.
share-asks-account = You will be asked for your email address and the password of your Jigsaw profile. If you have none, you make one on the way.
share-asks-code = You will be asked for your email address, the code that is mailed to it, and your name.
share-asks-name = You will be asked for your email address and your name. You need no account.
link-limits-heading = Limits of the link
label-link-expires = Link ends
hint-link-expires = Time in { $zone }. Leave empty to let it end with the session. A time that has passed ends it at once.
label-link-people = People at most
hint-link-people = At most so many at once, by any link. Leave empty for no limit.
save-link-limits = Save limits
