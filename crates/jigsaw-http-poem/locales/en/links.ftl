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
