# Was aus der Post jeder Person geworden ist, und was sie getan hat.
invitation-deferred = Wird erneut versucht
invitation-dropped = Nicht gesendet
invitation-parked = Aufgegeben
dropped-suppressed = Nicht gesendet: Die Adresse hat unsere Post schon einmal nicht angenommen.
dropped-over = Nicht gesendet: Die Sitzung war inzwischen vorbei oder abgesagt.
dropped-uninvited = Nicht gesendet: Die Einladung galt inzwischen nicht mehr.
dropped-late = Nicht gesendet: Es war zu spät.
suppressed-bounced = Diese Adresse hat unsere Post am { $date } nicht angenommen. Es wird nichts mehr an sie gesendet.
suppressed-complained = Jemand an dieser Adresse hat unsere Post am { $date } als unerwünscht gemeldet. Es wird nichts mehr an sie gesendet.
unsubscribed-since = Möchte seit { $date } keine Erinnerungen mehr von Ihnen. Einladungen, Änderungen und Absagen werden weiterhin gesendet.
lift-suppression = Wieder Post senden
notice-lifted = An diese Adresse wird wieder Post gesendet. Senden Sie die Einladung erneut, falls sie nicht angekommen ist.
relay-out-of-order = Post wartet seit { $date }: Der Mailserver ist gestört. Es geht nichts verloren; alles wird gesendet, sobald er wieder da ist.

unsubscribe-heading = Erinnerungen von { $host }
unsubscribe-wanted = An { $email } werden Erinnerungen gesendet.
unsubscribe-stopped = An { $email } werden keine Erinnerungen mehr gesendet.
unsubscribe-still-comes = Einladungen, Änderungen und Absagen kommen weiterhin.
unsubscribe-stop = Erinnerungen abbestellen
unsubscribe-undo = Wieder erinnern lassen
