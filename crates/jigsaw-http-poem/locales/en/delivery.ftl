# What became of each person's mail, and what they did.
invitation-deferred = Will be tried again
invitation-dropped = Not sent
invitation-parked = Given up
dropped-suppressed = Not sent: the address did not take our mail before.
dropped-over = Not sent: the session was over or cancelled by then.
dropped-uninvited = Not sent: the invitation counted no more by then.
dropped-late = Not sent: it was too late.
suppressed-bounced = This address did not take our mail on { $date }. Nothing is sent to it any more.
suppressed-complained = Somebody at this address reported our mail as unwanted on { $date }. Nothing is sent to it any more.
unsubscribed-since = Wants no reminders from you since { $date }. Invitations, changes and cancellations are still sent.
lift-suppression = Send mail here again
notice-lifted = Mail is sent to this address again. Send the invitation again if it did not arrive.
relay-out-of-order = Mail has been waiting since { $date }: the mail server is out of order. Nothing is lost; everything is sent when it is back.

unsubscribe-heading = Reminders from { $host }
unsubscribe-wanted = Reminders are sent to { $email }.
unsubscribe-stopped = No more reminders are sent to { $email }.
unsubscribe-still-comes = Invitations, changes and cancellations still come.
unsubscribe-stop = Stop reminders
unsubscribe-undo = Get reminders again
