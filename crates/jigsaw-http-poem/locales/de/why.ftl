### Warum: Einstellungen, die einander aufheben, und was eine Änderung für wen bedeutet.

## Einstellungen, die einander aufheben oder überraschen

odd-door_closes_before_start = Neue Personen dürfen höchstens bis zum Beginn eintreten; wer sich nur etwas verspätet, kommt nicht hinein. Wählen Sie eine spätere Zeit oder keine.
odd-link_ends_before_opening = Der Sitzungslink läuft ab, bevor jemand damit eintreten darf. Lassen Sie ihn länger gelten.
odd-capacity_below_list = { $invited ->
    [one] Eine Person, die einen Platz braucht, ist eingeladen,
   *[other] { $invited } Personen, die einen Platz brauchen, sind eingeladen,
} { $capacity ->
    [one] und es gibt einen Platz.
   *[other] und es gibt { $capacity } Plätze.
}
odd-waiting_room_unstaffed = Die Sitzung beginnt ohne Sie, und wer im Warteraum ist, bleibt dort, bis jemand ihn einlässt. Laden Sie einen Mitgastgeber ein oder lassen Sie die Sitzung auf den Gastgeber warten.
odd-waiting_room_idle = Der Warteraum wird niemanden aufhalten: Bei dieser Einladungsart ist jeder, der eintritt, eingeladen oder angemeldet. Lassen Sie alle warten oder niemanden.
odd-proof_needless = Der Code per E-Mail ändert nichts: Bei dieser Einladungsart bestätigt ohnehin jeder seine Adresse.
odd-opens_at_once = Ab sofort darf man eintreten: Der frühe Einlass ist länger als die Zeit, die noch bleibt.
odd-list_empty = Auf der Einladungsliste steht noch niemand; außer Ihnen kommt also niemand hinein.
odd-reminders_too_late = { $count ->
    [one] Eine Erinnerung ist für einen Zeitpunkt vorgesehen, der schon vergangen ist.
   *[other] { $count } Erinnerungen sind für Zeitpunkte vorgesehen, die schon vergangen sind.
}
odd-locked_before_start = Die Tür ist abgeschlossen. Wenn die Sitzung beginnt, kommen nur Sie und Ihre Mitgastgeber hinein, bis Sie sie aufschließen.

## Was eine Änderung bewirken würde, bevor sie gespeichert wird

preview-title = Diese Änderungen speichern?
preview-when = So wäre es, während die Sitzung läuft: { $time }.
preview-people-shut_out = { $count ->
    [one] Diese Person könnte nicht mehr eintreten:
   *[other] Diese { $count } Personen könnten nicht mehr eintreten:
}
preview-people-must_wait = { $count ->
    [one] Diese Person müsste warten, bis Sie sie einlassen:
   *[other] Diese { $count } Personen müssten warten, bis Sie sie einlassen:
}
preview-people-let_in = { $count ->
    [one] Diese Person könnte nun eintreten:
   *[other] Diese { $count } Personen könnten nun eintreten:
}
preview-people-waits_no_more = { $count ->
    [one] Diese Person müsste nicht mehr warten:
   *[other] Diese { $count } Personen müssten nicht mehr warten:
}
preview-people-asked_otherwise = { $count ->
    [one] Von dieser Person würde etwas anderes verlangt:
   *[other] Von diesen { $count } Personen würde etwas anderes verlangt:
}
preview-more = { $count ->
    [one] und eine weitere
   *[other] und { $count } weitere
}
preview-others-shut_out = Alle anderen mit dem Link könnten nicht mehr eintreten ({ $because }).
preview-others-must_wait = Alle anderen mit dem Link müssten warten, bis Sie sie einlassen.
preview-others-let_in = Alle anderen mit dem Link könnten nun eintreten.
preview-others-waits_no_more = Alle anderen mit dem Link müssten nicht mehr warten.
preview-others-asked_otherwise = Von allen anderen mit dem Link würde etwas anderes verlangt ({ $because }).
preview-incomplete = Nur die ersten { $count } Personen wurden geprüft.
preview-nothing-saved = Noch ist nichts gespeichert, und niemand wurde benachrichtigt.
preview-save = Trotzdem speichern
preview-back = Zurück

## Der Reiter „Zugang“

simulator-signed-in = Im eigenen Konto angemeldet
simulator-same-device = Auf dem zuletzt benutzten Gerät
simulator-old-link = Mit dem Link, wie er vor dem Ersetzen war
filter-address = Adresse enthält
filter-outcome = Ergebnis
filter-reason = Grund
filter-any = Beliebig
filter-show = Anzeigen
filter-all = Alle anzeigen
decisions-none-fit = Keine Entscheidung passt dazu.
decisions-export = Als CSV herunterladen

## Was aus den persönlichen Links geworden ist

links-heading = Persönliche Links
links-lead = Wie oft jemand mit dem jetzigen persönlichen Link eintreten wollte. Das Öffnen der Seite zählt nicht.
links-column-used = Geöffnet
links-column-first = Zuerst
links-column-last = Zuletzt
links-never = Nie
links-opened = { $count ->
    [one] Einmal, aus { $networks }
   *[other] { $count }-mal, aus { $networks }
}
links-networks = { $count ->
    [one] einem Netz
   *[other] { $count } Netzen
}
links-forwarded = So viele Netze sind für eine Person ungewöhnlich. Wenn der Link weitergegeben wurde, ersetzen Sie ihn:

## The access summary

access-list-proved = nachdem sie ihre Adresse bestätigt haben
access-link-until = mit dem Sitzungslink bis { $time }
