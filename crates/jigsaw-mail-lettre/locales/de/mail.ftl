### Worte aller Mails. Schlicht, kurz, mit „Sie“.

product-name = Jigsaw
greeting = Guten Tag { $name },
greeting-nobody = Guten Tag,
hosted-by = Mit { $host }
paste-link = Falls die Schaltfläche nicht funktioniert, öffnen Sie diesen Link:
before-link = { $label }:
quote-by = { $host } schreibt:
listed-footer = Sie erhalten diese Mail, weil Ihre Adresse auf der Liste dieser Sitzung steht.

## Einladung

invitation-subject = { $host } lädt Sie zu „{ $title }“ ein
invitation-lead = { $role ->
    [co_host] { $host } lädt Sie ein, „{ $title }“ mit zu leiten.
    [presenter] { $host } lädt Sie ein, bei „{ $title }“ vorzutragen.
    [captioner] { $host } lädt Sie ein, bei „{ $title }“ die Untertitel zu schreiben.
   *[attendee] { $host } lädt Sie zu „{ $title }“ ein.
}
invitation-intro = { $role ->
    [co_host] { $host } lädt Sie ein, diese Sitzung mit zu leiten.
    [presenter] { $host } lädt Sie ein, hier vorzutragen.
    [captioner] { $host } lädt Sie ein, die Untertitel zu schreiben.
   *[attendee] { $host } lädt Sie ein.
}
invitation-now-subject = { $host } bittet Sie jetzt zu „{ $title }“
invitation-now-lead = { $role ->
    [co_host] „{ $title }“ läuft, und { $host } bittet Sie, jetzt dazuzukommen und mit zu leiten.
    [presenter] „{ $title }“ läuft, und { $host } bittet Sie, jetzt dazuzukommen und vorzutragen.
    [captioner] „{ $title }“ läuft, und { $host } bittet Sie, jetzt dazuzukommen und die Untertitel zu schreiben.
   *[attendee] „{ $title }“ läuft, und { $host } bittet Sie, jetzt dazuzukommen.
}
invitation-now-intro = { $role ->
    [co_host] Die Sitzung läuft, und { $host } bittet Sie, jetzt dazuzukommen und mit zu leiten.
    [presenter] Die Sitzung läuft, und { $host } bittet Sie, jetzt dazuzukommen und vorzutragen.
    [captioner] Die Sitzung läuft, und { $host } bittet Sie, jetzt dazuzukommen und die Untertitel zu schreiben.
   *[attendee] Die Sitzung läuft, und { $host } bittet Sie, jetzt dazuzukommen.
}
invitation-button = Zur Sitzung
invitation-now-button = Jetzt teilnehmen
invitation-personal = Dieser Link gehört nur Ihnen: Wer ihn öffnet, kommt an Ihrer Stelle. Bitte behalten Sie ihn für sich.
invitation-footer = Sie erhalten diese Mail, weil { $host } Ihre Adresse auf die Liste dieser Sitzung gesetzt hat. Wenn Sie nicht wissen, warum, können Sie sie ignorieren.

## Erinnerung

reminder-subject = Erinnerung: „{ $title }“, { $date }, { $time }
reminder-lead = „{ $title }“ mit { $host } beginnt in { $wait }.
reminder-intro = Die Sitzung beginnt in { $wait }.

## Änderung

change-subject = Geändert: „{ $title }“
change-lead = Bei „{ $title }“ mit { $host } hat sich etwas geändert. Jetzt gilt:
change-intro = Bei dieser Sitzung hat sich etwas geändert. Jetzt gilt:
change-moved-subject = Neue Zeit für „{ $title }“
change-moved-lead = „{ $title }“ mit { $host } findet zu einer anderen Zeit statt:
change-moved-intro = Die Sitzung findet zu einer anderen Zeit statt:
change-was = Bisher war der Beginn für { $date }, { $time }, geplant.
change-link = Ihr eigener Link ist derselbe geblieben.

## Absage

