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

## A forgotten password

forgot-link = Forgot your password?
forgot-heading = Forgot your password?
forgot-lead = Give the address of your account. You get a mail with a link to a new password.
forgot-button = Send the link
forgot-sent = If there is an account with this address, a mail with a link is on its way.
forgot-sent-help = The link works once, for an hour. Until you use it, your password stays as it is. Nothing there? Look into the spam folder, or check the spelling of the address.
reset-heading = Choose a new password
reset-lead = With the new password every other browser that is signed in to your account is signed out.
reset-button = Save and sign in

mail-welcome = Welcome
mail-digest = Not delivered
