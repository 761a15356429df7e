### Worte auf allen Seiten. Schlicht, kurz, mit „Sie“.

product-name = Jigsaw
skip-to-content = Zum Inhalt springen
nav-main = Hauptmenü
nav-session = Sitzung
undo = Rückgängig machen
save = Speichern
go-back = Zurück
optional = Freiwillige Angabe
show-more = Mehr anzeigen
copied = Kopiert
copy-link = Link kopieren
qr-caption = QR-Code dieses Links
offline = Sie sind offline. Ihre Eingaben bleiben erhalten, und diese Seite macht von selbst weiter.
online-again = Sie sind wieder verbunden.

label-email = E-Mail-Adresse
label-password = Passwort
label-new-password = Passwort wählen
label-first-name = Vorname
label-last-name = Nachname
label-time-zone = Zeitzone
label-language = Sprache
language-choose = Sprache ändern
language-by-browser = Wie mein Browser es wünscht
label-role = Rolle
label-reason = Grund
label-time = Zeitpunkt
label-link = Link
hint-new-password = Mindestens 8 Zeichen. Gut sind einige ungewöhnliche Wörter hintereinander.
show-password = Anzeigen
hide-password = Verbergen

errors-summary = { $count } Angaben müssen Sie noch prüfen
errors-field = { $field }: { $message }
form-sign-in-wrong = E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.
form-sign-in-paused = Zu viele Versuche. Warten Sie einen Moment und versuchen Sie es dann noch einmal.
form-expired = Diese Seite war lange offen. Nichts wurde geändert; senden Sie sie noch einmal ab.
form-changed-meanwhile = Jemand hat diese Sitzung geändert, während Sie sie bearbeitet haben. Prüfen Sie die Angaben und speichern Sie noch einmal.

## Rollen, Nachweise und Zustände

role-host = Gastgeber
role-co-host = Mitgastgeber
role-presenter = Referent
role-attendee = Teilnehmer
role-captioner = Untertitler

proof-account = Angemeldet
proof-mailbox = E-Mail bestätigt
proof-unverified = E-Mail nicht bestätigt

state-scheduled = Geplant
state-live = Läuft
state-ended = Beendet
state-cancelled = Abgesagt

people-inside = { $count ->
    [one] 1 Person drin
   *[other] { $count } Personen drin
}
people-invited = { $count ->
    [0] Niemand eingeladen
    [one] 1 Person eingeladen
   *[other] { $count } Personen eingeladen
}
retry-after = { $count ->
    [one] In 1 Sekunde können Sie es noch einmal versuchen.
   *[other] In { $count } Sekunden können Sie es noch einmal versuchen.
}

## Zeiten

time-date = { $weekday }, { $day }. { $month } { $year }
time-moment = { $date }, { $time }
time-span = { $from }–{ $to }
time-in-zone = { $time } Uhr ({ $zone })
your-time = { $time } Uhr Ihrer Zeit
time-zone-of = Ortszeit { $city }
time-days = { $count ->
    [one] 1 Tag
   *[other] { $count } Tage
}
time-hours = { $count ->
    [one] 1 Stunde
   *[other] { $count } Stunden
}
time-minutes = { $count ->
    [one] 1 Minute
   *[other] { $count } Minuten
}
weekday-1 = Mo.
weekday-2 = Di.
weekday-3 = Mi.
weekday-4 = Do.
weekday-5 = Fr.
weekday-6 = Sa.
weekday-7 = So.
month-1 = Jan.
month-2 = Feb.
month-3 = März
month-4 = Apr.
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = Aug.
month-9 = Sept.
month-10 = Okt.
month-11 = Nov.
month-12 = Dez.

## Fehler in Feldern, nach dem Code der Domäne

fault-blank = Füllen Sie dieses Feld aus.
fault-too_short = Verwenden Sie mindestens { $min } Zeichen.
fault-too_long = Verwenden Sie höchstens { $max } Zeichen.
fault-control_character = Entfernen Sie die Zeichen, die sich nicht anzeigen lassen.
fault-email_malformed = Schreiben Sie eine vollständige E-Mail-Adresse, zum Beispiel mia@example.org.
fault-out_of_range = Wählen Sie eine Zahl von { $min } bis { $max }.
fault-not_a_choice = Wählen Sie einen der angebotenen Werte.
fault-unknown_time_zone = Wählen Sie eine Zeitzone aus der Liste.
fault-not_a_time = Geben Sie ein Datum und eine Uhrzeit an.
fault-time_skipped = Diese Uhrzeit gibt es an diesem Tag nicht, weil die Uhr vorgestellt wird. Wählen Sie eine andere.
fault-ends_before_start = Das Ende muss nach dem Beginn liegen.
fault-lasts_too_long = Das Ende darf höchstens { $days } Tage nach dem Beginn liegen.
fault-in_the_past = Wählen Sie einen Zeitpunkt, der noch bevorsteht.
fault-password_guessable = Dieses Passwort ist leicht zu erraten. Wählen Sie ein anderes.
fault-duplicate = Diese Adresse steht schon in Zeile { $row }.
fault-too_many = Höchstens { $max } Einträge auf einmal.
fault-second_captioner = Eine Sitzung hat einen Untertitler. Ändern Sie zuerst die Rolle des anderen.
fault-host_invited = Das ist die Adresse des Gastgebers selbst. Er hat immer Zutritt.
fault-not_an_address = Schreiben Sie eine vollständige Webadresse, die mit https beginnt.
fault-unknown_field = Dieses Feld ist hier nicht bekannt.
fault-wrong_type = Diese Angabe ist nicht lesbar. Schreiben Sie sie noch einmal.