cancellation-subject = Abgesagt: „{ $title }“
cancellation-lead = „{ $title }“ mit { $host } findet nicht statt. Geplant war:
cancellation-intro = Diese Sitzung findet nicht statt. Geplant war:
cancellation-note = Sie müssen nichts tun. Falls die Sitzung in Ihrem Kalender steht, nimmt der beigefügte Eintrag sie heraus.
cancellation-footer = Sie erhalten diese Mail, weil Ihre Adresse auf der Liste dieser Sitzung stand.
uninvited-subject = Sie sind nicht mehr zu „{ $title }“ eingeladen
uninvited-lead = { $host } hat Ihre Einladung zu „{ $title }“ zurückgenommen. Sie galt für:
uninvited-intro = { $host } hat Ihre Einladung zurückgenommen. Sie galt für:
uninvited-note = Ihr Link öffnet die Sitzung nicht mehr. Falls sie in Ihrem Kalender steht, nimmt der beigefügte Eintrag sie heraus.

## Code

code-subject = Ihr Code für „{ $title }“
code-lead = Hier ist Ihr Code für „{ $title }“ mit { $host }:
code-intro = Hier ist Ihr Code:
code-use = Geben Sie ihn auf der Seite ein, auf der Sie ihn angefordert haben. Er gilt noch { $wait }.
code-use-profile = Geben Sie ihn auf der Seite ein, auf der Sie ihn angefordert haben; damit wird Ihr Jigsaw-Konto angelegt. Er gilt noch { $wait }.
code-keep = Niemand außer Ihnen braucht diesen Code. Bitte geben Sie ihn an niemanden weiter.
code-footer = Sie erhalten diese Mail, weil jemand Ihre Adresse an der Tür dieser Sitzung eingegeben hat. Wenn Sie das nicht waren, können Sie sie ignorieren.

## Konto besteht schon

account-exists-subject = Sie haben schon ein Jigsaw-Konto
account-exists-lead = Jemand, wahrscheinlich Sie selbst, wollte mit Ihrer Adresse ein Konto anlegen, um an „{ $title }“ mit { $host } teilzunehmen. Sie haben schon eines.
account-exists-next = Gehen Sie zurück zur Seite der Sitzung und geben Sie das Passwort Ihres Kontos ein. Sie können sich auch zuerst anmelden:
account-exists-button = Anmelden
account-exists-footer = Es wurde nichts geändert. Wenn Sie das nicht waren, können Sie diese Mail ignorieren.

## Passwortsperre

lock-alert-subject = Ihr Jigsaw-Konto nimmt vorerst kein Passwort an
lock-alert-heading = Zu viele falsche Passwörter
lock-alert-lead = Jemand hat für Ihr Jigsaw-Konto viele Male hintereinander ein falsches Passwort eingegeben. Damit niemand sonst hineinkommt, nimmt es kein Passwort an bis:
lock-alert-was-you = Wenn Sie das waren, warten Sie so lange und versuchen Sie es dann noch einmal.
lock-alert-was-not = Wenn Sie das nicht waren, müssen Sie nichts tun. Keiner dieser Versuche war erfolgreich.
lock-alert-footer = Jigsaw schickt diese Mail jedes Mal an die Person, der das Konto gehört.

## Willkommen

welcome-subject = Willkommen bei Jigsaw
welcome-lead = Ihr Konto ist bereit. Von nun an öffnen Ihre Adresse und Ihr Passwort jede Sitzung, die danach fragt.
welcome-guest = Melden Sie sich an, um Ihren Namen und Ihre Zeitzone zu sehen:
welcome-host = Melden Sie sich an, um Ihre erste Sitzung zu planen und dazu einzuladen:
welcome-footer = Sie erhalten diese Mail, weil mit Ihrer Adresse ein Konto angelegt wurde.

## Ein neues Passwort

