### Telling invitees, and the host's words to them.

label-message = Message to invitees
hint-message = Optional. Quoted as plain text in the invitation, in reminders, and when title or time change.
tell-invitees = { $count ->
    [one] Tell the person who was invited by mail
   *[other] Tell the { $count } people who were invited by mail
}
hint-tell-of-changes = They get a mail, and a new entry for their calendar, when you change the title or the time. Nothing else is mailed.
hint-tell-of-link = They get a mail that leads them to the session; their personal links stay the same.
hint-tell-of-cancellation = They get a mail with your reason, and the session is taken out of their calendar.
