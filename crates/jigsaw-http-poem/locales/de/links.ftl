### Antworten, Mailkalender, Links.

## Kommen Sie?

coming-question = Kommen Sie?
coming-said = Ihre Antwort:
coming-confirm = Senden Sie Ihre Antwort mit der Schaltfläche. Das Öffnen dieser Seite hat noch nichts gesendet.
coming-help = Sie können Ihre Antwort bis zum Ende der Sitzung ändern. Wenn Sie absagen, erhalten Sie keine Erinnerungen und können trotzdem kommen.
coming-enter = Sitzung öffnen
said-accepted = Kommt
    .button = Ja, ich komme
said-tentative = Kommt vielleicht
    .button = Vielleicht
said-declined = Kommt nicht
    .button = Nein, ich kann nicht kommen
notice-answered = Vielen Dank. Ihre Antwort ist notiert.

## Antworten, für die gastgebende Person

answers-heading = Antworten
answers-accepted = { $count ->
    [one] 1 kommt
   *[other] { $count } kommen
}
answers-tentative = { $count ->
    [one] 1 kommt vielleicht
   *[other] { $count } kommen vielleicht
}
answers-declined = { $count ->
    [one] 1 kommt nicht
   *[other] { $count } kommen nicht
}
answers-none = { $count ->
    [one] 1 hat nicht geantwortet
   *[other] { $count } haben nicht geantwortet
}

## Mailkalender

mail-calendar-heading = Mailkalender
mail-calendar-help = Alles, was für diese Sitzung verschickt wird. Was noch kommt, ist nach dem heutigen Stand gezählt.
column-mail = E-Mail
column-when = Wann
mailing-invitations = Einladungen
mailing-others = Weitere Mails
mailing-reminder = Erinnerung, { $time } vorher
mailing-planned = Geplant
mailing-under-way = Unterwegs
mailing-done = Erledigt
mailing-skipped = Ausgelassen
mailing-to = { $count ->
    [0] an niemanden
    [one] an 1 Person
   *[other] an { $count } Personen
}
mailing-sent = { $count ->
    [one] 1 gesendet
   *[other] { $count } gesendet
}
mailing-queued = { $count ->
    [one] 1 in der Warteschlange
   *[other] { $count } in der Warteschlange
}
mailing-failed = { $count ->
    [one] 1 nicht zustellbar
   *[other] { $count } nicht zustellbar
}
mailing-declined = { $count ->
    [one] 1 hat abgesagt
   *[other] { $count } haben abgesagt
}
mailing-present = { $count ->
    [one] 1 schon da
   *[other] { $count } schon da
}
mailing-moved = { $count ->
    [one] 1 durch Verlegung überholt
   *[other] { $count } durch Verlegung überholt
}
mailing-dropped = { $count ->
    [one] 1 ausgelassen
   *[other] { $count } ausgelassen
}

## Links

qr-png = QR-Code als PNG
qr-svg = QR-Code als SVG
show-link = Link anzeigen
personal-link-heading = Persönlicher Link
personal-link-help = Wer diesen Link öffnet, kommt an Stelle dieser Person herein. Geben Sie ihn niemand anderem. Dass Sie ihn angesehen haben, wird festgehalten.
renew-link = Link erneuern
renew-title = Diesen Link erneuern?
renew-what-happens = Der alte Link gilt sofort nicht mehr. Wenn diese Person drinnen ist, bleibt sie drinnen.
renew-tell = Den neuen Link per E-Mail schicken
back-to-invitations = Zurück zu den Einladungen
notice-renewed = Der Link ist erneuert. Der alte gilt nicht mehr.
link-since = Der Link gilt seit { $time }.
link-until = Er endet { $time }.
link-no-end = Er endet mit der Sitzung.
link-expired = Der Link ist abgelaufen: { $time }.
link-over = Die Sitzung ist vorbei, und mit ihr der Link.
link-came = { $count ->
    [0] Bisher kam niemand über ihn.
    [one] 1 Person kam über ihn.
   *[other] { $count } Personen kamen über ihn.
}
share-heading = Text zum Verschicken
share-label = Text mit Zeit und Link
share-copy = Text kopieren
share-mail = E-Mail schreiben
share-asks-list = Sie werden nach der Adresse gefragt, mit der Sie eingeladen wurden, und nach dem Code, der an sie geschickt wird.
share-asks-account = Sie werden nach Ihrer E-Mail-Adresse und dem Passwort Ihres Jigsaw-Profils gefragt. Wenn Sie keines haben, legen Sie es dabei an.
share-asks-code = Sie werden nach Ihrer E-Mail-Adresse, dem Code, der an sie geschickt wird, und Ihrem Namen gefragt.
share-asks-name = Sie werden nach Ihrer E-Mail-Adresse und Ihrem Namen gefragt. Ein Konto brauchen Sie nicht.
link-limits-heading = Grenzen des Links
label-link-expires = Link endet
hint-link-expires = Zeit in { $zone }. Leer lassen, damit er mit der Sitzung endet. Ein Zeitpunkt in der Vergangenheit beendet ihn sofort.
label-link-people = Höchstens so viele Personen
hint-link-people = Höchstens so viele gleichzeitig, über jeden Link. Leer lassen für keine Grenze.
save-link-limits = Grenzen speichern