password-reset-subject = Wählen Sie ein neues Passwort
password-reset-lead = Jemand, wahrscheinlich Sie selbst, hat für Ihr Jigsaw-Konto einen Weg zu einem neuen Passwort angefordert. Hier ist er:
password-reset-button = Passwort wählen
password-reset-until = Der Link funktioniert einmal, bis { $date }, { $time }.
password-reset-what-happens = Mit dem neuen Passwort wird jeder Browser abgemeldet, der in Ihrem Konto angemeldet ist.
password-reset-footer = Wenn Sie das nicht waren, können Sie diese Mail ignorieren: Ihr Passwort bleibt, wie es ist.

## Jemand klopft an

access-request-subject = { $count ->
    [one] Jemand bittet um Einlass zu „{ $title }“
   *[other] { $count } Personen bitten um Einlass zu „{ $title }“
}
access-request-lead = { $count ->
    [one] Jemand wartet vor der Tür von „{ $title }“:
   *[other] { $count } Personen warten vor der Tür von „{ $title }“:
}
access-request-intro = { $count ->
    [one] Jemand wartet vor der Tür Ihrer Sitzung:
   *[other] { $count } Personen warten vor der Tür Ihrer Sitzung:
}
access-request-unverified = nannte eine Adresse bei { $domain }, die nicht bestätigt ist
access-request-mailbox = hat eine Adresse bei { $domain } bestätigt
access-request-account = hat sich mit einer Adresse bei { $domain } angemeldet
access-request-button = Sehen, wer wartet
access-request-note = Einen Namen kann jeder nennen. Sie entscheiden, wer hereinkommt.
access-request-footer = Sie erhalten diese Mail höchstens einmal in zehn Minuten, weil niemand in der Sitzung war, der antworten konnte.
people-more = { $count ->
    [one] Und eine weitere Person.
   *[other] Und { $count } weitere.
}

## Einladungen, die nicht ankamen

digest-subject = { $count ->
    [one] Eine Einladung zu „{ $title }“ war nicht zustellbar
   *[other] { $count } Einladungen zu „{ $title }“ waren nicht zustellbar
}
digest-lead = { $count ->
    [one] Eine Einladung zu „{ $title }“ war nicht zustellbar:
   *[other] { $count } Einladungen zu „{ $title }“ waren nicht zustellbar:
}
digest-intro = { $count ->
    [one] Eine Einladung war nicht zustellbar:
   *[other] { $count } Einladungen waren nicht zustellbar:
}
digest-no-reason = Der Mailserver nannte keinen Grund.
digest-button = Zu den Einladungen
digest-note = Prüfen Sie, ob die Adresse richtig geschrieben ist, oder geben Sie der Person ihren Link auf anderem Weg.
digest-footer = Sie erhalten diese Mail höchstens einmal in der Stunde, weil es Ihre Sitzung ist.

## Kalendereintrag

calendar-host = { $host } leitet diese Sitzung.
calendar-own-link = Am schnellsten geht es mit Ihrem eigenen Link aus der Mail, die diesen Eintrag gebracht hat.
calendar-link = Der Link der Sitzung: { $url }

## Testmail

test-subject = Testmail von Jigsaw
test-lead = Diese Mail wurde geschickt, um zu sehen, ob der Versand funktioniert. Er tut es.

## Zeiten

time-date = { $weekday }, { $day }. { $month } { $year }
time-span = { $from }–{ $to } Uhr, { $zone }
time-span-from = Von { $date }, { $time } Uhr,
time-span-to = bis { $date }, { $time } Uhr, { $zone }
time-at = { $time } Uhr, { $zone }
time-zone-of = Ortszeit { $city }
time-zone-offset = { $zone } (UTC{ $offset })
time-with-offset = { $time } (UTC{ $offset })
# Im Dativ, nach „in“.
time-days = { $count ->
    [one] 1 Tag
   *[other] { $count } Tagen
}
time-hours = { $count ->
    [one] 1 Stunde
   *[other] { $count } Stunden
}
time-minutes = { $count ->
    [one] 1 Minute
   *[other] { $count } Minuten
}
day-first = 1
weekday-1 = Montag
weekday-2 = Dienstag
weekday-3 = Mittwoch
weekday-4 = Donnerstag
weekday-5 = Freitag
weekday-6 = Samstag
weekday-7 = Sonntag
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
