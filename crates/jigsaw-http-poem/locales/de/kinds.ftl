### Kinds of sessions, their times, and calendars.

## Faults of kinds of sessions

fault-rule_malformed = Diese Regel ist nicht lesbar. Wählen Sie, wie sich die Sitzung wiederholt und wann sie endet.
fault-never_takes_place = Mit diesen Angaben findet die Sitzung nie statt. Wählen Sie andere Tage oder ein späteres Ende.
fault-too_far = Der letzte Termin muss innerhalb von { $years } Jahren liegen.
fault-overlaps = Das überschneidet sich mit einem anderen Termin dieser Sitzung. Wählen Sie eine andere Zeit.
fault-no_occurrence = Dieser Termin ist vorbei oder wurde abgesagt. Laden Sie die Seite neu.
fault-never_open = An keinem dieser Tage ist die Sitzung geöffnet. Wählen Sie andere Tage.

## Kinds of sessions

label-kind = Art
kind-one-time = Einmalig
kind-one-time-help = Die Sitzung findet einmal statt, von ihrem Beginn bis zu ihrem Ende.
kind-open = Offen
kind-open-help = Eine Sitzung über mehrere Tage. Vom ersten bis zum letzten Tag ist sie täglich zwischen den beiden Uhrzeiten geöffnet.
kind-recurring = Wiederkehrend
kind-recurring-help = Die Sitzung findet immer wieder statt, mit einem Link und einer Liste. Beginn und Ende sind die des ersten Termins.
label-every = Alle
label-unit = Tage, Wochen oder Monate
unit-days = Tage
unit-weeks = Wochen
unit-months = Monate
unit-as-it-is = nach der bestehenden Regel
label-days = An diesen Tagen
hint-days = Ohne Auswahl: bei offenen Sitzungen jeden Tag, sonst am Wochentag des Beginns.
label-times = Anzahl der Termine
hint-times = Oder wählen Sie den letzten Tag.
label-last = Letzter Tag
repeats-open = Geöffnet von { $from } bis { $to }
repeats-on = { $rule } am { $days }
repeats-daily = { $count ->
    [1] Jeden Tag
   *[other] Alle { $count } Tage
}
repeats-weekly = { $count ->
    [1] Jede Woche
   *[other] Alle { $count } Wochen
}
repeats-monthly = { $count ->
    [1] Jeden Monat
   *[other] Alle { $count } Monate
}
repeats-left = { $count ->
    [one] { $rule }, noch einmal
   *[other] { $rule }, noch { $count }-mal
}
standing-planned = Geplant
standing-moved = Verschoben
standing-cancelled = Abgesagt
occurrences-heading = Kommende Termine
occurrences-further = { $count ->
    [one] Und 1 weiterer.
   *[other] Und { $count } weitere.
}
occurrence-move = Verschieben
occurrence-move-heading = Einen Termin verschieben
occurrence-move-what-happens = Nur { $when } wird verschoben. Alle anderen Termine bleiben, wie sie sind.
occurrence-zone = In { $zone }.
occurrence-cancel = Diesen absagen
occurrence-cancel-title = { $when } absagen?
occurrence-cancel-what-happens = Nur dieser Termin wird abgesagt. Alle anderen Termine bleiben, wie sie sind.
occurrence-keep = Beibehalten
clone-heading = Kopieren
clone-what-happens = Legt eine neue Sitzung mit denselben Einstellungen und einem neuen Link an, einige Wochen später zur selben Zeit.
label-with-invitations = Mit der Einladungsliste
hint-with-invitations = Niemand bekommt eine E-Mail.
clone = Sitzung kopieren
calendar-heading = Ihr Kalender
calendar-help = Abonnieren Sie diese Adresse in Ihrem Kalenderprogramm, dann erscheinen Ihre Sitzungen dort. Wer sie hat, kann sie lesen; behalten Sie sie für sich.
label-calendar-address = Private Kalenderadresse
calendar-renew = Adresse erneuern
calendar-renew-title = Diese Adresse erneuern?
calendar-renew-what-happens = Die alte Adresse gilt sofort nicht mehr, in keinem Kalender, der sie abonniert hat.
calendar-keep = Adresse behalten
notice-occurrence-cancelled = Dieser Termin ist abgesagt.
notice-cloned = Das ist die neue Sitzung. Prüfen Sie ihre Zeit und verschicken Sie ihren Link.
notice-calendar-renewed = Die Kalenderadresse ist erneuert. Abonnieren Sie die neue.
