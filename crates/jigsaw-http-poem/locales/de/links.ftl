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
